package dev.onset.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.onset.elsewhere.Elsewhere;
import dev.onset.workflows.control.ImpureWorkflow;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workflow code decides and waits; it must do the same on every replay. So it reads no clock, draws no random number, opens
 * nothing, starts no thread, and logs only by the logger that is silent in replay.
 */
@Tag("unit")
final class WorkflowArchitectureTest {
    private static final String[] MODULE = {"dev.onset.contracts..", "dev.onset.workflows.."};
    private static final Set<String> CLOCK_AND_CHANCE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.onset");

    static final ArchRule DIRECTION = noClasses()
            .that()
            .resideInAnyPackage(MODULE)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.onset..").and(resideOutsideOfPackages(MODULE)))
            .because("workflows know neither activities nor infra")
            .allowEmptyShould(true);

    static final ArchRule LIBRARIES = noClasses()
            .that()
            .resideInAnyPackage(MODULE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.io..",
                            "java.nio.file..",
                            "java.nio.channels..",
                            "java.net..",
                            "java.sql..",
                            "java.security..",
                            "org.nd4j..",
                            "org.deeplearning4j..",
                            "ai.onnxruntime..",
                            "io.minio..")
                    .and(DescribedPredicate.not(type(java.io.Serializable.class))))
            .because("workflow code does no I/O")
            .allowEmptyShould(true);

    static final ArchRule THREADS_AND_LOGGERS = noClasses()
            .that()
            .resideInAnyPackage(MODULE)
            .should()
            .dependOnClassesThat(assignableTo(Thread.class)
                    .or(assignableTo(java.util.concurrent.Executor.class))
                    .or(assignableTo(java.util.concurrent.Future.class))
                    .or(assignableTo(java.util.concurrent.locks.Lock.class))
                    .or(assignableTo(java.util.Timer.class))
                    .or(assignableTo(java.util.Random.class))
                    .or(assignableTo(java.time.Clock.class))
                    .or(type(org.slf4j.LoggerFactory.class)))
            .because("workflow code uses Workflow.newTimer, Async, newRandom and getLogger")
            .allowEmptyShould(true);

    static final ArchRule PURE_CALLS = noClasses()
            .that()
            .resideInAnyPackage(MODULE)
            .should()
            .accessTargetWhere(
                    DescribedPredicate.describe("a clock, chance or the environment", access -> impure(access)))
            .because("replay must decide the same")
            .allowEmptyShould(true);

    private static boolean impure(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        return CLOCK_AND_CHANCE.contains(owner + "." + target.getName())
                || (owner.startsWith("java.time.") && target.getName().equals("now"))
                || (owner.equals("java.lang.System") && Set.of("out", "err").contains(target.getName()))
                || (owner.equals("java.lang.Thread"));
    }

    private static final List<ArchRule> PURITY = List.of(LIBRARIES, THREADS_AND_LOGGERS, PURE_CALLS);

    @Test
    void module_knowsNeitherActivitiesNorInfra() {
        DIRECTION.check(MAIN);
    }

    @Test
    void workflowCode_isPure() {
        PURITY.forEach(rule -> rule.check(MAIN));
    }

    @Test
    void rules_seeTheModulesClasses() {
        assertThat(MAIN.contain("dev.onset.contracts.StudySpec")).isTrue();
        assertThat(MAIN.contain(ImpureWorkflow.class)).isFalse();
    }

    @Test
    void negativeControl_eachImpurityIsCaught() {
        JavaClasses impure = new ClassFileImporter().importClasses(ImpureWorkflow.class, Elsewhere.class);
        for (String what : List.of("currentTimeMillis", "Instant.now", "randomUUID", "Math.random", "System.out")) {
            assertThat(details(PURE_CALLS, impure)).as(what).anyMatch(d -> d.contains(what));
        }
        for (String what : List.of("java.util.Random", "LoggerFactory", "Thread", "CompletableFuture")) {
            assertThat(details(THREADS_AND_LOGGERS, impure)).as(what).anyMatch(d -> d.contains(what));
        }
        assertThat(details(LIBRARIES, impure)).anyMatch(d -> d.contains("java.nio.file.Files"));
        assertThat(details(DIRECTION, impure)).anyMatch(d -> d.contains("Elsewhere"));
    }

    private static List<String> details(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
