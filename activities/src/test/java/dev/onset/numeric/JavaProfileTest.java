package dev.onset.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.onset.architecture.OnsetRules;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The profile of plain Java covers what a virtual machine may compute otherwise, as far as the code asks for it. */
@Tag("unit")
class JavaProfileTest {
    /** Exactly specified: whatever computes them gives the same bits. */
    private static final Set<String> EXACT = Set.of(
            "abs",
            "max",
            "min",
            "sqrt",
            "round",
            "rint",
            "floor",
            "ceil",
            "signum",
            "copySign",
            "scalb",
            "getExponent",
            "ulp",
            "nextUp",
            "nextDown",
            "fma",
            "clamp");

    private static final Set<String> PROBED = Set.of("exp", "log", "log10", "pow", "sin", "cos", "hypot");

    private static SortedSet<String> inexact(JavaClasses classes) {
        SortedSet<String> called = new TreeSet<>();
        classes.forEach(type -> type.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getTarget)
                .filter(target -> target.getOwner().getName().equals("java.lang.Math"))
                .filter(target -> !target.getRawReturnType().getName().matches("int|long"))
                .map(target -> target.getName())
                .filter(name -> !EXACT.contains(name))
                .forEach(called::add));
        return called;
    }

    @Test
    void everyFunctionWhoseLastBitAJavaMayChoose_isProbed() {
        assertThat(inexact(OnsetRules.mainClasses())).isNotEmpty().isSubsetOf(PROBED);
    }

    @Test
    void negativeControl_aFunctionThatIsNotProbed_isFound() {
        assertThat(inexact(new ClassFileImporter().importClasses(Angles.class))).containsExactly("atan2");
    }

    private static final class Angles {
        static double of(double x, double y) {
            return Math.atan2(Math.sqrt(x), y);
        }
    }

    @Test
    void namesNoMachine_andNoJava() {
        assertThat(JavaProfile.current().identity()).matches("java;math=[0-9a-f]{12}");
        assertThat(JavaProfile.current().words())
                .contains("Java " + Runtime.version().feature());
        assertThat(Angles.of(1, 1)).isPositive();
    }

    @Test
    void tagsDiffer_whereIdentitiesDo_andNotWhereWordsDo() {
        Profile one = new Profile("java;math=1", "here");
        assertThat(new Profile("java;math=1", "there").tag())
                .isEqualTo(one.tag())
                .matches("[0-9a-f]{8}");
        assertThat(new Profile("java;math=2", "here").tag()).isNotEqualTo(one.tag());
        assertThat(Profile.distinct(java.util.List.of(one, new Profile("java;math=1", "there"))))
                .containsExactly(one);
    }
}
