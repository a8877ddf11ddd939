package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class LocalFilesTest {
    private static ErrorCode code(IOException failure) {
        return LocalFiles.failure("trying", Path.of("any"), failure).code();
    }

    @Test
    void failuresThatNoRetryCanMend_areToldFromThoseThatMayPass() {
        assertThat(code(new AccessDeniedException("/x"))).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(code(new FileSystemException("/x", null, "Read-only file system")))
                .isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(code(new FileSystemException("/x", null, "No space left on device")))
                .isEqualTo(ErrorCode.DISK_FULL);
        assertThat(code(new FileSystemException("/x", null, "Input/output error")))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void failureOfAWorkersOwnFile_isNoFailureOfTheStore() {
        IOException full = new FileSystemException("/x", null, "No space left on device");
        assertThat(LocalFiles.scratchFailure("trying", Path.of("any"), full).code())
                .isEqualTo(ErrorCode.DISK_FULL);
        for (String reason : new String[] {"Read-only file system", "Input/output error"}) {
            IOException failure = new FileSystemException("/x", null, reason);
            assertThat(LocalFiles.scratchFailure("trying", Path.of("any"), failure)
                            .code())
                    .isEqualTo(ErrorCode.FOLDER_UNUSABLE);
        }
    }
}
