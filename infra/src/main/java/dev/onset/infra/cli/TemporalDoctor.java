package dev.onset.infra.cli;

import dev.onset.contracts.OnsetException;
import dev.onset.infra.cli.Doctor.Check;
import dev.onset.infra.cli.Doctor.Verdict;
import dev.onset.infra.temporal.TemporalServer;
import io.temporal.api.enums.v1.IndexedValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at a Temporal server: whether it answers, what it is, and whether the search attributes are registered. */
final class TemporalDoctor {
    private final String address;
    private final Map<String, String> environment;
    private final List<Check> checks = new ArrayList<>();

    /** @param address host:port; empty takes the environment's */
    TemporalDoctor(String address, Map<String, String> environment) {
        this.address = address;
        this.environment = environment;
    }

    /** @param fix register what is missing */
    List<Check> examine(boolean fix) {
        String asking = "Temporal server";
        try (TemporalServer server = TemporalServer.connect(TemporalServer.Settings.of(address), environment)) {
            add(
                    asking,
                    Verdict.GOOD,
                    server.version() + " at " + server.address() + ", namespace " + server.namespace(),
                    "");
            asking = "search attributes";
            Map<String, IndexedValueType> missing = server.missingSearchAttributes();
            String names = String.join(", ", missing.keySet());
            if (missing.isEmpty()) {
                add(asking, Verdict.GOOD, "all registered", "");
            } else if (fix) {
                server.registerSearchAttributes(missing);
                add(asking, Verdict.GOOD, names + " (registered)", "");
            } else {
                add(asking, Verdict.BAD, "missing: " + names, "run doctor again with --fix");
            }
        } catch (OnsetException e) {
            add(asking, Verdict.BAD, e.code() + ": " + e.getMessage(), e.code().nextAction());
        }
        return List.copyOf(checks);
    }

    private void add(String name, Verdict verdict, String found, String advice) {
        checks.add(new Check(name, verdict, found, advice));
    }
}
