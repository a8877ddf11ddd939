package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {
    @TempDir
    Path folder;

    @Test
    void healthyMachine_hasNothingBad_andIsLeftUntouched() throws IOException {
        Doctor doctor = new Doctor(
                folder.resolve("not/yet"),
                Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1"),
                List.of(new Doctor.NativeLibrary("library", () -> "1.0")));
        List<Doctor.Check> checks = doctor.examine();
        assertThat(checks).noneMatch(c -> c.verdict() == Doctor.Verdict.BAD);
        assertThat(find(checks, "library").found()).isEqualTo("1.0");
        assertThat(find(checks, "hard links").found()).isEqualTo("supported");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void everyProblem_comesWithWhatToDo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Doctor doctor = new Doctor(
                file.resolve("data"),
                Map.of("OMP_NUM_THREADS", "4"),
                List.of(new Doctor.NativeLibrary("library", () -> {
                    throw new UnsatisfiedLinkError("no libx");
                })));
        List<Doctor.Check> checks = doctor.examine();
        for (String name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "library", "data directory")) {
            assertThat(find(checks, name).verdict()).as(name).isNotEqualTo(Doctor.Verdict.GOOD);
            assertThat(find(checks, name).advice()).as(name).isNotEmpty();
        }
        assertThat(find(checks, "library").found()).contains("UnsatisfiedLinkError: no libx");
    }

    private static Doctor.Check find(List<Doctor.Check> checks, String name) {
        Optional<Doctor.Check> check =
                checks.stream().filter(c -> c.name().equals(name)).findFirst();
        return check.orElseThrow(() -> new AssertionError("no check named " + name + " in " + checks));
    }
}
