package dev.onset.studyfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.Limits;
import dev.onset.sweep.Points;
import dev.onset.sweep.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A study as somebody wrote it, read, completed with defaults and checked as far as can be without its data.
 *
 * <p>Every failure is an {@link OnsetException} of one line that names the file (or option), the field, its value and the
 * bound. Nothing but the contract records is ever instantiated from a file: polymorphic sections are chosen from closed
 * lists of names, and YAML tags, anchors and aliases are refused.
 *
 * @param spec the complete study
 * @param origin the file or bundled name it came from, for messages
 * @param directory where relative data paths start
 */
public record StudyFile(StudySpec spec, String origin, Path directory) {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    /** Names of the studies that come with Onset. */
    public static List<String> bundled() {
        return Kinds.installed().all().stream()
                .flatMap(kind -> kind.bundled().stream())
                .toList();
    }

    /** The text of a bundled study, comments included: a model for one's own. */
    public static String bundledText(String name) {
        List<String> all = bundled();
        Optional<Kind> kind = Kinds.installed().all().stream()
                .filter(known -> known.bundled().contains(name))
                .findFirst();
        if (kind.isEmpty()) {
            throw Problems.invalid(
                    Problems.quoted(name),
                    "is no bundled study"
                            + Problems.nearest(name, all)
                                    .map(n -> "; did you mean '" + n + "'?")
                                    .orElse("") + " Bundled are " + String.join(", ", all)
                            + "; the name of a file ends in .yaml");
        }
        return Resources.text(kind.get().getClass(), name + ".yaml");
    }

    /** Reads a bundled study by name, or a file: whatever ends in .yaml or .yml or contains a separator. */
    public static StudyFile load(String nameOrFile, Overrides overrides) {
        if (nameOrFile.matches(".*\\.ya?ml") || nameOrFile.contains("/") || nameOrFile.contains("\\")) {
            Path file = path(nameOrFile);
            Path parent = file.toAbsolutePath().getParent();
            return parse(nameOrFile, readFile(nameOrFile, file), parent == null ? Path.of("") : parent, overrides);
        }
        return parse(nameOrFile, bundledText(nameOrFile), Path.of("").toAbsolutePath(), overrides);
    }

    /** Reads a study's text. */
    public static StudyFile parse(String origin, String text, Path directory, Overrides overrides) {
        JsonNode read = YamlTree.read(origin, text);
        if (!(read instanceof ObjectNode tree)) {
            throw Problems.invalid(origin, "holds no study; it must begin with keys such as study and kind");
        }
        refuseEmpty(origin, "", tree);
        Kind kind = Kinds.installed().named(kind(origin, tree));
        JsonNode defaults = Defaults.of(kind);
        overrides.apply(tree, defaults);
        UnaryOperator<String> origins = path -> overrides.origin(path).orElse(origin);
        Optional<GridSection.Asked> grid = GridSection.take(tree, defaults, origins);
        StudySpec spec = bound(kind, tree, defaults, origins);
        return new StudyFile(
                grid.map(asked -> swept(kind, spec, tree, asked, origins)).orElse(spec), origin, directory);
    }

    /** The study that a tree describes, completed and checked. */
    private static StudySpec bound(Kind kind, ObjectNode tree, JsonNode kindDefaults, UnaryOperator<String> origins) {
        ObjectNode defaults = kindDefaults.deepCopy();
        Limits limits = new Limits(origins);
        kind.fit(tree, defaults, limits);
        ObjectNode complete = Defaults.complete(tree, defaults);
        TreeLimits.check(complete, origins);
        kind.limit(complete, limits);
        StudySpec spec = Binder.bind(complete, origins);
        kind.limit(spec, limits);
        return spec;
    }

    /** The same study at every point of a grid, each bound and checked as a study of its own. */
    private static StudySpec swept(
            Kind kind, StudySpec base, ObjectNode tree, GridSection.Asked grid, UnaryOperator<String> origins) {
        JsonNode defaults = Defaults.of(kind);
        List<Points.Named> points = new ArrayList<>();
        for (GridSection.Choice choice : grid.choices()) {
            String point = ", grid point " + choice.name();
            UnaryOperator<String> named = path -> origins.apply(path) + point;
            ObjectNode changed = tree.deepCopy();
            choice.settings().forEach((path, value) -> {
                refuseUnvariable(named, path);
                Overrides.put(named.apply(path) + ": " + GridSection.KEY, changed, defaults, path, value.deepCopy());
            });
            points.add(new Points.Named(
                    choice.name(), new TreeMap<>(choice.levels()), bound(kind, changed, defaults, named)));
        }
        StudySpec swept = Points.sweep(base, grid.factors(), points);
        Kinds.installed().of(swept).limit(swept, new Limits(origins));
        return swept;
    }

    /** A grid is one study of one kind. */
    private static void refuseUnvariable(UnaryOperator<String> origin, String path) {
        if (List.of("study", "kind", "description", "evidence", GridSection.KEY).contains(path)) {
            throw Problems.invalid(origin.apply(path), path + " is the same for all points of a grid");
        }
    }

    /** The complete study as a study file, every default written out; reading it gives an equal study. Not for a grid. */
    public static String write(StudySpec spec) {
        if (spec.experiment() instanceof Sweep) {
            throw new IllegalArgumentException(
                    "the file of a grid is what was written, since its points may change defaults");
        }
        try {
            return YAML.writeValueAsString(Binder.flatten(spec));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a study could not be written as YAML", e);
        }
    }

    /** The same file, whose study has been completed by what its data and checkpoints tell. */
    public StudyFile with(StudySpec resolved) {
        return new StudyFile(resolved, origin, directory);
    }

    /** A data path of this study, relative ones beside its file. */
    public Path resolve(String source) {
        return directory.resolve(source);
    }

    private static String kind(String origin, ObjectNode tree) {
        List<String> kinds = Kinds.installed().written();
        JsonNode kind = tree.get("kind");
        if (kind == null || !kinds.contains(kind.asText())) {
            String found = kind == null ? "missing" : Problems.quoted(kind.asText());
            throw Problems.invalid(origin, "kind is " + found + "; it must be one of " + String.join(", ", kinds));
        }
        return kind.asText();
    }

    private static void refuseEmpty(String origin, String path, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String here = path + Problems.oneLine(entry.getKey());
            if (entry.getValue().isNull()) {
                throw Problems.invalid(origin, here + " has no value; give one or delete the line");
            }
            refuseEmpty(origin, here + ".", entry.getValue());
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            if (node.get(i).isNull()) {
                throw Problems.invalid(origin, path + i + " has no value; give one or delete the line");
            }
            refuseEmpty(origin, path + i + ".", node.get(i));
        }
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (java.nio.file.InvalidPathException e) {
            throw Problems.invalid(Problems.quoted(name), "is not a path of this system");
        }
    }

    private static String readFile(String origin, Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw Problems.invalid(origin, "is a folder; give a study file");
            }
            // bounded while reading too: a pipe or a growing file has no size to trust
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(YamlTree.MAX_SIZE + 1);
                if (bytes.length > YamlTree.MAX_SIZE) {
                    throw Problems.invalid(
                            origin,
                            "has " + Math.max(bytes.length, Files.size(file)) + " bytes; a study file may have "
                                    + YamlTree.MAX_SIZE + " (1 MiB)");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
        } catch (NoSuchFileException e) {
            throw Problems.invalid(origin, "does not exist");
        } catch (CharacterCodingException e) {
            throw Problems.invalid(origin, "is not UTF-8 text");
        } catch (IOException e) {
            throw Problems.invalid(origin, "cannot be read: " + Problems.oneLine(String.valueOf(e.getMessage())));
        }
    }
}
