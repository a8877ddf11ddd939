package dev.onset.train;

import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Machine;
import dev.onset.numeric.Profile;

/** What decides the bits of a network's training besides its settings. */
public final class TrainingProfile {
    private TrainingProfile() {}

    /** Found once a process. */
    private static final class Found {
        static final Profile PROFILE = probe();

        private static Profile probe() {
            TrainingLibrary.pin();
            return new Profile(
                    "training " + TrainingLibrary.backend() + ";kernels=" + TrainingProbe.bits() + ";"
                            + JavaProfile.current().identity(),
                    "ND4J " + TrainingLibrary.backend() + "; " + Machine.words());
        }
    }

    /**
     * The profile of this process; loads the library, holds it to one thread and trains a few fixed steps the first time.
     *
     * @throws RuntimeException or a {@link LinkageError} when this machine cannot load it
     */
    public static Profile current() {
        return Found.PROFILE;
    }
}
