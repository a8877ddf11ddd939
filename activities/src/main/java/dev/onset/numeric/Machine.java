package dev.onset.numeric;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This machine for people: what tells one from another where their numeric profiles differ. No part of any profile. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Map<String, String> VECTORS = Map.of("avx512f", "AVX-512", "avx2", "AVX2", "avx", "AVX");
    /** What is set by hand to choose kernels. */
    private static final List<String> SETTINGS =
            List.of("OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "MKL_CBWR");

    private static final String WORDS = describe();

    private Machine() {}

    /** Java, processor and what was set by hand, in a line. */
    public static String words() {
        return WORDS;
    }

    private static String describe() {
        List<String> words = new ArrayList<>();
        words.add("Java " + Runtime.version().feature());
        words.add(processor());
        SETTINGS.forEach(
                name -> Optional.ofNullable(System.getenv(name)).ifPresent(value -> words.add(name + "=" + value)));
        return String.join(", ", words);
    }

    /** Linux says; elsewhere the architecture has to do. */
    private static String processor() {
        String architecture = System.getProperty("os.arch");
        try {
            List<String> lines = Files.readAllLines(PROCESSORS, StandardCharsets.ISO_8859_1);
            List<String> flags = List.of(value(lines, "flags").orElse("").split(" "));
            String vectors = List.of("avx512f", "avx2", "avx").stream()
                    .filter(flags::contains)
                    .findFirst()
                    .map(VECTORS::get)
                    .map(name -> " with " + name)
                    .orElse("");
            return value(lines, "model name").orElse(architecture) + vectors;
        } catch (IOException | RuntimeException e) {
            return architecture;
        }
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
