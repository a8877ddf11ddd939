package dev.onset.infra.cli;

import dev.onset.infra.study.StudyService;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What selects and changes a study. */
final class StudyOptions {
    @Parameters(
            index = "0",
            paramLabel = "NAME|FILE.yaml",
            description = "A bundled study (onset studies lists them) or a study file.")
    String study = "";

    @Option(names = "--out", paramLabel = "DIR", description = "The report's folder (default: DATA/reports/STUDY).")
    @Nullable
    Path out;

    @Option(names = "--seed", paramLabel = "N", description = "Replaces the study's seed.")
    @Nullable
    Long seed;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Replaces one value; the key is a dotted path, list entries by index. May be repeated.")
    List<String> sets = new ArrayList<>();

    StudyFile load() {
        OptionalLong number = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
        return StudyFile.load(study, new Overrides(sets, number));
    }

    StudyService.RunOptions options(StudyService.Place place) {
        return new StudyService.RunOptions(
                place, Optional.ofNullable(out).map(p -> p.toAbsolutePath().normalize()));
    }
}
