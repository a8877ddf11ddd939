package dev.onset.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.onset.infra.control.TalkativeWorker;
import org.junit.jupiter.api.Test;

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
    void negativeControl_outputOutsideTheCommandLineIsCaught() {
        JavaClasses control = new ClassFileImporter().importClasses(TalkativeWorker.class);
        assertThat(OnsetRules.STREAMS.evaluate(control).hasViolation()).isTrue();
    }
}
