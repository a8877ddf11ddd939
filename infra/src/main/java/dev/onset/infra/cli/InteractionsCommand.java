package dev.onset.infra.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.interactions.GameFile;
import dev.onset.infra.interactions.GameInteractions;
import dev.onset.infra.interactions.OutputFile;
import dev.onset.infra.interactions.SampleFile;
import dev.onset.interactions.ExtractionMode;
import dev.onset.interactions.ExtractionSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "interactions",
        description = {
            "Extracts the AND-OR interactions of one game, with a certificate of how far from the sparsest they are.",
            "The game is a table of values, or a model and a sample. Needs no study and no server; prints JSON."
        },
        footer = {
            "",
            "Examples:",
            "  onset interactions --values game.csv",
            "  onset interactions --model model.onnx --sample sample.json --noise-bound auto --out interactions.json"
        })
final class InteractionsCommand implements Callable<Integer> {
    /** The papers' bound on the unexplained part, as a share of |v(N) - v(empty)|. */
    private static final double AUTO_NOISE = 0.02;

    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private @Nullable Game game;

    @Option(
            names = "--noise-bound",
            paramLabel = "B|auto",
            defaultValue = "0",
            description = "Largest part of each value that may stay unexplained; auto is 2 %% of |v(N) - v(empty)|"
                    + " (default: ${DEFAULT-VALUE}, exact).")
    private String noiseBound = "0";

    @Option(
            names = "--solver",
            paramLabel = "METHOD",
            defaultValue = "sparse",
            description =
                    "sparse (certified), harsanyi (AND alone, exact transform) or authors-sgd (the published optimiser,"
                            + " for comparison); default: ${DEFAULT-VALUE}.")
    private String solver = "sparse";

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-3",
            description = "Certified relative gap at which to stop (default: ${DEFAULT-VALUE}).")
    private double tolerance = 1e-3;

    @Option(
            names = "--canonical",
            description = "Go on to the sparsest effects of least norm, which depend on neither start nor method.")
    private boolean canonical;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the JSON here instead of to standard output.")
    private @Nullable Path out;

    /** Where the values come from. */
    static final class Game {
        @Option(
                names = "--values",
                required = true,
                paramLabel = "FILE",
                description = "Values by coalition: CSV with columns S,v, or JSON.")
        private @Nullable Path values;

        @ArgGroup(exclusive = false)
        private @Nullable Model model;
    }

    /** A model and a sample. */
    static final class Model {
        @Option(names = "--model", required = true, paramLabel = "M.onnx", description = "A classifier in ONNX format.")
        private @Nullable Path model;

        @Option(
                names = "--sample",
                required = true,
                paramLabel = "S.json",
                description = "{\"x\": [..], \"baseline\": [..], \"players\": [[feature indices], ..], \"label\": k}")
        private @Nullable Path sample;
    }

    InteractionsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ExtractionSettings settings = ExtractionSettings.DEFAULT
                .withMode(mode())
                .withTolerance(tolerance)
                .withCanonical(canonical);
        Optional<OutputFile> file = Optional.ofNullable(out).map(OutputFile::at);
        Optional<Path> partial = file.flatMap(f -> f.beside(".values"));
        OptionalDouble given = givenNoise();
        double[] values = values(settings.mode(), given.orElse(AUTO_NOISE) > 0, partial);
        double noise = given.orElseGet(() -> AUTO_NOISE * Math.abs(values[values.length - 1] - values[0]));
        GameInteractions found = GameInteractions.of(values, noise, settings);
        file.ifPresent(f -> f.write(stream -> new ObjectMapper()
                .writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(stream, found)));
        partial.ifPresent(SampleFile::forget);
        if (out == null || common.json) {
            context.console().json(found);
        } else if (file.map(f -> !f.isStream()).orElse(true)) {
            String exactness = settings.mode() == ExtractionMode.HARSANYI
                    ? "exact transform"
                    : String.format(Locale.ROOT, "certified within %.2g of the sparsest", found.gap());
            context.console()
                    .line(
                            "%d players: objective %.6g, %s, %.3f s; %s",
                            found.n(), found.objective(), exactness, found.seconds(), out);
        }
        return ExitCode.DONE;
    }

    private double[] values(ExtractionMode mode, boolean noise, Optional<Path> partial) {
        Game given = game;
        if (given != null && given.values != null) {
            return GameFile.read(given.values);
        }
        Model model = given == null ? null : given.model;
        if (model == null || model.model == null || model.sample == null) {
            throw invalid("give --values, or --model and --sample");
        }
        SampleFile sample = SampleFile.read(model.sample);
        GameInteractions.check(sample.players(), noise, mode);
        try (Passes passes = new Passes()) {
            return sample.values(model.model, partial, passes::at);
        }
    }

    /** Forward passes of a game large enough to wait for, drawn where a person watches. */
    private final class Passes implements AutoCloseable {
        private static final int WORTH_DRAWING = 1 << 16;
        private @Nullable ProgressBar bar;

        void at(int done, int all) {
            if (bar == null && all >= WORTH_DRAWING && context.console().terminal()) {
                bar = new ProgressBarBuilder()
                        .setTaskName("forward passes")
                        .setInitialMax(all)
                        .build();
            }
            if (bar != null) {
                bar.stepTo(done);
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private ExtractionMode mode() {
        return switch (solver) {
            case "sparse" -> ExtractionMode.SPARSE;
            case "harsanyi" -> ExtractionMode.HARSANYI;
            case "authors-sgd" -> ExtractionMode.AUTHORS_SGD;
            default -> throw invalid("--solver is '" + solver + "'; it must be sparse, harsanyi or authors-sgd");
        };
    }

    /** The bound in units of v, or absent for the papers' share of |v(N) - v(empty)|, which only the values tell. */
    private OptionalDouble givenNoise() {
        if (noiseBound.equals("auto")) {
            return OptionalDouble.empty();
        }
        try {
            double bound = Double.parseDouble(noiseBound);
            if (bound >= 0 && Double.isFinite(bound)) {
                return OptionalDouble.of(bound);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw invalid("--noise-bound is '" + noiseBound + "'; it must be auto, or a finite number of at least 0");
    }

    private static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.STUDY_INVALID, what + "; nothing was written");
    }
}
