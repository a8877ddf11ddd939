package dev.onset.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.NativeLibraries.Mount;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class NativeLibrariesTest {
    private static final List<String> MOUNTS = List.of(
            "overlay / overlay rw 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,noexec,relatime 0 0",
            "tmpfs /tmpfiles tmpfs rw 0 0",
            "tmpfs /tmp/with\\040space tmpfs rw 0 0");

    @Test
    void folder_belongsToTheDeepestFileSystemAboveIt() {
        assertThat(NativeLibraries.mount(Path.of("/tmp/a/b"), MOUNTS))
                .contains(new Mount("/tmp", "rw,nosuid,noexec,relatime"));
        assertThat(NativeLibraries.mount(Path.of("/tmpfiles/a"), MOUNTS)).contains(new Mount("/tmpfiles", "rw"));
        assertThat(NativeLibraries.mount(Path.of("/tmp/with space/a"), MOUNTS))
                .contains(new Mount("/tmp/with space", "rw"));
        assertThat(NativeLibraries.mount(Path.of("/opt"), MOUNTS)).contains(new Mount("/", "rw"));
        assertThat(NativeLibraries.mount(Path.of("/opt"), List.of("torn"))).isEmpty();
    }

    @Test
    void libraryThatDoesNotLoad_isOfTheMachine_atTheFirstAttemptAndLater() {
        UnsatisfiedLinkError link = new UnsatisfiedLinkError("/x/lib.so: failed to map segment from shared object");
        LinkageError first = new ExceptionInInitializerError(link);
        NoClassDefFoundError later = new NoClassDefFoundError("Could not initialize class a.B");
        later.initCause(new ExceptionInInitializerError(
                "Exception java.lang.UnsatisfiedLinkError: /x/lib.so: no [in thread \"main\"]"));
        for (LinkageError error : List.of(link, first, later)) {
            OnsetException failure = NativeLibraries.failure(error);
            assertThat(failure.code()).isEqualTo(ErrorCode.LIBRARY_UNUSABLE);
            assertThat(failure.code().retryable()).isFalse();
            assertThat(failure).hasMessageContaining("/x/lib.so").hasMessageNotContaining("in thread");
        }
    }

    @Test
    void negativeControl_classesThatDoNotFitTogether_areNoFaultOfTheMachine() {
        assertThat(NativeLibraries.failure(new NoSuchMethodError("a.B.c()")).code())
                .isEqualTo(ErrorCode.INTERNAL);
        assertThat(NativeLibraries.failure(new NoClassDefFoundError("a/B")).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }
}
