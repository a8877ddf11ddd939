package dev.onset.architecture;

import java.io.File;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;

/**
 * Every test carries a tag that says of which kind it is, so that a kind can be run or left out as a whole. The tag stands at
 * the class, or at each method of a class of several kinds; further tags, such as {@code heavy}, stand beside it.
 */
public final class TestKinds {
    private static final Set<String> KINDS = Set.of("unit", "property", "replay", "crash", "chaos", "e2e");

    private static final String CLASS = ".class";

    private TestKinds() {}

    /** The test methods without a kind in the module that a class was compiled in, as Class.method. */
    public static List<String> missing(Class<?> ofModule) {
        try {
            Path classes = Path.of(
                    ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.map(file -> classes.relativize(file).toString())
                        .filter(file -> file.endsWith(CLASS))
                        .map(file -> file.substring(0, file.length() - CLASS.length())
                                .replace(File.separatorChar, '.'))
                        .flatMap(name -> withoutKind(load(name, ofModule.getClassLoader())))
                        .sorted()
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the module's test classes cannot be listed", e);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " was listed and is not there", e);
        }
    }

    /** The test methods of a class, its own and those it inherits, that have no kind. */
    static Stream<String> withoutKind(Class<?> type) {
        return methods(type)
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .anyMatch(annotation ->
                                isTest(annotation) && !hasKind(method, annotation) && !hasKind(type, annotation)))
                .map(method -> type.getSimpleName() + "." + method.getName())
                .distinct();
    }

    private static Stream<Method> methods(Class<?> type) {
        return Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                .filter(method -> !Modifier.isAbstract(type.getModifiers()) && !method.isBridge());
    }

    private static boolean isTest(Class<? extends Annotation> annotation) {
        return annotation.isAnnotationPresent(Testable.class)
                || Arrays.stream(annotation.getAnnotations())
                        .anyMatch(on -> on.annotationType().isAnnotationPresent(Testable.class));
    }

    /** Each engine knows its own tags only; a nested class has those of the class around it. */
    private static boolean hasKind(AnnotatedElement element, Class<? extends Annotation> test) {
        boolean jqwik = test.getName().startsWith("net.jqwik.");
        Stream<String> tags = jqwik
                ? Arrays.stream(element.getAnnotationsByType(net.jqwik.api.Tag.class))
                        .map(net.jqwik.api.Tag::value)
                : Arrays.stream(element.getAnnotationsByType(org.junit.jupiter.api.Tag.class))
                        .map(org.junit.jupiter.api.Tag::value);
        return tags.anyMatch(KINDS::contains)
                || element instanceof Class<?> type
                        && type.getEnclosingClass() != null
                        && hasKind(type.getEnclosingClass(), test);
    }
}
