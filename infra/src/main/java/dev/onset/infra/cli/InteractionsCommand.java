package dev.onset.infra.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.interactions.GameFile;
import dev.onset.infra.interactions.GameInteractions;
import dev.onset.infra.interactions.GameRecovery;
import dev.onset.infra.interactions.GameSpectrum;
import dev.onset.infra.interactions.OutputFile;
import dev.onset.infra.interactions.SampleFile;
import dev.onset.infra.interactions.SpectrumRun;
import dev.onset.interactions.ExtractionMode;
import dev.onset.interactions.ExtractionSettings;
import dev.onset.interactions.SparseExtractor;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.RecoverySpec;
import dev.onset.spectrum.MaskValues;
import dev.onset.spectrum.SamplingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
            "  onset interactions --model model.onnx --sample pixels.json --spectrum --samples 8192 --zoom 12",
            "  onset interactions --model model.onnx --sample pixels.json --recover 8000",
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

    @ArgGroup(exclusive = false, heading = "%nThe order spectrum, at any number of players:%n")
    private @Nullable Spectrum spectrum;

    @Mixin
    private final RecoverOptions recover = new RecoverOptions();

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

    /** How the order spectrum is found. */
    static final class Spectrum {
        @Option(
                names = "--spectrum",
                required = true,
                description =
                        "Also the order spectrum: exact to 20 players, sampled beyond. Beyond what the solver takes,"
                                + " the spectrum alone.")
        private boolean asked;

        @Option(
                names = "--samples",
                paramLabel = "R",
                description =
                        "Sample it at R random masks, at any number of players; about as many passes again find the"
                                + " mean order (default beyond 20 players: " + SpectrumRun.DEFAULT_DRAWS + ").")
        private @Nullable Integer samples;

        @Option(
                names = "--p",
                paramLabel = "P",
                defaultValue = "0.5",
                description = "A player is present with this probability (default: ${DEFAULT-VALUE}).")
        private double p = 0.5;

        @Option(
                names = "--zoom",
                paramLabel = "K",
                description =
                        "Extract the interactions of the K players that matter most, the others as they are in the"
                                + " sample, and say how much of the variance they explain; needs --model.")
        private @Nullable Integer zoom;
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
        OptionalDouble given = givenNoise();
        Optional<SpectrumOptions> asked = spectrumOptions();
        Optional<Integer> passes = recoveryPasses();
        Found found;
        if (passes.isPresent()) {
            found = recovered(file, passes.get(), asked, settings);
        } else if (asked.isPresent() && !extracts(asked.get(), given.orElse(AUTO_NOISE) > 0, settings.mode())) {
            found = spectrumAlone(file, asked.get(), settings);
        } else {
            found = extracted(file, given, settings, asked);
        }
        file.ifPresent(f -> f.write(stream -> new ObjectMapper()
                .writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(stream, found.json())));
        found.partial().forEach(SampleFile::forget);
        if (out == null || common.json) {
            context.console().json(found.json());
        } else if (file.map(f -> !f.isStream()).orElse(true)) {
            found.words().forEach(context.console()::line);
        }
        return ExitCode.DONE;
    }

    /** What is written, what is said of it, and what was kept on the way that is no longer needed then. */
    private record Found(Object json, List<String> words, List<Path> partial) {}

    /** Where the answers to one kind of question are kept beside the result. */
    private static Optional<Path> kept(Optional<OutputFile> file, Question question) {
        return file.flatMap(f -> f.beside(question.suffix));
    }

    private static List<Path> kept(Optional<OutputFile> file) {
        return Arrays.stream(Question.values())
                .flatMap(question -> kept(file, question).stream())
                .toList();
    }

    private enum Question {
        VALUES(".values"),
        SPECTRUM(".spectrum"),
        ZOOM(".zoom"),
        RECOVERY(".recovery");

        private final String suffix;

        Question(String suffix) {
            this.suffix = suffix;
        }
    }

    private record SpectrumOptions(double p, Optional<Integer> samples, Optional<Integer> zoom) {
        int draws() {
            return samples.orElse(SpectrumRun.DEFAULT_DRAWS);
        }

        SpectrumRun run() {
            return new SpectrumRun(p, draws());
        }
    }

    /** An extraction with the spectrum beside it. */
    private record WithSpectrum(@JsonUnwrapped GameInteractions interactions, GameSpectrum spectrum) {}

    /** What is said of a game without an extraction of all players. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Alone(
            int n,
            @Nullable GameSpectrum spectrum,
            SpectrumRun.@Nullable Zoom zoom,
            @Nullable GameRecovery recovery) {}

    private Optional<Integer> recoveryPasses() {
        Optional<Integer> passes = recover.passes();
        if (passes.isPresent()) {
            boolean zooms = spectrum != null && spectrum.zoom != null;
            RecoverOptions.refuseBeside("--noise-bound", !noiseBound.equals("0"));
            RecoverOptions.refuseBeside("--solver", !zooms && !solver.equals("sparse"));
            RecoverOptions.refuseBeside("--tolerance", !zooms && tolerance != ExtractionSettings.DEFAULT.tolerance());
            RecoverOptions.refuseBeside("--canonical", !zooms && canonical);
        }
        return passes;
    }

    /** Interactions recovered within a number of passes; the spectrum and the zoom beside them where they are asked. */
    private Found recovered(
            Optional<OutputFile> file, int passes, Optional<SpectrumOptions> asked, ExtractionSettings settings) {
        if (game != null && game.values != null) {
            double[] values = GameFile.read(game.values);
            MaskValues table = SpectrumRun.table(values);
            GameRecovery recovery = GameRecovery.of(table, passes, recover.start(table.players()));
            GameSpectrum order =
                    asked.map(options -> spectrumOf(values, options)).orElse(null);
            List<String> words = new ArrayList<>(List.of(recovery.words()));
            if (order != null) {
                words.add(order.words());
            }
            return new Found(new Alone(table.players(), order, null, recovery), words, List.of());
        }
        Model model = model();
        SampleFile sample = SampleFile.read(Objects.requireNonNull(model.sample), RecoverySpec.MOST_PLAYERS);
        if (asked.isEmpty()) {
            told(sample);
        }
        List<Interaction> start = recover.start(sample.players());
        Alone beside = asked.map(options -> besideSampled(file, options, settings))
                .orElse(new Alone(sample.players(), null, null, null));
        GameRecovery recovery = sample.sampled(
                Objects.requireNonNull(model.model),
                kept(file, Question.RECOVERY),
                game -> GameRecovery.of(game, passes, start));
        List<String> words = new ArrayList<>(List.of(sample.players() + " players, " + recovery.words()));
        words.addAll(wordsOf(beside));
        return new Found(new Alone(beside.n(), beside.spectrum(), beside.zoom(), recovery), words, kept(file));
    }

    private Optional<SpectrumOptions> spectrumOptions() {
        if (spectrum == null || !spectrum.asked) {
            return Optional.empty();
        }
        SpectrumOptions options = new SpectrumOptions(
                spectrum.p, Optional.ofNullable(spectrum.samples), Optional.ofNullable(spectrum.zoom));
        if (!(options.p() > 0 && options.p() < 1)) {
            throw invalid("--p is " + options.p() + "; it must lie between 0 and 1, both excluded");
        }
        if (options.draws() < SamplingSpec.LEAST_DRAWS || options.draws() > SamplingSpec.MOST_DRAWS) {
            throw invalid("--samples is " + options.draws() + "; it must be within " + SamplingSpec.LEAST_DRAWS + ".."
                    + SamplingSpec.MOST_DRAWS);
        }
        if (options.zoom().isPresent()
                && (options.zoom().get() < 1 || options.zoom().get() > SparseExtractor.MAX_PLAYERS)) {
            throw invalid(
                    "--zoom is " + options.zoom().get() + "; it must be within 1.." + SparseExtractor.MAX_PLAYERS);
        }
        if (options.zoom().isPresent() && (game == null || game.model == null)) {
            throw invalid("--zoom needs --model and --sample: a table of values has no players beyond its own");
        }
        return Optional.of(options);
    }

    /** Whether all players' interactions are extracted: where the solver takes them and no zoom chooses among them. */
    private boolean extracts(SpectrumOptions asked, boolean noise, ExtractionMode mode) {
        Model model = game == null ? null : game.model;
        return asked.zoom().isEmpty()
                && (model == null
                        || model.sample == null
                        || SampleFile.read(model.sample, SampleFile.MAX_SAMPLED).players()
                                <= GameInteractions.mostPlayers(noise, mode));
    }

    private Found extracted(
            Optional<OutputFile> file,
            OptionalDouble given,
            ExtractionSettings settings,
            Optional<SpectrumOptions> asked) {
        Optional<Path> partial = kept(file, Question.VALUES);
        double[] values = values(settings.mode(), given.orElse(AUTO_NOISE) > 0, partial);
        double noise = given.orElseGet(() -> AUTO_NOISE * Math.abs(values[values.length - 1] - values[0]));
        GameInteractions found = GameInteractions.of(values, noise, settings);
        String exactness = settings.mode() == ExtractionMode.HARSANYI
                ? "exact transform"
                : String.format(Locale.ROOT, "certified within %.2g of the sparsest", found.gap());
        List<String> words = new ArrayList<>(List.of(String.format(
                Locale.ROOT,
                "%d players: objective %.6g, %s, %.3f s; %s",
                found.n(),
                found.objective(),
                exactness,
                found.seconds(),
                out)));
        if (asked.isEmpty()) {
            return new Found(found, words, kept(file));
        }
        GameSpectrum order = spectrumOf(values, asked.get());
        words.add(order.words());
        return new Found(new WithSpectrum(found, order), words, kept(file));
    }

    private Found spectrumAlone(Optional<OutputFile> file, SpectrumOptions asked, ExtractionSettings settings) {
        Alone alone = besideSampled(file, asked, settings);
        List<String> words = new ArrayList<>(wordsOf(alone));
        words.set(0, alone.n() + " players, " + words.get(0));
        if (alone.zoom() == null) {
            words.add("no interactions were extracted of so many players; --zoom K takes the K that matter most,"
                    + " --recover PASSES names what it can");
        }
        return new Found(alone, words, kept(file));
    }

    /** The spectrum of a sample's game, and the zoom where it is asked. */
    private Alone besideSampled(Optional<OutputFile> file, SpectrumOptions asked, ExtractionSettings settings) {
        Model model = model();
        Path network = Objects.requireNonNull(model.model);
        SampleFile sample = SampleFile.read(Objects.requireNonNull(model.sample), SampleFile.MAX_SAMPLED);
        told(sample);
        boolean exact = asked.samples().isEmpty() && sample.players() <= GameFile.MAX_PLAYERS;
        GameSpectrum order = exact
                ? GameSpectrum.exact(everyValue(sample, network, kept(file, Question.VALUES)), asked.p())
                : sample.sampled(network, kept(file, Question.SPECTRUM), asked.run()::sample);
        if (asked.zoom().isEmpty()) {
            return new Alone(sample.players(), order, null, null);
        }
        int[] strongest = SpectrumRun.strongest(order, asked.zoom().get());
        SpectrumRun.Zoom zoom = SpectrumRun.zoom(
                strongest,
                sample.sampled(
                        network, kept(file, Question.ZOOM), game -> asked.run().explained(game, strongest)),
                GameInteractions.of(sample.values(network, strongest), 0, settings));
        return new Alone(sample.players(), order, zoom, null);
    }

    private static List<String> wordsOf(Alone alone) {
        List<String> words = new ArrayList<>();
        if (alone.spectrum() != null) {
            words.add(alone.spectrum().words());
        }
        if (alone.zoom() != null) {
            words.add(String.format(
                    Locale.ROOT,
                    "zoom on %d players: they explain %.1f %% of the variance (%.1f to %.1f)",
                    alone.zoom().players().length,
                    100 * alone.zoom().explained(),
                    100 * alone.zoom().interval()[0],
                    100 * alone.zoom().interval()[1]));
        }
        return words;
    }

    private static GameSpectrum spectrumOf(double[] values, SpectrumOptions options) {
        return options.samples().isPresent()
                ? options.run().sample(SpectrumRun.table(values))
                : GameSpectrum.exact(values, options.p());
    }

    /** Names what of a sample file is not read. */
    private void told(SampleFile sample) {
        if (!sample.others().isEmpty()) {
            context.console().err().println("sample: ignored " + String.join(", ", sample.others()));
        }
    }

    private Model model() {
        Model model = game == null ? null : game.model;
        if (model == null || model.model == null || model.sample == null) {
            throw invalid("give --values, or --model and --sample");
        }
        return model;
    }

    private double[] values(ExtractionMode mode, boolean noise, Optional<Path> partial) {
        Game given = game;
        if (given != null && given.values != null) {
            return GameFile.read(given.values);
        }
        Model model = model();
        SampleFile sample = SampleFile.read(Objects.requireNonNull(model.sample));
        if (spectrum != null) {
            told(sample);
        }
        GameInteractions.check(sample.players(), noise, mode);
        return everyValue(sample, Objects.requireNonNull(model.model), partial);
    }

    private double[] everyValue(SampleFile sample, Path model, Optional<Path> partial) {
        try (Passes passes = new Passes()) {
            return sample.values(model, partial, passes::at);
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

    static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.STUDY_INVALID, what + "; nothing was written");
    }
}
