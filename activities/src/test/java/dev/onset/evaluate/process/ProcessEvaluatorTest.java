package dev.onset.evaluate.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.MaskedSample;
import dev.onset.numeric.Profile;
import dev.onset.pulse.Pulse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that evaluates networks is believed where it keeps to the contract, and told apart in words where it does not. */
@Tag("unit")
final class ProcessEvaluatorTest {
    /** Two outputs: x0 + 2 x1 - x2 and 3 x2 + 1. */
    private static final float[] NUMBERS = {1, 0, 2, 0, -1, 3, 0, 1};

    @TempDir
    Path folder = Path.of("");

    private EvaluatorProcesses processes = new EvaluatorProcesses(folder);

    @BeforeEach
    void open() {
        processes = new EvaluatorProcesses(
                folder.resolve("scratch"),
                Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "ONSET_TEST_SECRET",
                        "very-secret",
                        "AWS_SECRET_ACCESS_KEY",
                        "abc123"),
                Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws IOException {
        processes.close();
        if (Files.isDirectory(folder.resolve("scratch"))) {
            try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
                assertThat(left).as("working directories that stay").isEmpty();
            }
        }
    }

    private ProcessModel model(EvaluatorCommand command) throws IOException {
        return ProcessModel.open(processes, command, "m", Evaluators.model(folder, NUMBERS), List.of(3), 2);
    }

    private static float[] ask(Evaluator network, int count) {
        float[] rows = new float[count * 3];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (i * 7 % 11) / 10f;
        }
        float[] out = new float[count * 2];
        network.logits(rows, count, out);
        return out;
    }

    private OnsetException failure(EvaluatorCommand command) {
        return catchThrowableOfType(
                () -> {
                    try (ProcessModel model = model(command);
                            Evaluator network = model.evaluator()) {
                        ask(network, 16);
                    }
                },
                OnsetException.class);
    }

    /** More in one request than it says it takes, it refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"well", "few"})
    void rowsAreAnswered_howeverManyThereAre(String mode) throws IOException {
        try (ProcessModel model = model(Evaluators.command(mode));
                Evaluator network = model.evaluator()) {
            assertThat(network.features()).isEqualTo(3);
            assertThat(network.classes()).isEqualTo(2);
            float[] out = new float[4];
            network.logits(new float[] {1, 10, 100, 0, 0, 2}, 2, out);
            assertThat(out).containsExactly(1 + 20 - 100, 301, -2, 7);
            float[] many = ask(network, 2_500);
            assertThat(Arrays.copyOf(many, 64)).isEqualTo(ask(network, 32));
            assertThat(ask(network, 0)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"well", "few"})
    void masksExpandedThere_giveWhatRowsExpandedHereDo(String mode) throws IOException {
        MaskedSample sample = new MaskedSample(
                new float[] {1, 2, 3},
                new float[] {-5, .25f, 7},
                List.of(new int[] {2}, new int[] {0}),
                new MaskedSample.Buffer());
        long[] masks = new long[2_000];
        Arrays.setAll(masks, i -> i * 0x9e3779b97f4a7c15L >>> 62);
        try (ProcessModel model = model(Evaluators.command(mode));
                Evaluator network = model.evaluator()) {
            assertThat(network.batch()).isEqualTo(mode.equals("few") ? 100 : 1_024);
            float[] there = new float[4_000];
            network.masked(sample, masks, 2_000, there);
            float[] here = new float[4_000];
            network.logits(sample.rows(masks, 2_000), 2_000, here);
            assertThat(there).isEqualTo(here);
            assertThat(there[0]).as("negative control: masks matter").isNotEqualTo(there[2]);
        }
    }

    @Test
    void aSingleOutput_isTheLogitOfTheSecondClass() throws IOException {
        Path single = Evaluators.model(folder, 1, 2, 3, .5f);
        try (ProcessModel model = ProcessModel.open(processes, Evaluators.command("well"), "m", single, List.of(3), 2);
                Evaluator network = model.evaluator()) {
            float[] out = new float[2];
            network.logits(new float[] {1, 1, 1}, 1, out);
            assertThat(out).containsExactly(0, 6.5f);
        }
    }

    @Test
    void oneThatDoesNotFitTheData_isRefused() throws IOException {
        Path file = Evaluators.model(folder, NUMBERS);
        assertThatThrownBy(() -> ProcessModel.open(processes, Evaluators.command("well"), "m", file, List.of(3), 5))
                .hasMessageContaining("gives 2 outputs a row")
                .extracting("code")
                .isEqualTo(ErrorCode.MODEL_INVALID);
    }

    /** The evaluator has room for one network. */
    @Test
    void oneThatWasOpenedAndDoesNotFitTheData_isForgotten() throws IOException {
        EvaluatorCommand command = Evaluators.command("holds-one");
        Path file = Evaluators.model(folder, NUMBERS);
        assertThatThrownBy(() -> ProcessModel.open(processes, command, "m", file, List.of(3), 5))
                .hasMessageContaining("gives 2 outputs a row");
        try (ProcessModel fits = model(command)) {
            assertThat(fits.isOpen()).isTrue();
            assertThatThrownBy(() -> model(command))
                    .as("negative control: there is room for one")
                    .hasMessageContaining("no room for another");
        }
    }

    @Test
    void oneThatIsNotForgotten_failsNobody() throws IOException {
        EvaluatorCommand command = Evaluators.command("keeps");
        float[] first;
        try (ProcessModel model = model(command);
                Evaluator network = model.evaluator()) {
            first = ask(network, 2);
        }
        try (ProcessModel model = model(command);
                Evaluator network = model.evaluator()) {
            assertThat(ask(network, 2)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "prints, EVALUATOR_INVALID, Loading the model",
                "dies-at-once, EVALUATOR_FAILED, exit status 3",
                "dies, EVALUATOR_FAILED, exit status 7",
                "garbles, EVALUATOR_INVALID, 'epoch 3: loss",
                "confuses, EVALUATOR_INVALID, to request",
                "fails, EVALUATOR_FAILED, CUDA out of memory",
                "refuses, MODEL_INVALID, KeyError: 'fc1.weight'",
                "dropout, EVALUATOR_INVALID, asked the same twice",
                "batch-norm, EVALUATOR_INVALID, other rows stand beside",
                "nan, MODEL_INVALID, NaN as output 0 of row 1",
                "softmax, MODEL_INVALID, probabilities"
            })
    void oneThatMisbehaves_hasACodeAndWords(String mode, ErrorCode code, String words) {
        OnsetException failure = failure(Evaluators.command(mode));
        assertThat(failure).hasMessageContaining(words);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void theLastLinesOfOneThatDies_areInTheMessage_withoutSecrets() {
        assertThat(failure(Evaluators.command("dies")))
                .hasMessageContaining("an illegal memory access was encountered")
                .hasMessageContaining("token=***")
                .hasMessageNotContaining("abc123");
        assertThat(failure(Evaluators.command("dies-at-once"))).hasMessageContaining("password=***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaks", "leaks-at-once"})
    void whatIsQuotedOfItsStandardOutput_showsNoSecrets_norHalfOfOne(String mode) {
        assertThat(failure(Evaluators.command(mode)))
                .hasMessageContaining("'logged in with password=***")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("very")
                .extracting("code")
                .isEqualTo(ErrorCode.EVALUATOR_INVALID);
    }

    @Test
    void oneThatIsAnotherWhenItIsStartedAgain_isRefused_andWhatItWasStands() throws Exception {
        EvaluatorCommand command = Evaluators.changing(folder.resolve("started"));
        Profile first = processes.profile(command);
        processes.of(command).close();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> processes.of(command))
                    .hasMessageContaining("'" + first + "'")
                    .extracting("code")
                    .isEqualTo(ErrorCode.PROFILE_MISMATCH);
            assertThat(processes.profile(command)).isEqualTo(first);
        }
        for (ProcessHandle refused : ProcessHandle.current().children().toList()) {
            refused.onExit().get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void oneThatHangs_isKilledAfterItsTime_andOneThatShowsThatItLives_isNot() throws IOException {
        assertThat(failure(Evaluators.command("hangs", 1)))
                .hasMessageContaining("did not answer for 1 s")
                .extracting("code")
                .isEqualTo(ErrorCode.EVALUATOR_FAILED);
        assertThat(failure(Evaluators.command("slow", 1))).isNull();
    }

    @Test
    void oneThatNeverIntroducesItself_isKilled() {
        try (EvaluatorProcesses impatient = new EvaluatorProcesses(folder, System.getenv(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> impatient.of(Evaluators.command("mute", 1)))
                    .hasMessageContaining("did not answer for 1 s")
                    .extracting("code")
                    .isEqualTo(ErrorCode.EVALUATOR_FAILED);
        }
    }

    @Test
    void whatIsNoProgram_cannotBeStarted() {
        OnsetException failure = failure(Evaluators.command(List.of("no-such-program"), 5));
        assertThat(failure).hasMessageContaining("no-such-program").hasMessageContaining("cannot be started");
        assertThat(failure.code()).isEqualTo(ErrorCode.EVALUATOR_FAILED);
    }

    @Test
    void afterAFailure_itIsStartedAgain() throws IOException {
        assertThat(failure(Evaluators.command("dies"))).isNotNull();
        EvaluatorCommand command = Evaluators.command("well");
        try (ProcessModel first = model(command)) {
            processes.of(command).close();
            assertThat(first.isOpen()).isFalse();
            assertThatThrownBy(first::evaluator)
                    .isInstanceOf(OnsetException.class)
                    .extracting("code")
                    .isEqualTo(ErrorCode.EVALUATOR_FAILED);
        }
        try (ProcessModel again = model(command)) {
            assertThat(again.isOpen()).isTrue();
        }
    }

    @Test
    void workThatIsWantedNoLonger_killsItWithAllItHasStarted() throws Exception {
        EvaluatorCommand command = Evaluators.command("spawns");
        ProcessModel model = model(command);
        AtomicInteger checks = new AtomicInteger();
        Pulse cancelled = new Pulse() {
            @Override
            public void tick() {}

            @Override
            public void check() {
                if (checks.incrementAndGet() > 20) {
                    throw new IllegalStateException("wanted no longer");
                }
            }
        };
        List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
        try (Evaluator network = model.evaluator();
                Pulse.Bound bound = cancelled.bind()) {
            assertThatThrownBy(() -> ask(network, 4)).hasMessage("wanted no longer");
        }
        assertThat(before).isNotEmpty();
        for (ProcessHandle child : before) {
            child.onExit().get(5, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(handle -> handle.info().commandLine().orElse("").equals("sleep 100.25"))
                        .filter(ProcessHandle::isAlive))
                .as("what it had started")
                .isEmpty();
    }

    @Test
    void itSeesNoSecretsOfThisProcess_andItsWordIsPartOfTheProfile() {
        Profile said = processes.profile(Evaluators.command("well"));
        assertThat(said.identity()).isEqualTo("plain java;cpu;null/cpu");
        Profile host = new Profile("process evaluator;java", "here");
        Profile whole = host.with(said);
        assertThat(whole.identity()).isNotEqualTo(host.identity());
        assertThat(whole.tag()).as("workers serve it without knowing it").isEqualTo(host.tag());
        assertThat(whole.isSameAs(host.with(new Profile("plain java;cuda;", ""))))
                .isFalse();
    }

    @Test
    void oneThatNobodyUses_retires_andOneInUseDoesNot() throws IOException {
        EvaluatorCommand command = Evaluators.command("well");
        ProcessModel model = model(command);
        EvaluatorChild child = processes.of(command);
        try (Evaluator network = model.evaluator()) {
            ask(network, 2);
            assertThat(child.retire(Duration.ZERO)).isFalse();
        }
        assertThat(child.retire(Duration.ofHours(1))).isFalse();
        assertThat(child.retire(Duration.ZERO)).isTrue();
        assertThat(model.isOpen()).isFalse();
    }
}
