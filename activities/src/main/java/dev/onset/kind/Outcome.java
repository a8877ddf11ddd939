package dev.onset.kind;

import java.util.List;
import java.util.Optional;

/**
 * What a fit found, in the numbers by which runs are compared.
 *
 * @param verdict a short name
 * @param words the verdict in a sentence
 * @param quantities in the order in which they are shown
 * @param link of which quantities it is asked whether they move together over many runs
 */
public record Outcome(String verdict, String words, List<Quantity> quantities, Optional<Link> link) {
    /**
     * One number. Runs of several kinds share those of the same name.
     *
     * @param name as tables show it, short
     * @param measure how two values are compared
     * @param value absent where it does not exist, such as the place of a turn that there is none of
     */
    public record Quantity(String name, Measure measure, Optional<Double> value) {
        public Quantity {
            value = value.filter(Double::isFinite);
        }
    }

    /**
     * Whether two quantities move together over runs when a third is held: by their partial rank correlation.
     *
     * @param one name of a quantity
     * @param other name of another
     * @param given name of the one that might explain both
     */
    public record Link(String one, String other, String given) {}

    /** How values of a quantity are compared and printed. */
    public enum Measure {
        /** Optimiser steps: by their ratio, on a logarithmic axis. */
        STEP,
        /** A share, printed as percent: by its difference. */
        SHARE,
        /** Any number: by its difference. */
        NUMBER
    }

    public Outcome {
        quantities = List.copyOf(quantities);
    }

    /** Of a kind that asks nothing of many runs. */
    public Outcome(String verdict, String words, List<Quantity> quantities) {
        this(verdict, words, quantities, Optional.empty());
    }

    /** The quantity of a name, where it is there and has a value. */
    public Optional<Double> value(String name) {
        return quantities.stream()
                .filter(quantity -> quantity.name().equals(name))
                .flatMap(quantity -> quantity.value().stream())
                .findFirst();
    }
}
