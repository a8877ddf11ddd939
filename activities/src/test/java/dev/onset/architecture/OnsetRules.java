package dev.onset.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

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
                    "dev.onset.interactions..",
                    "dev.onset.spectrum..",
                    "dev.onset.recovery..",
                    "dev.onset.phases..",
                    "dev.onset.theory..",
                    "dev.onset.grokking..",
                    "dev.onset.meanfield..",
                    "dev.onset.springblock..")
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

    public static final ArchRule RANDOMNESS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.onset.random..")
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callConstructor(SplittableRandom.class)
            .orShould()
            .callConstructor(SplittableRandom.class, long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class)
            .because("every draw of a study is a function of its seed, made in one place")
            .allowEmptyShould(true);

    public static final ArchRule DIGESTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.onset.store..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(MessageDigest.class)
            .because("what is hashed is hashed in one place")
            .allowEmptyShould(true);

    public static final ArchRule REPORT = noClasses()
            .that()
            .resideInAPackage("dev.onset.report..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.onset..")
                    .and(not(resideInAnyPackage("dev.onset.report..", "dev.onset.contracts..", "dev.onset.store.."))))
            .because("the report draws what any kind says and knows none of them")
            .allowEmptyShould(true);

    public static final ArchRule TWO_PHASE = known("dev.onset.twophase..");

    public static final ArchRule GROKKING = known("dev.onset.grokking..");

    public static final ArchRule MEAN_FIELD = known("dev.onset.meanfield..");

    public static final ArchRule SPRING_BLOCK = known("dev.onset.springblock..");

    /** A kind's classes are known to itself alone; a service file names it. */
    private static ArchRule known(String kind) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(kind)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(kind)
                .because("a kind registers itself, and nothing outside it changes with it")
                .allowEmptyShould(true);
    }

    public static final ArchRule LOCALE = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "takes the user's language for digits and letters",
                    call -> BY_DEFAULT_LOCALE.contains(call.getTarget().getFullName())))
            .because("nine languages have other digits than 0 to 9, and what is written so is not read back")
            .allowEmptyShould(true);

    /** All rules. */
    public static final List<ArchRule> ALL = List.of(
            DIRECTION,
            SCIENCE,
            TRAINING_LIBRARY,
            NO_JAVA_SERIALISATION,
            STREAMS,
            RANDOMNESS,
            DIGESTS,
            REPORT,
            TWO_PHASE,
            GROKKING,
            MEAN_FIELD,
            SPRING_BLOCK,
            LOCALE);

    private OnsetRules() {}

    /** The project's main classes on the class path, packed or not. */
    public static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.onset");
    }
}
