package dev.onset.stages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.kind.Observable;
import dev.onset.kind.RunPoint;
import dev.onset.store.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What determines each observation of a study, made once: a reading asks for all those of the checkpoints before it. Safe for
 * several threads.
 */
final class ObservationFingerprints {
    private static final int REMEMBERED = 20_000;

    private final List<Observable> observables;
    private final Function<Observable, String> profiles;
    private final Cache<String, List<Fingerprint>> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** @param profiles identity of the profile that each is computed under */
    ObservationFingerprints(List<Observable> observables, Function<Observable, String> profiles) {
        this.observables = observables;
        this.profiles = profiles;
    }

    /** The fingerprints under the profiles of this moment: asked for once, however many observations there are. */
    Now now() {
        Map<String, String> all = new TreeMap<>();
        observables.forEach(observable -> all.put(observable.name(), profiles.apply(observable)));
        return new Now(all);
    }

    /** The fingerprints of one observable under a profile. */
    Now under(Observable observable, String profile) {
        return new Now(Map.of(observable.name(), profile));
    }

    /** Fingerprints under certain profiles. */
    final class Now {
        private final Map<String, String> profileOf;

        private Now(Map<String, String> profileOf) {
            this.profileOf = profileOf;
        }

        /** What determines an observation besides its checkpoint. */
        Fingerprint settings(RunPoint point, Observable observable, int shard) {
            return observable.settings(point, shard, String.valueOf(profileOf.get(observable.name())));
        }

        /**
         * What determines the shards of an observable at a checkpoint of a run.
         *
         * @throws dev.onset.contracts.OnsetException STORE_MISSING where a checkpoint that it goes on from is not committed
         */
        List<Fingerprint> of(StoredRun run, Observable observable, CommittedCheckpoint checkpoint) {
            Optional<List<Fingerprint>> now = known(run, observable, checkpoint);
            if (now.isPresent()) {
                return now.get();
            }
            long earlier = observable.before(run.point(), checkpoint.step()).orElseThrow();
            of(run, observable, run.checkpoint(earlier));
            return known(run, observable, checkpoint).orElseThrow();
        }

        /** The same of a checkpoint that may be there without those that it goes on from, as after damage: empty then. */
        Optional<List<Fingerprint>> known(StoredRun run, Observable observable, CommittedCheckpoint checkpoint) {
            RunPoint point = run.point();
            String key = point.name() + "/" + checkpoint.manifest() + "/" + observable.name() + "/"
                    + profileOf.get(observable.name());
            List<Fingerprint> cached = known.getIfPresent(key);
            if (cached != null) {
                return Optional.of(cached);
            }
            OptionalLong step = observable.before(point, checkpoint.step());
            Optional<List<Fingerprint>> before = step.isEmpty()
                    ? Optional.of(List.of())
                    : run.known(step.getAsLong()).flatMap(earlier -> known(run, observable, earlier));
            Optional<List<Fingerprint>> now = before.map(earlier -> computed(point, observable, checkpoint, earlier));
            now.ifPresent(shards -> known.put(key, shards));
            return now;
        }

        /** Whether every shard of an observable at a checkpoint is there. */
        boolean isObserved(StoredRun run, Observable observable, CommittedCheckpoint checkpoint) {
            return known(run, observable, checkpoint)
                    .filter(shards -> shards.stream().allMatch(run::hasObservation))
                    .isPresent();
        }

        /** @param before what determines the shards that these go on from; empty: they go on from none */
        private List<Fingerprint> computed(
                RunPoint point, Observable observable, CommittedCheckpoint checkpoint, List<Fingerprint> before) {
            List<Fingerprint> shards = new ArrayList<>();
            for (int shard = 0; shard < observable.shards(); shard++) {
                SortedMap<String, String> inputs = new TreeMap<>(observable.inputs(checkpoint));
                if (!before.isEmpty()) {
                    // what determines it, as its bits then are
                    inputs.put("before", before.get(shard).sha256());
                }
                shards.add(settings(point, observable, shard).with(inputs));
            }
            return List.copyOf(shards);
        }
    }
}
