package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyLockTest {
    @TempDir
    Path data;

    /** Takes the lock in a process of its own and says whether it got it. */
    public static final class Other {
        private Other() {}

        public static void main(String[] args) {
            try (StudyLock lock = StudyLock.acquire(Path.of(args[0]), args[1])) {
                System.exit(lock == null ? 1 : 0);
            } catch (dev.onset.contracts.OnsetException e) {
                System.exit(e.getMessage().contains("process " + args[2]) ? 42 : 43);
            }
        }
    }

    private int other(String study) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        data.toString(),
                        study,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    @Test
    void aStudyHasOneOwner_andTheSecondProcessLearnsWho() throws Exception {
        try (StudyLock lock = StudyLock.acquire(data, "digits")) {
            assertThat(lock).isNotNull();
            assertThat(other("digits")).isEqualTo(42);
            assertThat(other("another")).isZero();
            assertThat(StudyLock.isHeld(data, "digits")).isTrue();
            assertThatThrownBy(() -> StudyLock.acquire(data, "digits")).hasMessageContaining("in use by process");
        }
        assertThat(StudyLock.isHeld(data, "digits")).isFalse();
        assertThat(other("digits")).isZero();
    }
}
