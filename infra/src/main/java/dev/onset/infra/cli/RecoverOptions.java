package dev.onset.infra.cli;

import dev.onset.infra.interactions.RecoveryFile;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.RecoverySpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How interactions are named at any number of players. */
final class RecoverOptions {
    @Option(
            names = "--recover",
            paramLabel = "PASSES",
            description = {
                "In place of the extraction, name interactions at any number of players with at most so many forward"
                        + " passes, and say how much of the variance they explain on masks drawn independently of the fit,"
                        + " every player present with probability 1/2.",
                "Below a bound of .9 the list is said to be no explanation."
            })
    private @Nullable Integer passes;

    @Option(
            names = "--recover-from",
            paramLabel = "FILE",
            description = "Start from what --recover wrote of the checkpoint before: as good a list from fewer passes.")
    private @Nullable Path from;

    /** How many passes it may take; empty where nothing is to be recovered. */
    Optional<Integer> passes() {
        if (passes == null && from != null) {
            throw InteractionsCommand.invalid(
                    "--recover-from is given without --recover PASSES; give both, or leave it out");
        }
        if (passes != null && (passes < RecoverySpec.LEAST_PASSES || passes > RecoverySpec.MOST_PASSES)) {
            throw InteractionsCommand.invalid("--recover is " + passes + "; it must be within "
                    + RecoverySpec.LEAST_PASSES + ".." + RecoverySpec.MOST_PASSES);
        }
        return Optional.ofNullable(passes);
    }

    /** What it starts from, of a game of so many players. */
    List<Interaction> start(int players) {
        return from == null ? List.of() : RecoveryFile.read(from, players);
    }

    static void refuseBeside(String option, boolean given) {
        if (given) {
            throw InteractionsCommand.invalid(
                    option + " is given with --recover, which extracts nothing that it could apply to; leave it out"
                            + " (--spectrum --zoom K extracts the interactions of the players that matter most)");
        }
    }
}
