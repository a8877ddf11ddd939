package dev.onset.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ReasonPage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
final class ReasonsTest {
    private static final int PAYLOAD = 64 << 10;

    private static int bytes(Object value) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsBytes(value).length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"run point: checkpoints 1 computed", "ü\u20ac\"\\\n\t", "\ud83c\udf31", "\u0001"})
    void everyAnswerFitsIntoOnePayload_andPagesShowEveryLineThatIsKept(String words) throws JsonProcessingException {
        Reasons reasons = new Reasons(List.of(), 0);
        for (int i = 0; i < 5_000; i++) {
            reasons.add(i + " " + words.repeat(200));
        }
        List<String> paged = new ArrayList<>();
        ReasonPage page = reasons.page(0);
        int from = page.from();
        assertThat(from).isEqualTo(3_000);
        while (!page.lines().isEmpty()) {
            assertThat(bytes(page)).isLessThan(PAYLOAD);
            assertThat(page.total()).isEqualTo(5_000);
            paged.addAll(page.lines());
            page = reasons.page(page.from() + page.lines().size());
        }
        assertThat(paged).hasSize(2_000);
        for (int i = 0; i < paged.size(); i++) {
            assertThat(paged.get(i)).startsWith(from + i + " ");
        }
        assertThat(bytes(reasons.all())).isLessThan(PAYLOAD);
        assertThat(reasons.all().get(0)).contains("earlier lines are not shown");
        assertThat(bytes(reasons.carried())).isLessThan(PAYLOAD / 3);
    }

    @Test
    void fewLinesAreShownAsTheyAre() {
        Reasons reasons = new Reasons(List.of("one"), 0);
        reasons.add("two");
        assertThat(reasons.all()).containsExactly("one", "two");
        assertThat(reasons.page(0)).isEqualTo(new ReasonPage(0, 2, List.of("one", "two")));
        assertThat(reasons.page(2)).isEqualTo(new ReasonPage(2, 2, List.of()));
    }

    @Test
    void whatGoesAlongKeepsItsNumbers() {
        Reasons before = new Reasons(List.of(), 0);
        for (int i = 0; i < 2_000; i++) {
            before.add("line " + i + " of many that are said of runs");
        }
        Reasons after = new Reasons(before.carried(), before.beforeCarried());
        after.add("line 2000");
        assertThat(after.page(0).from()).isEqualTo(before.beforeCarried()).isPositive();
        assertThat(after.page(2_000)).isEqualTo(new ReasonPage(2_000, 2_001, List.of("line 2000")));
        assertThat(after.page(1_999).lines().get(0)).startsWith("line 1999 ");
    }
}
