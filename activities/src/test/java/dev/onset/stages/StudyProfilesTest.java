package dev.onset.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.numeric.Profile;
import dev.onset.store.MemoryStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stage is computed under one numeric profile, whoever looks for its results. */
@Tag("unit")
class StudyProfilesTest {
    private static final String FINGERPRINT = "f".repeat(64);
    private static final String OTHER = "e".repeat(64);

    private final MemoryStore store = new MemoryStore();

    private static Profile profile(String identity) {
        return new Profile(identity, "the words of " + identity);
    }

    private StudyProfiles process() {
        return process(FINGERPRINT, 0);
    }

    private StudyProfiles process(String fingerprint, int generation) {
        return new StudyProfiles(store, "study", fingerprint, generation);
    }

    private static Profile pin(StudyProfiles process, String stage, String identity) {
        return process.pin(stage, () -> profile(identity));
    }

    private static Profile require(StudyProfiles process, String stage, String identity) {
        return process.require(stage, () -> profile(identity), () -> profile(identity));
    }

    @Test
    void whoPinsFirst_decides_andEverybodyElseIsToldThat() {
        assertThat(process().pinned("train")).isEmpty();
        assertThat(pin(process(), "train", "ours")).isEqualTo(profile("ours"));
        assertThat(pin(process(), "train", "theirs")).isEqualTo(profile("ours"));
        assertThat(process().all(List.of("train", "fit"))).containsOnlyKeys("train");
    }

    @Test
    void anotherProfile_isRefused_namingBoth_andNothingIsPinnedAnew() {
        require(process(), "train", "ours");
        assertThatExceptionOfType(OnsetException.class)
                .isThrownBy(() -> require(process(), "train", "theirs"))
                .matches(e -> e.code() == ErrorCode.PROFILE_MISMATCH)
                .withMessageContaining("words of ours")
                .withMessageContaining("words of theirs");
        assertThat(process().pinned("train")).contains(profile("ours"));
        // negative control: another stage of the same study is free
        assertThat(require(process(), "fit", "theirs")).isEqualTo(profile("theirs"));
    }

    @Test
    void wordsDoNotTellProfilesApart() {
        pin(process(), "train", "ours");
        assertThat(process().require("train", () -> new Profile("ours", "another machine"), () -> profile("ours")))
                .isEqualTo(profile("ours"));
    }

    @Test
    void aPinWithoutWords_asStoredBefore_isRead() {
        ObjectKey key = new ObjectKey("studies/study/profiles/" + FINGERPRINT + "/train.json");
        store.create(
                key,
                ObjectStore.Content.of("{\"profile\":\"ours\",\"stage\":\"train\"}".getBytes(StandardCharsets.UTF_8)));
        assertThat(process().pinned("train").map(Profile::identity)).contains("ours");
    }

    @Test
    void aDamagedPin_isPinnedAnewByWhoComputesNext() {
        pin(process(), "train", "ours");
        store.damage(new ObjectKey("studies/study/profiles/" + FINGERPRINT + "/train.json"), bytes -> new byte[3]);
        assertThat(process().pinned("train")).isEmpty();
        assertThat(pin(process(), "train", "theirs")).isEqualTo(profile("theirs"));
        assertThat(process().pinned("train")).contains(profile("theirs"));
    }

    @Test
    void aRevision_takesOverThePinsOfWhatItRevises() {
        pin(process(), "train", "ours");
        process(OTHER, 0).adopt(process().all(List.of("train")));
        assertThat(pin(process(OTHER, 0), "train", "theirs")).isEqualTo(profile("ours"));
    }

    @Test
    void whatIsPinnedElsewhere_isKnown_ofItsNewestGenerationAlone() {
        pin(process(OTHER, 0), "train", "theirs");
        assertThat(process().elsewhere("train")).containsExactly(profile("theirs"));
        assertThat(process().elsewhere("fit")).isEmpty();
        pin(process(OTHER, process(OTHER, 0).next("train", "they are gone")), "train", "newer");
        assertThat(process().elsewhere("train")).containsExactly(profile("newer"));
        // negative control: what is pinned anew looks nowhere else, or it would be pinned to what was given up
        assertThat(process(FINGERPRINT, 1).elsewhere("train")).isEmpty();
    }

    @Test
    void theNextGeneration_isFreeOfItsStage_andTheSameOrderAgainBeginsNoFurther() {
        pin(process(), "train", "ours");
        assertThat(StudyProfiles.newest(store, "study", FINGERPRINT)).isZero();
        int next = process().next("train", "the machine is gone");
        assertThat(process().next("train", "the machine is gone"))
                .isEqualTo(next)
                .isEqualTo(1);
        assertThat(StudyProfiles.newest(store, "study", FINGERPRINT)).isEqualTo(1);
        assertThat(process(FINGERPRINT, next).pinned("train")).isEmpty();
        assertThat(process().pinned("train")).as("whoever was told of it").contains(profile("ours"));
        // negative control: another order is another generation
        assertThat(process().next("fit", "the machine is gone")).isEqualTo(2);
    }
}
