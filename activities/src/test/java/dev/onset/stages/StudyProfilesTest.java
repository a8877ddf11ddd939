package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stage is computed under one numeric profile, whoever looks for its results. */
@Tag("unit")
class StudyProfilesTest {
    private static final String FINGERPRINT = "f".repeat(64);

    private final MemoryStore store = new MemoryStore();

    private StudyProfiles process() {
        return new StudyProfiles(store, "study", FINGERPRINT);
    }

    @Test
    void whoComputesFirst_pins_andEverybodyAsksUnderThatProfile() {
        assertThat(process().of("train", () -> "theirs")).isEqualTo("theirs");
        process().require("train", () -> "ours");
        assertThat(process().of("train", () -> "theirs")).isEqualTo("ours");
        assertThat(process().all(List.of("train", "fit"))).containsOnlyKeys("train");
    }

    @Test
    void anotherProfile_isRefused_namingBoth_andNothingIsPinnedAnew() {
        process().require("train", () -> "ours");
        assertThatExceptionOfType(OnsetException.class)
                .isThrownBy(() -> process().require("train", () -> "theirs"))
                .matches(e -> e.code() == ErrorCode.PROFILE_MISMATCH)
                .withMessageContaining("'ours'")
                .withMessageContaining("'theirs'");
        assertThat(process().pinned("train")).contains("ours");
        // negative control: another stage of the same study is free
        assertThat(process().require("fit", () -> "theirs")).isEqualTo("theirs");
    }

    @Test
    void aDamagedPin_isPinnedAnewByWhoComputesNext() {
        process().require("train", () -> "ours");
        store.damage(new ObjectKey("studies/study/profiles/" + FINGERPRINT + "/train.json"), bytes -> new byte[3]);
        assertThat(process().pinned("train")).isEmpty();
        assertThat(process().require("train", () -> "theirs")).isEqualTo("theirs");
        assertThat(process().pinned("train")).contains("theirs");
    }

    @Test
    void aRevision_takesOverThePinsOfWhatItRevises() {
        process().require("train", () -> "ours");
        StudyProfiles revision = new StudyProfiles(store, "study", "e".repeat(64));
        revision.adopt(new TreeMap<>(process().all(List.of("train"))));
        assertThat(revision.of("train", () -> "theirs")).isEqualTo("ours");
    }

    @Test
    void whatWasBegunElsewhere_isWhatAnUnpinnedStageIsPinnedTo_andOthersAreRefusedIt() {
        new StudyProfiles(store, "study", "e".repeat(64)).require("train", () -> "theirs");
        assertThat(process().elsewhere("train")).containsExactly("theirs");
        assertThat(process().elsewhere("fit")).isEmpty();
        assertThatExceptionOfType(OnsetException.class)
                .isThrownBy(() -> process().require("train", () -> "ours", () -> "theirs"))
                .matches(e -> e.code() == ErrorCode.PROFILE_MISMATCH);
        assertThat(process().pinned("train")).contains("theirs");
    }
}
