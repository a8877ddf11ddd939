package dev.onset.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("e2e")
final class OnsetCommandTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    Path folder;

    private final FakeService service = new FakeService();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        return OnsetCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), () -> service, args);
    }

    @AfterEach
    void everyServiceIsClosed() {
        assertThat(service.calls.stream().filter("close"::equals).count()).isLessThanOrEqualTo(1);
        if (service.calls.stream().anyMatch(c -> !c.equals("cancel"))) {
            assertThat(service.calls).endsWith("close");
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Test
    void run_passesSeedAndFolders_andEndsWithTheReport() {
        int code = execute("run", "digits-quick", "--seed", "3", "--data", data(), "--out", folder + "/x/../out");
        assertThat(code).isEqualTo(0);
        assertThat(service.calls.get(0))
                .startsWith("run digits-quick seed 3")
                .contains("data=" + data(), "out=Optional[" + folder.resolve("out") + "]");
        assertThat(out.toString())
                .contains("two phases; the gap opens nearby (two-phase+onset)")
                .contains("1 computed, 1 reused", "index.html", "too small to be evidence");
        assertThat(err.toString())
                .contains("train network: 1 of 3,000, loss 2.30")
                .doesNotContain("\u001b");
        assertThat(folder.resolve("data/logs/onset.log")).exists();
    }

    @Test
    void json_goesAloneToStandardOutput() throws IOException {
        assertThat(execute("run", "digits", "--data", data(), "--json")).isZero();
        JsonNode run = json();
        assertThat(run.get("verdict").asText()).isEqualTo("two-phase+onset");
        assertThat(run.get("report").asText()).isEqualTo(data() + "/reports/digits/index.html");
        for (String[] command : new String[][] {
            {"plan", "digits"}, {"status", "digits"}, {"why", "digits"}, {"verify"}, {"studies"}, {"report", "digits"}
        }) {
            out.getBuffer().setLength(0);
            service.calls.clear();
            String[] args = java.util.Arrays.copyOf(command, command.length + 1);
            args[command.length] = "--json";
            assertThat(execute(args)).as(command[0]).isZero();
            assertThat(json().size()).as(command[0]).isPositive();
        }
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "run digts",
                "run digits --sed 3",
                "run digits --seed three",
                "run digits --seed -1",
                "run digits --set training.learningRate=-1",
                "run digits --set training.learnRate=1",
                "run digits --set observation.players.count=40",
                "run none.yaml",
                "run digits extra",
                "rum digits",
                "plan",
                "status",
                "studies --show digit",
                "run digits --store onset/lab",
                "status digits --store s3://On_set/lab",
                "plan digits --store s3://onset/../other",
                "--colour",
                ""
            })
    void badInput_isOneLine_endsWith2_andWritesNothing(String line) throws IOException {
        String[] args = (line + " --data " + data()).strip().split(" ");
        assertThat(execute(line.isEmpty() ? new String[0] : args)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith("onset: STUDY_")
                .endsWith("\n")
                .hasLineCount(1)
                .contains("Next: ");
        assertThat(out.toString()).isEmpty();
        assertThat(service.calls).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorCode_isOneLine_andItsCategoryIsTheExitCode(ErrorCode code) {
        service.failure = Optional.of(FakeService.failing(code));
        int expected = switch (code) {
            case STALLED -> 75;
            case STUDY_CANCELLED -> 130;
            default -> code.category() == ErrorCode.Category.INPUT ? 2 : 3;
        };
        assertThat(execute("run", "digits", "--data", data())).isEqualTo(expected);
        assertThat(err.toString())
                .isEqualTo("onset: " + code + ": the disk /data has 0 bytes left. Next: " + code.nextAction() + "."
                        + System.lineSeparator());
    }

    @Test
    void refusedData_writesNothing() {
        service.failure = Optional.of(FakeService.failing(ErrorCode.DATA_INVALID));
        assertThat(execute("run", "digits", "--data", data())).isEqualTo(2);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void defect_isOneLine_andATraceOnlyWhenAsked() {
        service.failure = Optional.of(new IllegalStateException("broken\nfor\u001b[31m sure"));
        assertThat(execute("status", "digits")).isEqualTo(3);
        assertThat(err.toString()).hasLineCount(1).startsWith("onset: INTERNAL: IllegalStateException: broken for");
        assertThat(err.toString()).doesNotContain("\u001b");
        service.calls.clear();
        assertThat(execute("status", "digits", "--debug")).isEqualTo(3);
        assertThat(err.toString()).contains("at dev.onset.infra.cli");
    }

    @Test
    void verify_endsWith3_whenSomethingIsDamaged() {
        assertThat(execute("verify", "digits")).isZero();
        assertThat(out.toString()).contains("120 objects, 5.00 MB: all good");
        service.damaged = true;
        service.calls.clear();
        assertThat(execute("verify")).isEqualTo(3);
        assertThat(out.toString()).contains("damaged  blobs/ab/cd: its hash is another");
    }

    @Test
    void watch_printsChanges_andEndsWithTheStudy() {
        service.statuses.add(FakeService.status("digits", "running", Optional.empty()));
        service.statuses.add(FakeService.status("digits", "running", Optional.empty()));
        service.statuses.add(FakeService.status("digits", "failed", Optional.of("TRAINING_DIVERGED at step 40")));
        assertThat(execute("watch", "digits", "--interval", "0.01")).isEqualTo(3);
        assertThat(out.toString().lines().filter(l -> l.startsWith("digits"))).hasSize(2);
        assertThat(out.toString()).contains("failed: TRAINING_DIVERGED at step 40");
    }

    @ParameterizedTest
    @CsvSource({"done,0", "cancelled,130", "stopped,130", "terminated,3", "failed,3", "waiting-for-operator,3"})
    void watch_waitsThroughPausesAndSilence_andItsExitCodeIsTheState(String state, int code) {
        for (String passing : List.of("running", "paused", "unknown", state)) {
            service.statuses.add(FakeService.status("digits", passing, Optional.empty()));
        }
        assertThat(execute("watch", "digits", "--interval", "0.01")).isEqualTo(code);
        assertThat(service.statuses).isEmpty();
    }

    @Test
    void studies_listsBundledAndKnown_andShowsAFile() {
        assertThat(execute("studies")).isZero();
        assertThat(out.toString()).contains("digits-quick", "digits-linear", "done, two-phase+onset");
        out.getBuffer().setLength(0);
        assertThat(execute("studies", "--show", "digits")).isZero();
        assertThat(out.toString()).startsWith("# The reference configuration").contains("learningRate: 0.05");
    }

    @Test
    void help_hasExamplesAndExitCodes_forEveryCommand() {
        for (String command :
                new String[] {"run", "plan", "status", "watch", "report", "why", "verify", "studies", "codec", "doctor"
                }) {
            out.getBuffer().setLength(0);
            assertThat(execute(command, "--help")).isZero();
            assertThat(out.toString()).contains("Example", "onset " + command, "Exit codes:", "130", "--json");
        }
        assertThat(service.calls).isEmpty();
    }

    @Test
    void interruptedRun_cancelsTheService_saysHowToGoOn_andEndsWith130() {
        service.duringRun = () -> {
            fireInterruptHook();
            throw new IllegalStateException("cancelled");
        };
        int code = execute("run", "digits", "--data", data(), "--set", "description=two words");
        assertThat(code).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(service.calls).contains("cancel");
        assertThat(err.toString())
                .contains("interrupted")
                .contains("go on with: infra/onset run digits --data " + data() + " --set 'description=two words'")
                .doesNotContain("INTERNAL");
    }

    @Test
    void sameFailureWithoutInterrupt_endsWith3() {
        service.duringRun = () -> {
            throw new IllegalStateException("cancelled");
        };
        assertThat(execute("run", "digits", "--data", data())).isEqualTo(ExitCode.FAILED);
        assertThat(service.calls).doesNotContain("cancel");
    }

    private int execute(Map<String, String> environment, String... args) {
        return OnsetCommand.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), () -> service, environment, args);
    }

    @Test
    void store_isTheEnvironmentsUnlessTheOptionSaysOtherwise() {
        Map<String, String> sourced = Map.of("ONSET_STORE", "s3://onset/studies", "TEMPORAL_ADDRESS", "127.0.0.1:7233");
        assertThat(execute(sourced, "status", "digits")).isZero();
        assertThat(service.places.get(0).store().map(Object::toString)).contains("s3://onset/studies");
        assertThat(service.places.get(0).temporal()).contains("");
        service.calls.clear();
        assertThat(execute(sourced, "status", "digits", "--store", "s3://other/lab"))
                .isZero();
        assertThat(service.places.get(1).store().map(Object::toString)).contains("s3://other/lab");
        service.calls.clear();
        assertThat(execute(sourced, "status", "digits", "--store", "", "--data", data()))
                .isZero();
        assertThat(service.places.get(2).store()).isEmpty();
        for (Map<String, String> without : java.util.List.of(Map.<String, String>of(), Map.of("ONSET_STORE", " "))) {
            service.calls.clear();
            assertThat(execute(without, "status", "digits")).isZero();
            assertThat(service.places.get(service.places.size() - 1).store()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run digits", "status digits", "pause digits", "doctor", "worker", "studies"})
    void storeOfTheEnvironmentThatIsNone_isRefusedByName_andNothingIsWritten(String line) throws IOException {
        String[] args = (line + " --data " + data()).split(" ");
        assertThat(execute(Map.of("ONSET_STORE", "onset/lab"), args)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith("onset: STUDY_INVALID: ONSET_STORE onset/lab is no store: ")
                .contains("s3://BUCKET/PREFIX")
                .hasLineCount(1);
        assertThat(service.calls).allMatch("close"::equals);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        service.calls.clear();
        assertThat(execute(Map.of("ONSET_STORE", "onset/lab"), "studies", "--store", ""))
                .as("the option wins over what is wrong, too")
                .isZero();
    }

    private static void fireInterruptHook() {
        Interrupt.current().orElseThrow().fire();
    }
}
