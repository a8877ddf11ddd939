package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore.Fault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract on the store of other tests, and what the contract is worth. */
@Tag("unit")
final class ObjectStoreContractTest {
    @Nested
    final class Memory extends ObjectStoreContract {
        @Override
        protected ObjectStore openEmpty() {
            return new MemoryStore();
        }
    }

    private static final class Lying extends ObjectStoreContract {
        private final Fault lie;

        Lying(Fault lie) {
            this.lie = lie;
        }

        @Override
        protected ObjectStore openEmpty() {
            return new FaultyStore(new MemoryStore()).plan(lie, "", 1_000);
        }
    }

    @Test
    void negativeControl_contractCatchesAStoreThatOverwrites() throws Exception {
        Lying open = lying(Fault.OVERWRITE);
        assertFails(open::secondCreateOfAKey_isToldThatItExistsAndChangesNothing);
        assertFails(open::ofCreatorsThatRace_exactlyOneWinsAndItsContentStays);
        assertFails(lying(Fault.SILENT_OVERWRITE)::secondCreateOfAKey_isToldThatItExistsAndChangesNothing);
    }

    @Test
    void negativeControl_contractCatchesAStoreThatAltersWhatItHolds() throws Exception {
        assertFails(lying(Fault.FLIPPED_READ)::largeContent_isStreamedAndComesBack);
        assertFails(lying(Fault.FLIPPED_READ)::replace_writesWhetherOrNotTheKeyIsTaken);
    }

    @Test
    void probe_refusesAStoreThatOverwritesOpenlyOrInSilenceOrAltersContent() {
        for (Fault lie : new Fault[] {Fault.OVERWRITE, Fault.SILENT_OVERWRITE, Fault.FLIPPED_READ}) {
            MemoryStore memory = new MemoryStore();
            FaultyStore store = new FaultyStore(memory).plan(lie, "probe/", 1);
            assertThatThrownBy(() -> StoreProbe.require(store))
                    .as(lie.name())
                    .isInstanceOfSatisfying(
                            OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE))
                    .hasMessageContaining("so it is not used");
            assertThat(memory.keys()).isEmpty();
        }
        // negative control: the same store without the lie
        StoreProbe.require(new FaultyStore(new MemoryStore()));
    }

    @Test
    void probeOfAStoreThatDoesNotAnswer_saysSoInsteadOfCallingItUnsafe() {
        FaultyStore store = new FaultyStore(new MemoryStore()).plan(Fault.FAILED_WRITE, "probe/", 1);
        assertThatThrownBy(() -> StoreProbe.require(store))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private static Lying lying(Fault lie) throws Exception {
        Lying contract = new Lying(lie);
        contract.openStore();
        return contract;
    }

    private static void assertFails(ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class);
    }
}
