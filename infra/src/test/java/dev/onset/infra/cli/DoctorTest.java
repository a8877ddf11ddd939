package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
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

    /** An evaluator that answers as told. */
    private record Answering(float... logits) implements Evaluator {
        @Override
        public String device() {
            return "cuda";
        }

        @Override
        public int features() {
            return 2;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public void logits(float[] rows, int count, float[] out) {
            System.arraycopy(logits, 0, out, 0, out.length);
        }

        @Override
        public void close() {}
    }

    @Test
    void gpu_isTriedWithANetworkThatHasOneRightAnswer() {
        // the network itself is a good one: the processor gives what the GPU must
        assertThat(new GpuDoctor(1, (model, gpu) -> OnnxEvaluator.open(model)).examine())
                .isEqualTo(new Doctor.Check("GPU cuda:1", Doctor.Verdict.GOOD, "computes", ""));
        Doctor.Check wrong = new GpuDoctor(0, (model, gpu) -> new Answering(1, 2)).examine();
        assertThat(wrong.verdict()).isEqualTo(Doctor.Verdict.BAD);
        assertThat(wrong.found()).contains("gives 1.0, 2.0");
        Doctor.Check refused = new GpuDoctor(7, (model, gpu) -> {
                    throw new OnsetException(ErrorCode.DEVICE_UNAVAILABLE, "GPU " + gpu + " is not there");
                })
                .examine();
        assertThat(refused.verdict()).isEqualTo(Doctor.Verdict.BAD);
        assertThat(refused.found()).contains("DEVICE_UNAVAILABLE", "GPU 7");
        assertThat(refused.advice()).contains("nvidia-smi", "--device cpu");
    }

    @Test
    void doctorOfAGpu_saysWhatIsWrongWithIt_andRefusesWhatIsNoDevice() {
        String data = folder.resolve("data").toString();
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        int code = OnsetCommand.execute(
                writer, writer, FakeService::new, Map.of(), "doctor", "--data", data, "--device", "cuda:901");
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).containsPattern("BAD +GPU cuda:901 +DEVICE_UNAVAILABLE");
        out.getBuffer().setLength(0);
        assertThat(OnsetCommand.execute(
                        writer, writer, FakeService::new, Map.of(), "doctor", "--data", data, "--device", "gpu"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(out.toString()).contains("--device is gpu; it must be cpu, cuda or cuda:N");
        out.getBuffer().setLength(0);
        OnsetCommand.execute(writer, writer, FakeService::new, Map.of(), "doctor", "--data", data);
        assertThat(out.toString()).contains("cores").doesNotContain("GPU cuda");
    }

    private static Doctor.Check find(List<Doctor.Check> checks, String name) {
        Optional<Doctor.Check> check =
                checks.stream().filter(c -> c.name().equals(name)).findFirst();
        return check.orElseThrow(() -> new AssertionError("no check named " + name + " in " + checks));
    }
}
