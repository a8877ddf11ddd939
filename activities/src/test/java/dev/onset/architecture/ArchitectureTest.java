package dev.onset.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.onset.control.Careless;
import dev.onset.infra.control.InfraThing;
import dev.onset.phases.control.ImpureScience;
import dev.onset.report.control.PartialReport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class ArchitectureTest {
    private static final JavaClasses MAIN = OnsetRules.mainClasses();
    private static final JavaClasses CONTROL = new ClassFileImporter()
            .importClasses(Careless.class, ImpureScience.class, InfraThing.class, PartialReport.class);

    @Test
    void everyRule_holdsInTheMainClasses() {
        OnsetRules.ALL.forEach(rule -> rule.check(MAIN));
    }

    @Test
    void rules_seeTheMainClassesOnly() {
        assertThat(MAIN.contain("dev.onset.store.ObjectStore")).isTrue();
        assertThat(MAIN.contain("dev.onset.contracts.StudySpec")).isTrue();
        assertThat(MAIN.contain(Careless.class)).isFalse();
    }

    @Test
    void everyTest_saysItsKind() {
        assertThat(TestKinds.missing(ArchitectureTest.class)).isEmpty();
    }

    @Test
    void negativeControl_everyRuleCatchesItsViolation() {
        assertCaught(OnsetRules.DIRECTION, "InfraThing");
        assertCaught(OnsetRules.SCIENCE, "io.temporal", "dev.onset.store", "ai.onnxruntime", "org.nd4j");
        assertCaught(OnsetRules.TRAINING_LIBRARY, "org.nd4j.linalg.api.ndarray.INDArray");
        assertCaught(
                OnsetRules.NO_JAVA_SERIALISATION, "ObjectInputStream", "ModelSerializer", "org.yaml.snakeyaml.Yaml");
        assertCaught(OnsetRules.LOCALE, "String.formatted", "String.toLowerCase");
        assertCaught(OnsetRules.STREAMS, "System.out", "System.err");
        assertCaught(
                OnsetRules.RANDOMNESS,
                "java.util.Random.<init>",
                "java.util.SplittableRandom.<init>",
                "ThreadLocalRandom",
                "Math.random");
        assertCaught(OnsetRules.DIGESTS, "java.security.MessageDigest");
        assertCaught(OnsetRules.REPORT, "dev.onset.phases.Interval", "dev.onset.twophase", "dev.onset.grokking");
        assertCaught(OnsetRules.TWO_PHASE, "dev.onset.twophase.TwoPhaseKind");
        assertCaught(OnsetRules.GROKKING, "dev.onset.grokking.cubic.CubicKind");
    }

    private static void assertCaught(ArchRule rule, String... offenders) {
        List<String> details = rule.evaluate(CONTROL).getFailureReport().getDetails();
        for (String offender : offenders) {
            assertThat(details).as(offender).anyMatch(d -> d.contains(offender));
        }
    }
}
