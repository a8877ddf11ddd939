package dev.onset.infra.cli;

import dev.onset.contracts.OnsetException;
import dev.onset.infra.cli.Doctor.Check;
import dev.onset.infra.cli.Doctor.Verdict;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.store.S3Config;
import dev.onset.infra.store.S3ObjectStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.StoreProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at an S3 store: settings, bucket, conditional creates, how long an answer takes. */
final class StoreDoctor {
    private static final int TRIPS = 5;
    private static final double SLOW_MILLIS = 250;
    private static final ObjectKey NOBODYS = new ObjectKey("probe/nobodys");

    private final S3Address address;
    private final Map<String, String> environment;
    private final List<Check> checks = new ArrayList<>();

    StoreDoctor(S3Address address, Map<String, String> environment) {
        this.address = address;
        this.environment = environment;
    }

    /** @param fix create the bucket where it is missing */
    List<Check> examine(boolean fix) {
        String asking = "store settings";
        try {
            S3Config config = S3Config.of(environment);
            add(asking, Verdict.GOOD, config.toString(), "");
            asking = "bucket";
            boolean created = fix && S3ObjectStore.createBucket(address, config);
            try (S3ObjectStore store = S3ObjectStore.open(address, config)) {
                add(asking, Verdict.GOOD, address.bucket() + (created ? " (created)" : ""), "");
                asking = "conditional creates";
                StoreProbe.require(store);
                add(asking, Verdict.GOOD, "refused a second time", "");
                asking = "store answers";
                answers(store);
            }
        } catch (OnsetException e) {
            add(asking, Verdict.BAD, e.code() + ": " + e.getMessage(), e.code().nextAction());
        }
        return List.copyOf(checks);
    }

    private void answers(S3ObjectStore store) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIPS; i++) {
            long began = System.nanoTime();
            store.size(NOBODYS);
            best = Math.min(best, (System.nanoTime() - began) / 1e6);
        }
        boolean quick = best < SLOW_MILLIS;
        add(
                "store answers",
                quick ? Verdict.GOOD : Verdict.WARN,
                String.format(Locale.ROOT, "in %.1f ms at best", best),
                quick ? "" : "run workers nearer to the store: every commit waits for several answers");
    }

    private void add(String name, Verdict verdict, String found, String advice) {
        checks.add(new Check(name, verdict, found, advice));
    }
}
