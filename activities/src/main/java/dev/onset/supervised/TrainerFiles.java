package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.kind.Sources;
import dev.onset.process.Programs;
import dev.onset.trainer.TrainerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the files of a supervised training around its study file; reads, writes nothing. */
public final class TrainerFiles {
    private static final String BYTECODE = "(^|.*/)__pycache__/.*";

    private TrainerFiles() {}

    /**
     * The study's trainer with every folder of {@code files} replaced by the files in it.
     *
     * @throws OnsetException DATA_INVALID where one does not exist, or the command's script is none of them
     */
    public static TrainerSpec.Process resolve(TrainerSpec.Process spec, Sources sources) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (String file : spec.files()) {
            all.addAll(file.endsWith("/") ? inside(file, sources) : List.of(found(file, sources)));
        }
        Programs.requireScript("trainer", spec.command(), List.copyOf(all));
        return spec.with(List.copyOf(all));
    }

    private static List<String> inside(String folder, Sources sources) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : sources.list(folder.replaceFirst("/+$", ""))) {
            if (!name.matches(BYTECODE)) {
                names.add(folder.replaceFirst("/+$", "/") + name);
            }
        }
        if (names.isEmpty()) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "trainer.files has " + folder + ", which holds no file; nothing was written");
        }
        return names;
    }

    private static String found(String file, Sources sources) throws IOException {
        sources.file("trainer.files", file);
        return file;
    }
}
