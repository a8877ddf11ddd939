package dev.onset.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** A place in a panel that has a name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Mark.Upright.class, name = "upright"),
    @JsonSubTypes.Type(value = Mark.Level.class, name = "level"),
    @JsonSubTypes.Type(value = Mark.Ring.class, name = "ring"),
    @JsonSubTypes.Type(value = Mark.Words.class, name = "words")
})
public sealed interface Mark permits Mark.Upright, Mark.Level, Mark.Ring, Mark.Words {
    String label();

    /** An upright line with its name above the panel. */
    static Upright at(double x, String label) {
        return new Upright(x, label, Optional.empty(), Optional.empty());
    }

    /**
     * An upright line.
     *
     * @param label stands above the panel; in a stack, above the first one only
     * @param span an interval of x, shaded
     * @param colour with dashes; ink without where absent
     */
    record Upright(
            double x,
            String label,
            @Later Optional<Range> span,
            @Later Optional<Colour> colour) implements Mark {
        public Upright {
            Numbers.finite("mark " + label, x);
        }

        String style() {
            return colour.map(c -> c.style + " dashed").orElse("dark");
        }
    }

    /** A level line with its name on it. */
    record Level(double y, String label) implements Mark {
        public Level {
            Numbers.finite("mark " + label, y);
        }
    }

    /**
     * A ring around a point; its name is a tip.
     *
     * @param main whether it is the one that counts
     */
    record Ring(double x, double y, String label, Colour colour, boolean main) implements Mark {
        public Ring {
            Numbers.finite("mark " + label, x);
            Numbers.finite("mark " + label, y);
        }
    }

    /** Words inside the panel, around a point. */
    record Words(double x, double y, String label) implements Mark {
        public Words {
            Numbers.finite("mark " + label, x);
            Numbers.finite("mark " + label, y);
        }
    }
}
