package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
class PartialValuesTest {
    private static final int SIZE = 4 * PartialValues.SHARD;
    private static final String GAME = "a".repeat(64);

    @TempDir
    Path folder;

    private final List<Integer> computed = new ArrayList<>();

    private void fill(double[] values, int from, int to) {
        computed.add(from / PartialValues.SHARD);
        for (int i = from; i < to; i++) {
            values[i] = Math.sin(i);
        }
    }

    private Path file() {
        return folder.resolve("values");
    }

    private double[] complete(String identity) {
        return new PartialValues(file(), identity).complete(SIZE, this::fill, (done, all) -> {});
    }

    /** Computes until a shard fails, as a kill would end it. */
    private void killedAt(int shard) {
        assertThatThrownBy(() -> new PartialValues(file(), GAME)
                        .complete(
                                SIZE,
                                (values, from, to) -> {
                                    if (from / PartialValues.SHARD == shard) {
                                        throw new IllegalStateException("killed");
                                    }
                                    fill(values, from, to);
                                },
                                (done, all) -> {}))
                .hasMessage("killed");
    }

    private double[] expected() {
        double[] values = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = Math.sin(i);
        }
        return values;
    }

    @Test
    void afterACrash_onlyMissingShardsAreComputed_toTheSameBits() {
        killedAt(2);
        assertThat(computed).containsExactly(0, 1);
        computed.clear();
        assertThat(complete(GAME)).isEqualTo(expected());
        assertThat(computed).containsExactly(2, 3);
    }

    @Test
    void aShardCutShortOrDamaged_isComputedAgain() throws IOException {
        complete(GAME);
        byte[] whole = Files.readAllBytes(file());
        for (int damaged : new int[] {whole.length - 5, whole.length - 8 * PartialValues.SHARD}) {
            byte[] bytes = whole.clone();
            bytes[damaged] ^= 1;
            Files.write(file(), bytes);
            computed.clear();
            assertThat(complete(GAME)).isEqualTo(expected());
            assertThat(computed).containsExactly(3);
        }
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 1));
        computed.clear();
        assertThat(complete(GAME)).isEqualTo(expected());
        assertThat(computed).containsExactly(3);
    }

    @Test
    void anotherModelOrSample_beginsAnew() {
        complete(GAME);
        computed.clear();
        complete("b".repeat(64));
        assertThat(computed).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shardThatAnotherGamesProcessWrote_isNoneOfThisGame() throws IOException {
        complete(GAME);
        byte[] ours = Files.readAllBytes(file());
        complete("b".repeat(64));
        byte[] mixed = Files.readAllBytes(file());
        System.arraycopy(ours, 0, mixed, 0, GAME.length());
        Files.write(file(), mixed);
        computed.clear();
        complete(GAME);
        assertThat(computed).containsExactly(0, 1, 2, 3);
    }

    @Test
    void fileThatAnotherComputes_isRefused() {
        PartialValues.Computation nested = (values, from, to) -> assertThatThrownBy(() -> complete(GAME))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_LOCKED));
        new PartialValues(file(), GAME).complete(PartialValues.SHARD, nested, (done, all) -> {});
    }

    @Test
    void done_removesTheFile() {
        complete(GAME);
        assertThat(file()).exists();
        RecordFile.remove(file());
        assertThat(file()).doesNotExist();
    }
}
