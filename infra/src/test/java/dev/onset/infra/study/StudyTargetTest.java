package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class StudyTargetTest {
    private static final List<String> TWO = List.of("study/digits/0123abcd", "study/digits/89ef0123");

    @Test
    void nameOfSeveral_isRefusedWithTheirIds_andAnIdMeansOne() {
        assertThatThrownBy(() -> StudyTarget.of("digits").among(TWO))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STUDY_INVALID))
                .hasMessageContaining("runs 2 times")
                .hasMessageContaining("study/digits/0123abcd, study/digits/89ef0123");
        assertThat(StudyTarget.of("study/digits/89ef0123").among(TWO)).contains("study/digits/89ef0123");
        assertThat(StudyTarget.of("study/digits/00000000").among(TWO)).isEmpty();
        assertThat(StudyTarget.of("digits").among(TWO.subList(0, 1))).contains("study/digits/0123abcd");
        assertThat(StudyTarget.of("digits").among(List.of())).isEmpty();
    }

    @Test
    void id_hasTheNameInIt() {
        assertThat(StudyTarget.of("study/digits-quick/0123abcd").name()).isEqualTo("digits-quick");
        assertThat(StudyTarget.of("digits-quick").id()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digits",
                "../digits",
                "a' OR 'b",
                "study/digits",
                "study/digits/0123abcd/run/0",
                "study/../0123abcd",
                "study/digits/0123ABCD"
            })
    void whatIsNeither_isRefused(String text) {
        assertThatThrownBy(() -> StudyTarget.of(text))
                .isInstanceOf(OnsetException.class)
                .hasMessageContaining("study/NAME/FINGERPRINT");
    }
}
