package dev.onset.train;

import dev.onset.contracts.Require;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How training examples are changed each time they are shown. Only training sees it: losses and interactions are those of the
 * examples as they are.
 *
 * @param shift an image is moved by up to so many pixels down or up and right or left, both drawn anew, uniformly, for each step
 *     and example; what comes in from outside is 0. 0 shows images as they are
 */
public record AugmentationSpec(int shift) {
    /** Examples as they are. */
    public static final AugmentationSpec NONE = new AugmentationSpec(0);

    private static final int MOST = 64;

    public AugmentationSpec {
        Require.within("shift", shift, 0, MOST);
    }

    /** Whether anything is changed. */
    public boolean changes() {
        return shift > 0;
    }

    /** Leaves the section out of a study that changes nothing: it is the study it was before there was a choice. */
    static final class None {
        @Override
        @SuppressWarnings("EqualsUnsafeCast")
        public boolean equals(@Nullable Object value) {
            return value == null || value.equals(NONE);
        }

        @Override
        public int hashCode() {
            return Objects.hash();
        }
    }
}
