package dev.onset.sweep;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onset.contracts.CheckpointSpec;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.Require;
import dev.onset.kind.Factor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A study of any kind, at many settings: what {@code grid:} in a study file becomes. Nobody writes this record; each of its points
 * was bound and checked as the kind's own study before it came here, and is kept as its difference from the study as it stands.
 *
 * @param base the study as it stands, itself a point or not
 * @param factors what varies, in the order of the file
 * @param points the runs that are asked for, or groups of them where the kind has several runs a study
 */
@JsonTypeName(Sweep.KIND)
public record Sweep(Experiment base, List<Factor> factors, List<Point> points) implements Experiment {
    public static final String KIND = "grid";

    /** Runs are numbered so far. */
    public static final int MOST = 10_000;

    /**
     * One point.
     *
     * @param name of its own, made of its levels alone, so that it stays when the grid grows
     * @param levels by factor; factors that it leaves as they are have none
     * @param seed the point's
     * @param changes to the experiment as JSON writes it, a merge patch (RFC 7386)
     */
    public record Point(String name, SortedMap<String, String> levels, long seed, ObjectNode changes) {
        public Point {
            Require.name("name", name);
            levels = new TreeMap<>(levels);
            Require.within("seed", seed, 0, Integer.MAX_VALUE);
            Require.present("changes", changes);
        }
    }

    public Sweep {
        Require.present("base", base);
        factors = List.copyOf(factors);
        points = List.copyOf(points);
        Require.within("points", points.size(), 1, MOST);
        Set<String> names = new HashSet<>();
        for (Point point : points) {
            if (!names.add(point.name())) {
                throw new FieldException("points", "has '" + point.name() + "' twice");
            }
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Of the study as it stands; points may have others. */
    @Override
    public CheckpointSpec checkpoints() {
        return base.checkpoints();
    }
}
