package dev.onset.imported;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.CsvRows;
import dev.onset.evaluate.EvaluatorSpec;
import dev.onset.evaluate.OnnxModel;
import dev.onset.kind.Sources;
import dev.onset.store.Digest;
import dev.onset.trainer.TrainerSpec;
import dev.onset.trainer.TrainerSpec.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the checkpoints of an import and says which network each holds; reads, writes nothing. */
public final class ImportFolder {
    private static final long LAST_STEP = 1_000_000_000L;
    private static final int NAMED = 8;

    /** Files beside checkpoints that are none, whatever number their names hold. */
    private static final Pattern OTHER =
            Pattern.compile("(?i)\\..*|.*\\.(csv|tsv|json|ya?ml|txt|md|log|npy|npz|py|png|svg|html|lock|tmp)");

    private final TrainerSpec.Import spec;
    private final Sources sources;
    private final String folder;
    private final boolean anyForm;

    private ImportFolder(TrainerSpec.Import spec, EvaluatorSpec evaluator, Sources sources) {
        this.spec = spec;
        this.anyForm = evaluator instanceof EvaluatorSpec.Process;
        this.sources = sources;
        this.folder = spec.checkpoints().replaceFirst("/+$", "");
    }

    /**
     * The study's trainer with what was found.
     *
     * @param evaluator who will open the networks: a program of the study's own may take them in any form
     * @throws OnsetException DATA_INVALID where there are no checkpoints or their steps are not clear, MODEL_INVALID where a
     *     file is none
     */
    public static TrainerSpec.Import resolve(TrainerSpec.Import spec, EvaluatorSpec evaluator, Sources sources)
            throws IOException {
        return spec.with(new ImportFolder(spec, evaluator, sources).find());
    }

    private List<Checkpoint> find() throws IOException {
        List<String> all = sources.list(folder);
        SortedMap<Long, String> byStep = spec.steps().isEmpty() ? named(all) : listed(all);
        List<Checkpoint> found = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Map.Entry<Long, String> entry : byStep.entrySet()) {
            found.add(
                    isOnnx(entry.getValue())
                            ? checkpoint(entry.getKey(), entry.getValue(), all, used)
                            : opaque(entry.getKey(), entry.getValue(), all, used));
        }
        ignored(all, used);
        return found;
    }

    private SortedMap<Long, String> named(List<String> all) {
        SortedMap<Long, String> byStep = new TreeMap<>();
        for (String name : candidates(all)) {
            OptionalLong step = CheckpointNames.step(name);
            if (step.isPresent() && step.getAsLong() <= LAST_STEP) {
                add(byStep, step.getAsLong(), name);
            }
        }
        if (byStep.isEmpty()) {
            throw invalid((anyForm ? "holds no file whose name," : "holds no ONNX file whose name,")
                    + " or whose folder's name, holds a step, such as step_000100.onnx"
                    + (all.isEmpty() ? "; it is empty" : "; it holds " + some(all))
                    + "; name the files so, or give trainer.steps a CSV file of step,path");
        }
        return byStep;
    }

    private static boolean isOnnx(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /** What may be a checkpoint: ONNX files; where any form will do, else files at the top, and folders with all that is in them. */
    private List<String> candidates(List<String> all) {
        List<String> onnx = all.stream().filter(ImportFolder::isOnnx).toList();
        if (!anyForm || !onnx.isEmpty()) {
            return onnx;
        }
        return all.stream()
                .filter(name -> name.contains("/") || !OTHER.matcher(name).matches())
                .map(name -> name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : name)
                .distinct()
                .toList();
    }

    private void add(SortedMap<Long, String> byStep, long step, String name) {
        String other = byStep.putIfAbsent(step, name);
        if (other != null) {
            throw invalid("has two checkpoints of step " + step + ", " + other + " and " + name
                    + "; give trainer.steps a CSV file of step,path that names one");
        }
    }

    private SortedMap<Long, String> listed(List<String> all) throws IOException {
        SortedMap<Long, String> byStep = new TreeMap<>();
        Path file = sources.file("trainer.steps", spec.steps());
        try (CsvRows rows = new CsvRows(Files.newInputStream(file))) {
            List<String> columns = rows.next().map(CsvRows.Row::cells).orElse(List.of());
            int step = columns.indexOf("step");
            int path = columns.indexOf("path");
            if (step < 0 || path < 0) {
                throw steps(1, "has the columns " + columns + "; it must have step and path");
            }
            for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                long line = row.get().line();
                List<String> cells = row.get().cells();
                if (cells.size() != columns.size()) {
                    throw steps(line, "has " + cells.size() + " columns instead of " + columns.size());
                }
                if (!cells.get(step).matches("[0-9]{1,10}") || Long.parseLong(cells.get(step)) > LAST_STEP) {
                    throw steps(
                            line, "step is '" + cells.get(step) + "'; it must be a whole number up to " + LAST_STEP);
                }
                add(byStep, Long.parseLong(cells.get(step)), model(line, cells.get(path), all));
            }
        }
        if (byStep.isEmpty()) {
            throw steps(1, "names no checkpoint");
        }
        return byStep;
    }

    /** A path names an ONNX file, or a folder with one. */
    private String model(long line, String path, List<String> all) {
        String name = path.replaceFirst("^\\./", "").replaceFirst("/+$", "");
        if (all.contains(name)) {
            return name;
        }
        List<String> inside = all.stream()
                .filter(file -> file.startsWith(name + "/") && isOnnx(file))
                .toList();
        if (anyForm && inside.isEmpty() && all.stream().anyMatch(file -> file.startsWith(name + "/"))) {
            return name + "/";
        }
        if (inside.size() == 1) {
            return inside.get(0);
        }
        throw steps(
                line,
                "path " + path + " is no file of " + folder + ", nor a folder of it with one ONNX file"
                        + (inside.isEmpty() ? "" : " but with " + some(inside)));
    }

    private Checkpoint checkpoint(long step, String name, List<String> all, Set<String> used) throws IOException {
        String source = folder + "/" + name;
        Path file = sources.file("checkpoint " + step, source);
        used.add(name);
        long bytes = Files.size(file);
        List<String> external = new ArrayList<>();
        for (String location : OnnxModel.external(file)) {
            String beside = name.contains("/") ? name.substring(0, name.lastIndexOf('/') + 1) + location : location;
            if (!all.contains(beside)) {
                throw new OnsetException(
                        ErrorCode.MODEL_INVALID,
                        "model " + source + " has weights in " + location
                                + ", which is not beside it; nothing was written");
            }
            used.add(beside);
            external.add(folder + "/" + beside);
            bytes += Files.size(sources.file("checkpoint " + step, folder + "/" + beside));
        }
        String identity = OnnxModel.identity(file)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.MODEL_INVALID,
                        "model " + source + " is no ONNX file, or is cut short; nothing was written; export it again"));
        return new Checkpoint(step, source, external, identity, bytes, List.of());
    }

    /** A network in a form that only the study's evaluator knows: it is the bytes of its files under their names. */
    private Checkpoint opaque(long step, String name, List<String> all, Set<String> used) throws IOException {
        boolean single = !name.endsWith("/");
        List<String> files = single
                ? List.of(name)
                : all.stream().filter(file -> file.startsWith(name)).toList();
        SortedMap<String, String> digests = new TreeMap<>();
        long bytes = 0;
        for (String file : files) {
            Path path = sources.file("checkpoint " + step, folder + "/" + file);
            digests.put(single ? "" : file.substring(name.length()), Digest.sha256(path));
            bytes += Files.size(path);
        }
        used.addAll(files);
        List<String> external =
                files.stream().skip(1).map(file -> folder + "/" + file).toList();
        List<String> names = files.stream()
                .map(file -> single ? file.substring(file.lastIndexOf('/') + 1) : file.substring(name.length()))
                .toList();
        String identity = Digest.ofJson(digests);
        return new Checkpoint(step, folder + "/" + files.get(0), external, identity, bytes, names);
    }

    private void ignored(List<String> all, Set<String> used) {
        List<String> ignored = all.stream().filter(name -> !used.contains(name)).toList();
        if (!ignored.isEmpty()) {
            sources.note(folder + ": ignored, since they are no checkpoints with a step: " + some(ignored));
        }
    }

    private static String some(List<String> names) {
        Stream<String> shown = names.stream().limit(NAMED);
        String text = String.join(", ", shown.toList());
        return names.size() > NAMED ? text + " and " + (names.size() - NAMED) + " more" : text;
    }

    private OnsetException invalid(String problem) {
        return new OnsetException(
                ErrorCode.DATA_INVALID, "trainer.checkpoints " + folder + " " + problem + "; nothing was written");
    }

    private OnsetException steps(long line, String problem) {
        return new OnsetException(
                ErrorCode.DATA_INVALID, spec.steps() + ", line " + line + ": " + problem + "; nothing was written");
    }
}
