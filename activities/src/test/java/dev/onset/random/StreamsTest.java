package dev.onset.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * These values decide the bits of every study: if a test here fails, the class is wrong, not the test. They were recorded when
 * each family of streams still had a generator of its own.
 */
@Tag("unit")
final class StreamsTest {
    private static final long[] SEEDS = {0, 1, -7, 42, Long.MAX_VALUE};

    @Test
    void numbersAtACounter_neverChange() {
        CounterRandom random = new CounterRandom(0, 0);
        assertThat(random.bits(0)).isEqualTo(6235967106033911276L);
        assertThat(random.bits(1)).isEqualTo(4964577235801436555L);
        assertThat(new CounterRandom(-7, 3).stream(5).bits(1L << 40)).isEqualTo(868200719081796117L);
        assertThat(random.uniform(2)).isEqualTo(0.2715666096967839);
        assertThat(random.gaussian(3)).isEqualTo(0.11755908434562126);
        assertThat(random.below(1_000_003, 4)).isEqualTo(597080);
        assertThat(random.permutation(8)).containsExactly(3, 4, 6, 7, 5, 2, 0, 1);
    }

    @Test
    void streamsOfDataAndTraining_keepTheirBits() {
        assertStream(
                0xac8036c46504d376L,
                seed -> LongStream.range(0, 50)
                        .flatMap(stream -> LongStream.range(0, 20).map(c -> new CounterRandom(seed, stream).bits(c))));
        assertStream(
                0xdbf112ea4ad1a297L,
                seed -> LongStream.range(0, 50)
                        .map(c -> new CounterRandom(seed, 3).stream(c - 10).bits(c)));
        assertStream(
                0x729d82322b4c0827L,
                seed -> LongStream.range(0, 2000).map(c -> new CounterRandom(seed, 3).below(1_500_000_000, c)));
        assertStream(
                0x312c06121660431eL,
                seed -> bits(IntStream.range(0, 200).mapToDouble(c -> new CounterRandom(seed, 3).uniform(c))));
        assertStream(
                0xbf9cbdd6daa75c1bL,
                seed -> bits(IntStream.range(0, 200).mapToDouble(c -> new CounterRandom(seed, 3).gaussian(c))));
        assertStream(
                0xa92072a24d6a0409L,
                seed -> Arrays.stream(new CounterRandom(seed, 3).permutation(100))
                        .asLongStream());
    }

    @Test
    void streamsOfResamples_keepTheirBits() {
        assertStream(
                0x996bc107a38c44dfL,
                seed -> LongStream.range(0, 5).flatMap(stream -> {
                    CounterRandom.Walk walk =
                            CounterRandom.ofResamples(seed, stream).walk();
                    return LongStream.range(1, 2000).map(i -> walk.index((int) (i * i * 500)));
                }));
        assertStream(0xc369a98013c7e413L, seed -> {
            CounterRandom.Walk walk = CounterRandom.ofResamples(seed, 4).walk();
            return bits(IntStream.range(0, 200).mapToDouble(i -> walk.uniform()));
        });
        assertStream(0x8d4092f2ced16da6L, seed -> {
            int[] drawn = new int[300];
            CounterRandom.ofResamples(seed, 4).walk().resample(drawn);
            return Arrays.stream(drawn).asLongStream();
        });
        assertStream(
                0xaa51329dba30dddfL,
                seed -> Arrays.stream(CounterRandom.ofResamples(seed, 2).walk().permutation(100))
                        .asLongStream());
    }

    @Test
    void streamsOfSteps_keepTheirBits() {
        assertStream(
                0x10f792f92ea372a6L,
                seed -> IntStream.range(1, 7)
                        .boxed()
                        .flatMapToLong(purpose -> IntStream.range(0, 9)
                                .boxed()
                                .flatMapToLong(member -> CounterRandom.ofStep(seed, purpose, member, member * 1000L)
                                        .splittable()
                                        .longs(20))));
    }

    /** The JDK's own algorithms on a stream; another JDK may have others, which is why it is in the numeric profile. */
    @Test
    void gaussianAndBoundedNumbersOfSteps_keepTheirBits() {
        assertStream(0x2d2b47b93305f5d6L, seed -> {
            SplittableRandom random = CounterRandom.ofStep(seed, 4, 2, 77).splittable();
            return bits(IntStream.range(0, 200).mapToDouble(i -> random.nextGaussian()));
        });
        assertStream(0x9cc9e046a6a810eeL, seed -> {
            SplittableRandom random = CounterRandom.ofStep(seed, 5, 0, 0).splittable();
            return IntStream.range(1, 400).mapToLong(i -> random.nextInt(i * 5_000_000));
        });
        SplittableRandom random = CounterRandom.ofKey(1).splittable();
        assertThat(fold(IntStream.range(1, 400).mapToLong(random::nextInt))).isEqualTo(0x6b72f7a70687f1b6L);
    }

    @Test
    void everyReading_seesTheSameStream() {
        CounterRandom stream = CounterRandom.ofStep(5, 1, 2, 3);
        CounterRandom.Walk walk = stream.walk();
        SplittableRandom splittable = stream.splittable();
        for (int i = 0; i < 100; i++) {
            assertThat(splittable.nextLong()).isEqualTo(stream.bits(i));
            assertThat(walk.uniform()).isEqualTo(stream.uniform(i));
        }
    }

    @Test
    void negativeControl_families_haveStreamsOfTheirOwn() {
        LongStream starts = LongStream.of(
                new CounterRandom(1, 1).bits(0),
                CounterRandom.ofResamples(1, 1).bits(0),
                CounterRandom.ofStep(1, 1, 0, 0).bits(0),
                CounterRandom.ofStep(1, 0, 1, 0).bits(0),
                CounterRandom.ofStep(1, 0, 0, 1).bits(0),
                CounterRandom.ofKey(1).bits(0));
        assertThat(starts.distinct().count()).isEqualTo(6);
    }

    private static void assertStream(long recorded, LongFunction<LongStream> ofSeed) {
        assertThat(fold(Arrays.stream(SEEDS).flatMap(ofSeed))).isEqualTo(recorded);
    }

    private static LongStream bits(DoubleStream numbers) {
        return numbers.mapToLong(Double::doubleToLongBits);
    }

    private static long fold(LongStream numbers) {
        return numbers.reduce(17, (hash, number) -> hash * 0x100000001b3L ^ number);
    }
}
