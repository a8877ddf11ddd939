package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.FaultyStore.Fault;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StoreProbeTest {
    @Test
    void aStoreThatOverwritesIsRefusedAtStart() {
        FaultyStore store = new FaultyStore();
        for (int i = 0; i < 10; i++) {
            store.then(Fault.OVERWRITES);
        }
        assertThatThrownBy(() -> StoreProbe.require(store))
                .isInstanceOfSatisfying(
                        OnsetException.class,
                        e -> Assertions.assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNSAFE));
    }

    @Test
    void aSoundStorePasses() {
        StoreProbe.require(new MemoryStore());
    }
}
