package dev.onset.sweep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onset.contracts.StudySpec;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.RunPoint;
import dev.onset.store.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A sweep taken apart, once: its points as studies, their runs, and which file each point means by a role. */
final class Expanded {
    private static final int KEPT = 8;
    private static final int LONGEST = 63;
    private static final int STAYS = 54;
    private static final int HASH = 8;

    /** By identity: a study that is open is asked by the same specification. */
    private static final Cache<StudySpec, Expanded> KNOWN =
            Caffeine.newBuilder().weakKeys().maximumSize(KEPT).build();

    /**
     * A run of a sweep.
     *
     * @param point index of its point
     * @param of the run within its point's own study
     * @param as the run within the sweep
     */
    record Run(int point, RunPoint of, RunPoint as) {}

    private final Sweep sweep;
    private final Kind kind;
    private final List<StudySpec> specs;
    private final Map<String, Run> byName = new LinkedHashMap<>();
    private final SortedMap<String, String> sources = new TreeMap<>();
    private final List<SortedMap<String, String>> roles = new ArrayList<>();

    private Expanded(StudySpec spec) {
        this.sweep = (Sweep) spec.experiment();
        this.kind = Kinds.installed().of(sweep.base());
        this.specs = Points.specs(spec);
        for (int p = 0; p < specs.size(); p++) {
            runs(p);
            files(p);
        }
    }

    static Expanded of(StudySpec spec) {
        return KNOWN.get(spec, Expanded::new);
    }

    private void runs(int p) {
        String name = sweep.points().get(p).name();
        List<RunPoint> own = kind.points(specs.get(p));
        for (int i = 0; i < own.size(); i++) {
            RunPoint of = own.get(i);
            String as = i == 0 ? name : bounded(name + "--" + of.name());
            byName.put(as, new Run(p, of, new RunPoint(as, of.schedule())));
        }
    }

    /** A name that fits, of which the same is made again. */
    static String bounded(String name) {
        return name.length() <= LONGEST
                ? name
                : name.substring(0, STAYS) + "-" + Digest.sha256(name).substring(0, HASH);
    }

    /** The first file of a role has it; others have numbers behind it, in the order of points. */
    private void files(int p) {
        SortedMap<String, String> mine = new TreeMap<>();
        kind.sources(specs.get(p)).forEach((role, source) -> {
            String free = role;
            for (int n = 2; sources.containsKey(free) && !sources.get(free).equals(source); n++) {
                free = role + "-" + n;
            }
            sources.put(free, source);
            mine.put(role, free);
        });
        roles.add(mine);
    }

    Sweep sweep() {
        return sweep;
    }

    Kind kind() {
        return kind;
    }

    int size() {
        return specs.size();
    }

    StudySpec spec(int point) {
        return specs.get(point);
    }

    List<Run> runs() {
        return List.copyOf(byName.values());
    }

    Run run(RunPoint as) {
        Run run = byName.get(as.name());
        if (run == null) {
            throw new IllegalArgumentException("the grid has no run " + as.name());
        }
        return run;
    }

    /** Files of all points: role to source. */
    SortedMap<String, String> sources() {
        return sources;
    }

    /** What a point has by its own roles, of what the sweep has by its. */
    <T> Map<String, T> own(int point, Map<String, T> byRole) {
        Map<String, T> own = new HashMap<>();
        roles.get(point).forEach((role, as) -> {
            T there = byRole.get(as);
            if (there != null) {
                own.put(role, there);
            }
        });
        return own;
    }
}
