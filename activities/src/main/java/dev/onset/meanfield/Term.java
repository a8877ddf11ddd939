package dev.onset.meanfield;

import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import java.util.List;

/**
 * A term c chi_S of a teacher, chi_S the product of the inputs of S.
 *
 * @param inputs S, numbered from 1, ascending
 * @param coefficient c, above 0
 */
public record Term(List<Integer> inputs, double coefficient) {
    public Term {
        inputs = inputs == null ? List.of() : List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new FieldException("inputs", "names no input; a term has one at least");
        }
        int before = 0;
        for (int input : inputs) {
            Require.that(input > before, "inputs", inputs, "must name inputs from 1 up, ascending");
            before = input;
        }
        Require.positive("coefficient", coefficient);
    }

    /** k = |S|. */
    int order() {
        return inputs.size();
    }

    /** S as bits. */
    int mask() {
        int mask = 0;
        for (int input : inputs) {
            mask |= 1 << (input - 1);
        }
        return mask;
    }

    int largest() {
        return inputs.get(inputs.size() - 1);
    }
}
