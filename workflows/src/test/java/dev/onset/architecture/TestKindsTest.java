package dev.onset.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

@Tag("unit")
final class TestKindsTest {
    @Test
    void everyTestOfThisModule_saysItsKind() {
        assertThat(TestKinds.missing(TestKindsTest.class))
                .filteredOn(test -> !test.startsWith("Untagged.") && !test.startsWith("OfTwoEngines."))
                .isEmpty();
    }

    @Test
    void negativeControl_testsWithoutAKind_areFound() {
        assertThat(TestKinds.withoutKind(Untagged.class))
                .containsExactlyInAnyOrder("Untagged.plain", "Untagged.parameterized", "Untagged.heavyOnly");
        assertThat(TestKinds.withoutKind(OfTwoEngines.class))
                .as("jqwik does not see Jupiter's tags")
                .containsExactly("OfTwoEngines.holds");
        assertThat(TestKinds.missing(TestKindsTest.class)).contains("Untagged.plain", "OfTwoEngines.holds");
    }
}

/** Not a test by its name; the checks look at it. */
class Untagged {
    @Test
    void plain() {}

    @ParameterizedTest
    void parameterized() {}

    @Test
    @Tag("heavy")
    void heavyOnly() {}

    @Test
    @Tag("crash")
    void tagged() {}
}

/** Its properties belong to an engine that knows other tags. */
@Tag("unit")
class OfTwoEngines {
    @Test
    void plain() {}

    @Property
    void holds() {}
}
