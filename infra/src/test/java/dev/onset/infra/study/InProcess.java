package dev.onset.infra.study;

import dev.onset.infra.cli.OnsetCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line in this process, on the real service. */
record InProcess(int code, String out, String err) {
    /** A first look made smaller still; everything the product does happens in it. */
    static final List<String> SMALL = List.of(
            "--set", "training.steps=120",
            "--set", "observation.players.count=6",
            "--set", "observation.trainSamples=4",
            "--set", "observation.testSamples=4",
            "--set", "observation.shardSize=4",
            "--set", "detector.resamples=40");

    static InProcess run(Path data, String... arguments) {
        return run(data, System.getenv(), arguments);
    }

    /** With variables of its own. */
    static InProcess run(Path data, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data.toString());
        int code = OnsetCommand.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                () -> new LocalStudyService(Clock.systemUTC(), environment),
                environment,
                all.toArray(new String[0]));
        return new InProcess(code, out.toString(), err.toString());
    }

    /** {@code verb digits-quick} made small, with further arguments. */
    static InProcess small(Path data, String verb, String... further) {
        return run(
                data,
                Stream.of(Stream.of(verb, "digits-quick"), SMALL.stream(), Stream.of(further))
                        .flatMap(s -> s)
                        .toArray(String[]::new));
    }
}
