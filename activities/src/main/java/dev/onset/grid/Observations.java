package dev.onset.grid;

import java.util.List;

/** Reads observations by cell and checkpoint. */
public interface Observations {
    /** All observations of a cell in order of steps. */
    <T> List<T> of(String cell, Class<T> type);
}
