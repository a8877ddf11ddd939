package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onset.contracts.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every error code provoked by what a user, disk, network or server can do, and its next action followed to the letter: it must
 * work. A code without a provocation fails this test, so that a new one is not forgotten.
 */
@Tag("e2e")
final class ErrorCodesTest {
    /** How a code is shown to be true. */
    private sealed interface Evidence {
        /** Provoked here, and its next action followed. */
        record Here(Provocation provocation) implements Evidence {}

        /** Provoked by another test, since it takes that test's means. */
        record Elsewhere(String file, String method, String why) implements Evidence {}

        /** Nobody can provoke it but a defect. */
        record Defect(String why) implements Evidence {}
    }

    private interface Provocation {
        void run(ErrorProvocations means) throws Exception;
    }

    private static final Map<ErrorCode, Evidence> EVIDENCE = new EnumMap<>(ErrorCode.class);

    private static void here(ErrorCode code, Provocation provocation) {
        EVIDENCE.put(code, new Evidence.Here(provocation));
    }

    private static void elsewhere(ErrorCode code, String file, String method, String why) {
        EVIDENCE.put(code, new Evidence.Elsewhere(file, method, why));
    }

    static {
        here(ErrorCode.STUDY_INVALID, ErrorProvocations::misspeltOption);
        here(ErrorCode.DATA_INVALID, ErrorProvocations::badData);
        here(ErrorCode.MODEL_INVALID, ErrorProvocations::badGame);
        here(ErrorCode.STUDY_TOO_LARGE, ErrorProvocations::largeStudy);
        here(ErrorCode.STUDY_LOCKED, ErrorProvocations::secondStart);
        here(ErrorCode.TRAINING_DIVERGED, ErrorProvocations::divergence);
        here(ErrorCode.CHECKPOINT_DIVERGED, ErrorProvocations::otherBits);
        here(ErrorCode.PROFILE_MISMATCH, ErrorProvocations::otherKernels);
        String supervised = "src/test/java/dev/onset/infra/study/SupervisedStudyTest.java";
        elsewhere(
                ErrorCode.TRAINER_FAILED,
                supervised,
                "itsNextActionFollowed_works",
                "it takes a training of one's own");
        elsewhere(
                ErrorCode.TRAINER_UNUSABLE,
                supervised,
                "aTrainingThatIsNone_isRefusedByNameBeforeAnythingIsTrained",
                "it takes a training of one's own");
        here(ErrorCode.OUT_OF_MEMORY, ErrorProvocations::smallHeap);
        here(ErrorCode.DEVICE_UNAVAILABLE, ErrorProvocations::noGpu);
        here(ErrorCode.EVALUATOR_FAILED, ErrorProvocations::evaluatorThatDies);
        here(ErrorCode.EVALUATOR_INVALID, ErrorProvocations::evaluatorInTrainingMode);
        elsewhere(
                ErrorCode.STALLED,
                "src/test/java/dev/onset/infra/study/StallTest.java",
                "hungStage_endsTheRunWithItsCode_andTheSameCommandGoesOn",
                "it takes a device that never answers, which a crash point plays");
        elsewhere(
                ErrorCode.HEARTBEAT_LOST,
                "../workflows/src/test/java/dev/onset/workflows/TimeoutsTest.java",
                "workerThatIsLost_hasACodeOfItsOwn",
                "it is said after twenty workers were lost one after another");
        elsewhere(
                ErrorCode.STAGE_OVERDUE,
                "../workflows/src/test/java/dev/onset/workflows/TimeoutsTest.java",
                "stageThatTakesTooLong_hasACodeOfItsOwn",
                "it takes twelve hours");
        here(ErrorCode.LIBRARY_UNUSABLE, ErrorProvocations::noexec);
        here(ErrorCode.DISK_FULL, ErrorProvocations::fullDisk);
        here(ErrorCode.FOLDER_UNUSABLE, ErrorProvocations::unusableFolder);
        here(ErrorCode.STORE_UNAVAILABLE, ErrorProvocations::storeAway);
        here(ErrorCode.STORE_REFUSED, ErrorProvocations::wrongKeys);
        here(ErrorCode.TEMPORAL_UNAVAILABLE, ErrorProvocations::temporalAway);
        elsewhere(
                ErrorCode.COMMIT_UNKNOWN,
                "src/test/java/dev/onset/infra/store/S3FaultsTest.java",
                "claimOverAStoreThatLosesAllAnswersOfOneCreate_isConfirmed",
                "it passes by itself, so no command prints it");
        here(ErrorCode.STORE_CORRUPT, ErrorProvocations::damagedObject);
        here(ErrorCode.STORE_UNSAFE, ErrorProvocations::storeWithoutConditions);
        here(ErrorCode.STORE_MISSING, ErrorProvocations::missingObject);
        here(ErrorCode.NOTICE_FAILED, ErrorProvocations::nobodyTakesNotices);
        elsewhere(
                ErrorCode.PAYLOAD_UNREADABLE,
                "src/test/java/dev/onset/infra/codec/EncryptedHistoryTest.java",
                "workerWithoutTheKey_failsItsTaskAndNotTheStudy_whichGoesOnWithAWorkerThatHasIt",
                "it takes a server with payloads under a key");
        here(ErrorCode.TEMPORAL_REFUSED, ErrorProvocations::temporalRefuses);
        elsewhere(
                ErrorCode.WORKER_MISSING,
                "../workflows/src/test/java/dev/onset/workflows/MissingWorkerTest.java",
                "withoutAWorkerOfItsProfile_training_waitsAndSaysSo_andGoesOnOnceOneComes",
                "it takes workers that come and go; TwoProfilesTest does it on real servers");
        String interference = "src/test/java/dev/onset/infra/study/InterferenceTest.java";
        String moments = "atTwoRandomMoments_everyCommandTellsTheTruth_andTheNextStepEndsInTheSameDigest";
        elsewhere(ErrorCode.STUDY_CANCELLED, interference, moments, "it takes a server");
        elsewhere(ErrorCode.STUDY_TERMINATED, interference, moments, "it takes a server");
        elsewhere(
                ErrorCode.RUN_ENDED,
                interference,
                "oneRunAlone_parksTheStudyOrGoesOn_andRetryEndsIt",
                "it takes a server");
        EVIDENCE.put(
                ErrorCode.PAYLOAD_TOO_LARGE,
                new Evidence.Defect("payloads are references, whatever a study's size: PolicyTest bounds the worst"));
        EVIDENCE.put(ErrorCode.INTERNAL, new Evidence.Defect("it is for defects, and whatever else has another code"));
    }

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCode_isProvokedSomewhere_orSaidToBeADefect(ErrorCode code) throws IOException {
        assertThat(EVIDENCE)
                .as("how is %s provoked, and is its next action true?", code)
                .containsKey(code);
        if (EVIDENCE.get(code) instanceof Evidence.Elsewhere elsewhere) {
            assertThat(elsewhere.why()).isNotBlank();
            assertThat(Files.readString(Path.of(elsewhere.file()))).contains(" void " + elsewhere.method() + "(");
        }
        boolean defect = EVIDENCE.get(code) instanceof Evidence.Defect;
        assertThat(defect).isEqualTo(code.category() == ErrorCode.Category.INTERNAL);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "STUDY_INVALID",
                "DATA_INVALID",
                "MODEL_INVALID",
                "STUDY_TOO_LARGE",
                "EVALUATOR_FAILED",
                "EVALUATOR_INVALID",
                "FOLDER_UNUSABLE",
                "STORE_REFUSED"
            })
    void nextActionOfSomeCodes_followed_works(ErrorCode code) throws Exception {
        provoke(code);
    }

    @ParameterizedTest
    @Tag("heavy")
    @EnumSource(ErrorCode.class)
    void nextActionOfEveryCode_followed_works(ErrorCode code) throws Exception {
        assumeTrue(EVIDENCE.get(code) instanceof Evidence.Here, "provoked elsewhere");
        provoke(code);
    }

    private void provoke(ErrorCode code) throws Exception {
        if (EVIDENCE.get(code) instanceof Evidence.Here here) {
            try (ErrorProvocations means = new ErrorProvocations(folder)) {
                here.provocation().run(means);
            }
        }
    }

    private static List<ErrorCode> without(Map<ErrorCode, Evidence> evidence) {
        return Stream.of(ErrorCode.values())
                .filter(code -> !evidence.containsKey(code))
                .toList();
    }

    @Test
    void noCodeIsForgotten_negativeControl_oneThatIsWouldBeFound() {
        assertThat(without(EVIDENCE)).isEmpty();
        Map<ErrorCode, Evidence> less = new EnumMap<>(EVIDENCE);
        less.remove(ErrorCode.DISK_FULL);
        assertThat(without(less)).containsExactly(ErrorCode.DISK_FULL);
    }
}
