package dev.onset.infra.cli;

import dev.onset.infra.cli.Doctor.Check;
import dev.onset.infra.cli.Doctor.Verdict;
import dev.onset.kind.Kinds;
import dev.onset.numeric.Profile;
import dev.onset.workflows.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The numeric profiles of this machine, by the queue whose work is computed under them. */
final class ProfileDoctor {
    private final Optional<Integer> gpu;

    ProfileDoctor(Optional<Integer> gpu) {
        this.gpu = gpu;
    }

    /** A machine on which a library does not load has none for what needs it: another check says why. */
    List<Check> examine() {
        List<Check> checks = new ArrayList<>();
        List<String> queues = new ArrayList<>(List.of(Queues.TRAIN, Queues.OBSERVE, Queues.FIT));
        gpu.ifPresent(number -> queues.add(Queues.OBSERVE_GPU));
        for (String queue : queues) {
            try {
                for (Profile profile : Kinds.installed().profiles(queue, gpu.orElse(0))) {
                    checks.add(new Check(
                            "profile of " + queue,
                            Verdict.GOOD,
                            profile.words() + "; serves " + Queues.pinned(queue, profile.tag()) + "; "
                                    + profile.identity(),
                            ""));
                }
            } catch (RuntimeException | LinkageError e) {
                checks.add(new Check(
                        "profile of " + queue,
                        Verdict.BAD,
                        "unknown: " + e.getMessage(),
                        "mend what the native libraries' own checks say"));
            }
        }
        return checks;
    }
}
