package dev.onset.kind;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.Experiment;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.StudySpec;
import dev.onset.numeric.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of study a process knows, by name. Safe for several threads. */
public final class Kinds {
    private final Map<String, Kind> byName = new TreeMap<>();

    public Kinds(Collection<Kind> kinds) {
        for (Kind kind : kinds) {
            if (byName.put(kind.name(), kind) != null) {
                throw new IllegalArgumentException("two kinds of study are named " + kind.name());
            }
        }
    }

    /** All that are registered on the class path, in service files named after {@link Kind}. */
    public static Kinds installed() {
        return Installed.KINDS;
    }

    /** Loaded once; whoever only names the class loads nothing. */
    private static final class Installed {
        static final Kinds KINDS = new Kinds(ServiceLoader.load(Kind.class, Kind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Names, ascending. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Names that study files may give as their kind, ascending. */
    public List<String> written() {
        return byName.values().stream().filter(Kind::isWritten).map(Kind::name).toList();
    }

    /** All kinds, by ascending name. */
    public List<Kind> all() {
        return List.copyOf(byName.values());
    }

    /** The records that the kinds bring, as a JSON mapper learns them. */
    public List<NamedType> types() {
        return byName.values().stream()
                .map(kind -> new NamedType(kind.experiment(), kind.name()))
                .toList();
    }

    /**
     * The numeric profiles under which this process would compute what studies of any kind send to a queue, each once.
     *
     * @param gpu which of this machine's GPUs is computed on, where it is
     */
    public List<Profile> profiles(String queue, int gpu) {
        return Profile.distinct(byName.values().stream()
                .flatMap(kind -> kind.profiles(queue, gpu).stream())
                .toList());
    }

    public Kind of(StudySpec spec) {
        return named(spec.experiment().kind());
    }

    /** The kind that a record belongs to. */
    public Kind of(Experiment experiment) {
        return named(experiment.kind());
    }

    /** @throws OnsetException STUDY_INVALID where this process has none of that name */
    public Kind named(String name) {
        Kind kind = byName.get(name);
        if (kind == null) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "kind is '" + name + "', which this build does not have; it has " + String.join(", ", names())
                            + "; nothing was written");
        }
        return kind;
    }
}
