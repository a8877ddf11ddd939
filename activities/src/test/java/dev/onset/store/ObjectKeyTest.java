package dev.onset.store;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class ObjectKeyTest {
    @Test
    void stringsOutsideTheGrammar_areNoKeys() {
        for (String name : List.of(
                "",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/.b",
                "-a",
                "A",
                "a b",
                "a\\b",
                "a\0",
                "a\n",
                "\u0430",
                "\u00e4",
                "a\uff0fb",
                "s".repeat(256),
                "a/".repeat(256) + "a")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> new ObjectKey(name));
        }
    }
}
