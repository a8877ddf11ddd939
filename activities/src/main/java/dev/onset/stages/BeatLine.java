package dev.onset.stages;

import dev.onset.contracts.OnsetException;

/** From one attempt of a stage to the server, apart from the attempt's own thread. */
interface BeatLine {
    /** Sends one heartbeat. Throws nothing: what goes wrong is an answer. */
    BeatAnswer send(String note);

    /** Ends the attempt, whatever its thread does; the server has it tried again. */
    void end(OnsetException failure);
}
