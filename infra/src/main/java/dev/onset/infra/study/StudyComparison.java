package dev.onset.infra.study;

import dev.onset.compare.ComparisonReport;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.store.S3Address;
import dev.onset.infra.study.StudyService.Compared;
import dev.onset.infra.study.StudyService.Comparison;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome;
import dev.onset.kind.Outcome.Quantity;
import dev.onset.report.FigureReport;
import dev.onset.report.Provenance;
import dev.onset.report.ReportDigest;
import dev.onset.report.ReportFolder;
import dev.onset.report.ReportWriter;
import dev.onset.stages.ComparedStudy;
import dev.onset.store.Digest;
import dev.onset.store.OwnedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finished studies of one store or of several beside each other, in the drawings of a grid's report. Stores are only read. */
final class StudyComparison {
    private static final String ELSEWHERE = "::";
    private static final int MOST = 50;
    private static final int LONGEST = 100;
    private static final int STAYS = 80;
    private static final int HASH = 8;

    private final Place place;
    private final Map<String, String> environment;
    private final Map<String, DataDirectory> open = new HashMap<>();

    StudyComparison(Place place, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
    }

    /** @throws OnsetException STUDY_INVALID where they cannot be compared; then nothing was written */
    Comparison of(List<String> names, Optional<Path> out) {
        Set<String> distinct = new LinkedHashSet<>(names);
        if (distinct.size() < 2 || distinct.size() > MOST) {
            throw invalid("compare takes 2 to " + MOST + " different studies; " + distinct.size() + " are named");
        }
        Path folder = out.orElseGet(() -> place.data().resolve("comparisons").resolve(folderName(distinct)));
        ReportFolder.check(folder);
        try {
            Map<String, ComparedStudy> studies = new LinkedHashMap<>();
            for (String name : distinct) {
                studies.put(name, read(name));
            }
            return written(studies, folder);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.FOLDER_UNUSABLE, "comparing failed: " + e.getMessage() + "; no page was written", e);
        } finally {
            open.values().forEach(DataDirectory::close);
        }
    }

    private ComparedStudy read(String name) throws IOException {
        int at = name.lastIndexOf(ELSEWHERE);
        Place where = at < 0 ? place : place(name.substring(0, at));
        StudyTarget target = StudyTarget.of(at < 0 ? name : name.substring(at + ELSEWHERE.length()));
        if (!DataDirectory.isThere(where)) {
            throw invalid("study " + name + ": " + where.option() + " holds no studies");
        }
        DataDirectory directory = open.get(where.option());
        if (directory == null) {
            directory = DataDirectory.watch(
                    where, environment, Files.createTempDirectory(OwnedFolder.ofProcess(), "compare"));
            open.put(where.option(), directory);
        }
        StudyRecords records = new StudyRecords(directory.context());
        return ComparedStudy.of(records.open(records.current(target, records.require(target, where))), name);
    }

    /** Another data directory, or a store in S3 whose server the environment names. */
    private Place place(String text) {
        return text.startsWith("s3://")
                ? new Place(place.data(), Optional.of(S3Address.parse(text)), Optional.empty())
                : new Place(Path.of(text).toAbsolutePath().normalize(), Optional.empty(), Optional.empty());
    }

    private Comparison written(Map<String, ComparedStudy> studies, Path folder) {
        List<ComparedRun> runs = shared(studies);
        List<Factor> factors = new ArrayList<>();
        factors.add(new Factor(Factor.STUDY, studies.keySet().iterator().next()));
        Set<String> known = new LinkedHashSet<>();
        for (ComparedStudy study : studies.values()) {
            study.factors().stream()
                    .filter(factor -> known.add(factor.name()) && !factor.name().equals(Factor.STUDY))
                    .forEach(factors::add);
        }
        String title = String.join(" and ", studies.keySet());
        FigureReport report = ComparisonReport.of(
                        factors,
                        runs,
                        run -> Optional.ofNullable(studies.get(run.levels().getOrDefault(Factor.STUDY, "")))
                                .flatMap(study -> study.glance(run)),
                        runs.get(0).seed())
                .with(
                        new FigureReport.Identity(
                                title,
                                "comparison",
                                "",
                                Digest.sha256(title),
                                runs.get(0).seed(),
                                true),
                        List.of(),
                        Provenance.unknown());
        ReportFolder.write(ReportWriter.render(report), folder);
        return new Comparison(
                report.verdictWords(),
                folder.resolve("index.html"),
                folder.resolve("outcome.json"),
                ReportDigest.of(report),
                runs.stream().map(StudyComparison::numbers).toList());
    }

    /** The runs by the quantities that all studies have, which for one kind are all. */
    private static List<ComparedRun> shared(Map<String, ComparedStudy> studies) {
        Set<String> shared = null;
        for (ComparedStudy study : studies.values()) {
            Set<String> own = study.runs().stream()
                    .flatMap(run -> run.outcome().quantities().stream())
                    .map(Quantity::name)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if (shared == null) {
                shared = own;
            } else {
                shared.retainAll(own);
            }
        }
        Set<String> both = shared == null ? Set.of() : shared;
        if (both.isEmpty()) {
            throw invalid("the studies " + String.join(", ", studies.keySet())
                    + " have no number in common to be compared by; no page was written");
        }
        return studies.values().stream()
                .flatMap(study -> study.runs().stream())
                .map(run ->
                        new ComparedRun(run.name(), run.levels(), run.seed(), only(run.outcome(), both), run.link()))
                .toList();
    }

    private static Outcome only(Outcome outcome, Set<String> names) {
        return new Outcome(
                outcome.verdict(),
                outcome.words(),
                outcome.quantities().stream()
                        .filter(quantity -> names.contains(quantity.name()))
                        .toList(),
                outcome.link());
    }

    private static Compared numbers(ComparedRun run) {
        Map<String, Double> quantities = new TreeMap<>();
        run.outcome()
                .quantities()
                .forEach(quantity -> quantity.value().ifPresent(value -> quantities.put(quantity.name(), value)));
        return new Compared(run.name(), run.seed(), run.outcome().verdict(), quantities);
    }

    private static String folderName(Set<String> names) {
        String name = names.stream()
                .map(one -> one.substring(one.lastIndexOf(ELSEWHERE) < 0 ? 0 : one.lastIndexOf(ELSEWHERE) + 2)
                        .replaceAll("[^a-z0-9]+", "-"))
                .collect(Collectors.joining("-and-"));
        boolean plain = name.length() <= LONGEST && names.stream().noneMatch(one -> one.contains(ELSEWHERE));
        return plain
                ? name
                : name.substring(0, Math.min(STAYS, name.length())) + "-"
                        + Digest.sha256(String.join("\n", names)).substring(0, HASH);
    }

    private static OnsetException invalid(String problem) {
        return new OnsetException(ErrorCode.STUDY_INVALID, problem);
    }
}
