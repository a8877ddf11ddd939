package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which observation is begun next. */
@Tag("unit")
final class ObservationLedgerTest {
    /** Two a checkpoint, of which the second goes on from that of the checkpoint before. */
    private static final IntFunction<OptionalInt> SECOND =
            index -> index % 2 == 1 && index > 1 ? OptionalInt.of(index - 2) : OptionalInt.empty();

    private static final IntFunction<OptionalInt> NONE = index -> OptionalInt.empty();

    private static int begin(ObservationLedger ledger, int durable, IntFunction<OptionalInt> before) {
        int index = ledger.ready(durable, before).orElseThrow();
        ledger.start(index);
        return index;
    }

    @Test
    void whatHasToWaitIsPassedOver_andBegunFirstWhenItMay() {
        ObservationLedger ledger = new ObservationLedger(0, List.of());
        assertThat(begin(ledger, 8, SECOND)).isZero();
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(1);
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(2);
        assertThat(begin(ledger, 8, SECOND)).as("3 waits for 1").isEqualTo(4);
        ledger.finish(1);
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(3);
        assertThat(ledger.unfinished()).containsExactly(0, 2, 3, 4);
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(6);
        assertThat(ledger.unfinished()).as("5 was passed over").containsExactly(0, 2, 3, 4, 5, 6);
        assertThat(ledger.ready(8, SECOND)).as("7 waits for 5").isEmpty();
    }

    @Test
    void anotherExecutionBeginsWhatWasPassedOver_whenItMay() {
        ObservationLedger ledger = new ObservationLedger(2, List.of(1, 3, 4));
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(1);
        assertThat(begin(ledger, 8, SECOND)).as("3 waits for 1").isEqualTo(4);
        ledger.finish(1);
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(3);
        assertThat(begin(ledger, 8, SECOND)).isEqualTo(6);
    }

    @Test
    void noMoreThanAThousandArePassedOver_sinceARunThatIsContinuedCarriesThem() {
        ObservationLedger ledger = new ObservationLedger(0, List.of());
        begin(ledger, 100_000, SECOND);
        begin(ledger, 100_000, SECOND);
        while (ledger.ready(100_000, SECOND).isPresent()) {
            ledger.finish(begin(ledger, 100_000, SECOND));
        }
        assertThat(ledger.unfinished()).hasSizeBetween(1_000, 1_001);
        ledger.finish(1);
        assertThat(ledger.ready(100_000, SECOND)).hasValue(3);
    }

    @Test
    void negativeControl_whereNothingWaits_oneAfterTheOther() {
        ObservationLedger ledger = new ObservationLedger(0, List.of());
        for (int index = 0; index < 8; index++) {
            assertThat(begin(ledger, 8, NONE)).isEqualTo(index);
        }
        assertThat(ledger.ready(8, NONE)).isEmpty();
    }
}
