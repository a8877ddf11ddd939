package dev.onset.threesteps;

/** What a step takes: nothing, or what {@code THREE_STEPS_MILLIS} says, for tests that meet training at work. */
final class StepTime {
    private static final long MILLIS = Long.parseLong(System.getenv().getOrDefault("THREE_STEPS_MILLIS", "0"));

    private StepTime() {}

    static void pass() {
        if (MILLIS > 0) {
            try {
                Thread.sleep(MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
