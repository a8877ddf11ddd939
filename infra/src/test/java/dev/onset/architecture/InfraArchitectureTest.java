package dev.onset.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.onset.infra.control.TalkativeWorker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class InfraArchitectureTest {
    private static final JavaClasses MAIN = OnsetRules.mainClasses();

    @Test
    void everyRule_holdsAcrossAllModules() {
        OnsetRules.ALL.forEach(rule -> rule.check(MAIN));
    }

    @Test
    void rules_seeAllThreeModules() {
        assertThat(MAIN.contain("dev.onset.infra.Onset")).isTrue();
        assertThat(MAIN.contain("dev.onset.store.ObjectStore")).isTrue();
        assertThat(MAIN.contain("dev.onset.contracts.StudySpec")).isTrue();
    }

    @Test
    void everyTest_saysItsKind() {
        assertThat(TestKinds.missing(InfraArchitectureTest.class)).isEmpty();
    }

    @Test
    void negativeControl_outputOutsideTheCommandLineIsCaught() {
        JavaClasses control = new ClassFileImporter().importClasses(TalkativeWorker.class);
        assertThat(OnsetRules.STREAMS.evaluate(control).hasViolation()).isTrue();
    }
}
