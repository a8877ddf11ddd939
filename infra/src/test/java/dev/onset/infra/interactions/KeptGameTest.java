package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.recovery.Recovery;
import dev.onset.recovery.RecoverySpec;
import dev.onset.recovery.SparseRecovery;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.OrderSpectrum;
import dev.onset.spectrum.SampledSpectrum;
import dev.onset.spectrum.SamplingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of a game that is sampled, kept beside the result that they are for. */
@Tag("unit")
class KeptGameTest {
    private static final String NAME = "a".repeat(64);
    private static final int DRAWS = 4_000;

    @TempDir
    Path folder;

    /** A game of 24 players that counts what it is asked, and fails as a kill would after so many evaluations. */
    private static final class Counted implements MaskValues {
        private final int killedAt;
        private int asked;

        Counted(int killedAt) {
            this.killedAt = killedAt;
        }

        @Override
        public int players() {
            return 24;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public void evaluate(long[] masks, int count, double[][] values) {
            if (asked + count > killedAt) {
                throw new IllegalStateException("killed");
            }
            asked += count;
            for (int i = 0; i < count; i++) {
                long low = masks[i];
                values[0][i] = Long.bitCount(low & 0xff) + Math.sin(low & 0xfff) * Long.bitCount(low >>> 12);
                values[1][i] = (low & 3) == 3 ? 1 : Math.sin(low & 0xfff);
            }
        }
    }

    private Path file() {
        return folder.resolve("out.json.spectrum");
    }

    private <T> T kept(MaskValues game, String name, Function<MaskValues, T> use) {
        try (KeptGame kept = new KeptGame(game, file(), name)) {
            return use.apply(kept);
        }
    }

    private List<OrderSpectrum> kept(MaskValues game, String name, int draws) {
        return kept(game, name, (Function<MaskValues, List<OrderSpectrum>>) one -> spectra(one, draws));
    }

    private static List<OrderSpectrum> spectra(MaskValues game, int draws) {
        return SampledSpectrum.of(game, new SamplingSpec(0.5, draws, OrderSpectrum.Method.FLIP_ONE, 3, 0));
    }

    @Test
    void aSpectrumThatWasKilled_goesOnFromWhatIsKept_toTheSameBits() {
        Counted whole = new Counted(Integer.MAX_VALUE);
        List<OrderSpectrum> expected = spectra(whole, DRAWS);
        assertThat(whole.asked).isEqualTo(2 * DRAWS);

        assertThatThrownBy(() -> kept(new Counted(6_000), NAME, DRAWS)).hasMessage("killed");
        Counted second = new Counted(Integer.MAX_VALUE);
        assertThat(kept(second, NAME, DRAWS)).isEqualTo(expected);
        assertThat(second.asked)
                .as("at most one record and a batch are asked again")
                .isBetween(2 * DRAWS - 6_000, 2 * DRAWS - 6_000 + KeptGame.RECORD + second.batch());

        Counted third = new Counted(Integer.MAX_VALUE);
        assertThat(kept(third, NAME, DRAWS)).isEqualTo(expected);
        assertThat(third.asked).isLessThan(KeptGame.RECORD + third.batch());
    }

    @Test
    void aRecoveryThatWasKilled_whoseQuestionsHangOnItsAnswers_too() {
        Function<MaskValues, Recovery> recover = game -> SparseRecovery.of(game, new RecoverySpec(7_600, 1, 0));
        Counted whole = new Counted(Integer.MAX_VALUE);
        Recovery expected = recover.apply(whole);
        int killedAt = whole.asked * 2 / 3;
        assertThat(killedAt).isGreaterThan(KeptGame.RECORD);
        assertThatThrownBy(() -> kept(new Counted(killedAt), NAME, recover)).hasMessage("killed");
        Counted second = new Counted(Integer.MAX_VALUE);
        assertThat(kept(second, NAME, recover)).isEqualTo(expected);
        assertThat(second.asked).isLessThanOrEqualTo(whole.asked - KeptGame.RECORD / 2);
    }

    @Test
    void otherQuestions_areAskedOfTheGame_fromTheFirstThatDiffers_andKeptInTheirPlace() {
        kept(new Counted(Integer.MAX_VALUE), NAME, DRAWS);
        List<OrderSpectrum> fewer = spectra(new Counted(Integer.MAX_VALUE), DRAWS - 1_000);
        Counted tail = new Counted(Integer.MAX_VALUE);
        assertThat(kept(tail, NAME, DRAWS - 1_000)).isEqualTo(fewer);
        assertThat(tail.asked)
                .as("the first record is the same")
                .isLessThan(2 * (DRAWS - 1_000) - KeptGame.RECORD + tail.batch());

        Function<MaskValues, List<OrderSpectrum>> others =
                game -> SampledSpectrum.of(game, new SamplingSpec(0.5, DRAWS, OrderSpectrum.Method.FLIP_ONE, 99, 0));
        List<OrderSpectrum> expected = others.apply(new Counted(Integer.MAX_VALUE));
        Counted other = new Counted(Integer.MAX_VALUE);
        assertThat((Object) kept(other, NAME, others)).isEqualTo(expected);
        assertThat(other.asked).isEqualTo(2 * DRAWS);
        Counted again = new Counted(Integer.MAX_VALUE);
        assertThat((Object) kept(again, NAME, others)).isEqualTo(expected);
        assertThat(again.asked).isLessThanOrEqualTo(2 * DRAWS - KeptGame.RECORD);
    }

    @Test
    void aDamagedRecord_isAskedAgain_withAllThatFollow() throws IOException {
        List<OrderSpectrum> expected = kept(new Counted(Integer.MAX_VALUE), NAME, DRAWS);
        byte[] whole = Files.readAllBytes(file());
        for (int at : new int[] {70, whole.length / 2, whole.length - 3}) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(file(), bytes);
            Counted again = new Counted(Integer.MAX_VALUE);
            assertThat(kept(again, NAME, DRAWS)).isEqualTo(expected);
            assertThat(again.asked).isPositive();
            assertThat(Files.readAllBytes(file())).as("mended").isEqualTo(whole);
        }
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        assertThat(kept(new Counted(Integer.MAX_VALUE), NAME, DRAWS)).isEqualTo(expected);
    }

    @Test
    void ofAnotherGame_nothingIsUsed() {
        kept(new Counted(Integer.MAX_VALUE), NAME, DRAWS);
        Counted other = new Counted(Integer.MAX_VALUE);
        kept(other, "b".repeat(64), DRAWS);
        assertThat(other.asked).isEqualTo(2 * DRAWS);
    }

    @Test
    void aSmallGame_leavesNoFile() {
        kept(new Counted(Integer.MAX_VALUE), NAME, 1_000);
        assertThat(file()).doesNotExist();
    }

    @Test
    void fileThatAnotherComputes_isRefused() {
        kept(new Counted(Integer.MAX_VALUE), NAME, DRAWS);
        try (KeptGame first = new KeptGame(new Counted(0), file(), NAME)) {
            assertThat(first.players()).isEqualTo(24);
            assertThatThrownBy(() -> new KeptGame(new Counted(0), file(), NAME))
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_LOCKED));
        }
    }
}
