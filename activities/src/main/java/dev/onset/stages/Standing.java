package dev.onset.stages;

import java.time.Instant;
import java.util.Optional;

/**
 * What is durable of one run: checkpoints committed, and of those the ones observed in full.
 *
 * @param step of the newest checkpoint of the schedule
 * @param committedAt when the last commit of any kind was made, by its writer's clock
 * @param boundSeconds of training that a kill costs at most, besides one commit
 */
public record Standing(
        String point,
        long step,
        long lastStep,
        int committed,
        int observed,
        int checkpoints,
        Optional<Instant> committedAt,
        long boundSeconds) {}
