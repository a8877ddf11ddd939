package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class StudyLockTest {
    @TempDir
    Path data;

    @Test
    void secondProcess_isRefusedAndToldWhoHoldsTheStudyUntilThatOneDies() throws Exception {
        try (StoreProcess owner = StoreProcess.start("", "lock", data.toString(), "digits")) {
            owner.await("locked");
            assertLocked("digits", "process " + owner.pid() + " on ");
            assertThat(StudyLock.isHeld(data, "digits")).isTrue();
            assertThat(StudyLock.isHeld(data, "other")).isFalse();
            StudyLock.acquire(data, "other").close();
            // asking and being refused did not loosen it
            assertLocked("digits", "process " + owner.pid() + " on ");
        }
        // killed, not closed
        assertThat(StudyLock.isHeld(data, "digits")).isFalse();
        StudyLock.acquire(data, "digits").close();
    }

    @Test
    void lockOfThisProcess_isSeenByAnotherEvenAfterThisOneAskedAboutIt() throws Exception {
        try (StudyLock held = StudyLock.acquire(data, "digits")) {
            assertThat(held).isNotNull();
            assertThat(StudyLock.isHeld(data, "digits")).isTrue();
            assertLocked("digits", "process " + ProcessHandle.current().pid() + " on ");
            try (StoreProcess second = StoreProcess.start("", "lock", data.toString(), "digits")) {
                second.await("study digits in " + data + " is in use by process "
                        + ProcessHandle.current().pid() + holderTail());
            }
        }
        // negative control: once released, another process gets it
        try (StoreProcess second = StoreProcess.start("", "lock", data.toString(), "digits")) {
            second.await("locked");
        }
    }

    @Test
    void lockWhoseFileCannotBeOpened_isFreeOnceItCan() throws IOException {
        Path file = Files.createDirectories(data.resolve("locks/digits.lock"));
        assertThatThrownBy(() -> StudyLock.acquire(data, "digits"))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        Files.delete(file);
        StudyLock.acquire(data, "digits").close();
    }

    @Test
    void closingTwice_doesNotReleaseTheNextOwnersLock() {
        StudyLock first = StudyLock.acquire(data, "digits");
        first.close();
        StudyLock second = StudyLock.acquire(data, "digits");
        first.close();
        assertLocked("digits", "process " + ProcessHandle.current().pid());
        second.close();
        StudyLock.acquire(data, "digits").close();
    }

    @Test
    void nameThatIsNoStudy_isRefused() {
        for (String name : List.of("../x", "a/b", "", "A")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> StudyLock.acquire(data, name));
        }
        assertThat(StudyLock.isHeld(data, "never-started")).isFalse();
    }

    private String holderTail() {
        String message = locked("digits").getMessage();
        String pid = "process " + ProcessHandle.current().pid();
        return message.substring(message.indexOf(pid) + pid.length());
    }

    private OnsetException locked(String study) {
        OnsetException[] thrown = new OnsetException[1];
        assertThatThrownBy(() -> StudyLock.acquire(data, study))
                .isInstanceOfSatisfying(OnsetException.class, e -> thrown[0] = e);
        return thrown[0];
    }

    private void assertLocked(String study, String holder) {
        OnsetException locked = locked(study);
        assertThat(locked.code()).isEqualTo(ErrorCode.STUDY_LOCKED);
        assertThat(locked)
                .hasMessageStartingWith("study " + study + " in " + data + " is in use by " + holder)
                .hasMessageContaining("nothing was changed");
    }
}
