package dev.onset.infra.study;

import dev.onset.infra.study.StudyService.Work;
import dev.onset.stages.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One study as its page says it.
 *
 * @param kind what kind of study it is, as study files name it
 * @param evidence false for a first look whose settings cannot support a claim
 * @param runs where each stands
 * @param standsIn where the study's own run stands, in words; empty where nothing is read of it
 * @param events the newest first
 * @param stages what was there when the newest execution began, and why each stage runs or not
 * @param work what it then did, once it has ended
 */
public record StudyDetail(
        Glimpse glimpse,
        String kind,
        String dataset,
        String description,
        long seed,
        boolean evidence,
        List<Standing> runs,
        Optional<String> standsIn,
        List<Event> events,
        List<Stage> stages,
        Optional<Work> work) {
    public StudyDetail {
        runs = List.copyOf(runs);
        events = List.copyOf(events);
        stages = List.copyOf(stages);
    }

    /** Something that happened; without a time where nobody recorded one. */
    public record Event(Optional<Instant> at, String words) {}

    /** A stage as it was foreseen. */
    public record Stage(String name, int done, int total, String reason) {}
}
