package dev.onset.infra.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lets one line of a topic through a minute, and counts the others. Safe for several threads. */
final class LineRate {
    private static final long INTERVAL = 60_000_000_000L;
    /** Topics that are remembered; more are forgotten, the oldest first, and begin anew. */
    private static final int TOPICS = 200;

    private final LongSupplier nanos;
    private final Map<String, Topic> topics = new LinkedHashMap<>();

    LineRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private static final class Topic {
        private long printed;
        private int held;
    }

    /** How many lines of the topic were held back since its last one; empty where this one is held back too. */
    synchronized Optional<Integer> admit(String name) {
        long now = nanos.getAsLong();
        Topic known = topics.get(name);
        if (known != null && now - known.printed < INTERVAL) {
            known.held++;
            return Optional.empty();
        }
        Topic topic = new Topic();
        topic.printed = now;
        topics.remove(name);
        topics.put(name, topic);
        if (topics.size() > TOPICS) {
            topics.remove(topics.keySet().iterator().next());
        }
        return Optional.of(known == null ? 0 : known.held);
    }
}
