package dev.onset.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** What holds in every module; checked in activities and in infra over all classes that each can see. */
public final class OnsetRules {
    private static final Set<String> BY_DEFAULT_LOCALE = Set.of(
            "java.lang.String.format(java.lang.String, [Ljava.lang.Object;)",
            "java.lang.String.formatted([Ljava.lang.Object;)",
            "java.lang.String.toLowerCase()",
            "java.lang.String.toUpperCase()",
            "java.io.PrintStream.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintStream.format(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.printf(java.lang.String, [Ljava.lang.Object;)",
            "java.io.PrintWriter.format(java.lang.String, [Ljava.lang.Object;)",
            "java.text.NumberFormat.getInstance()",
            "java.text.NumberFormat.getIntegerInstance()",
            "java.text.NumberFormat.getNumberInstance()",
            "java.text.NumberFormat.getPercentInstance()",
            "java.time.format.DateTimeFormatter.ofPattern(java.lang.String)");

    public static final ArchRule DIRECTION = noClasses()
            .that()
            .resideInAPackage("dev.onset..")
            .and()
            .resideOutsideOfPackage("dev.onset.infra..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.onset.infra..")
            .because("workflows <- activities <- infra, never back")
            .allowEmptyShould(true);

    public static final ArchRule SCIENCE = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.onset.interactions..", "dev.onset.phases..", "dev.onset.theory..", "dev.onset.grokking..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.temporal..",
                    "org.deeplearning4j..",
                    "org.nd4j..",
                    "ai.onnxruntime..",
                    "io.minio..",
                    "dev.onset.store..",
                    "dev.onset.train.."))
            .because("the science knows nothing of orchestration, training libraries or storage")
            .allowEmptyShould(true);

    public static final ArchRule TRAINING_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.onset.train..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
            .because("an unmaintained library stays behind one package")
            .allowEmptyShould(true);

    public static final ArchRule NO_JAVA_SERIALISATION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output)Stream|.*\\.ModelSerializer|java\\.beans\\.XMLDecoder"
                    + "|org\\.yaml\\.snakeyaml\\.(Yaml|constructor\\..*)")
            .because("what is read must never choose which class is instantiated")
            .allowEmptyShould(true);

    public static final ArchRule STREAMS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.onset.infra.cli..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("only the command line writes to the console")
            .allowEmptyShould(true);

    public static final ArchRule LOCALE = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "takes the user's language for digits and letters",
                    call -> BY_DEFAULT_LOCALE.contains(call.getTarget().getFullName())))
            .because("nine languages have other digits than 0 to 9, and what is written so is not read back")
            .allowEmptyShould(true);

    /** All rules. */
    public static final List<ArchRule> ALL =
            List.of(DIRECTION, SCIENCE, TRAINING_LIBRARY, NO_JAVA_SERIALISATION, STREAMS, LOCALE);

    private OnsetRules() {}

    /** The project's main classes on the class path, packed or not. */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.onset");
    }
}
