package dev.onset.supervised;

import dev.onset.kind.Scratch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder into which a training renames what it has finished: {@code step-N} is a checkpoint, {@code resume-N} its state alone.
 * A folder of another name is still being written.
 */
final class Deliveries {
    private static final Pattern NAME = Pattern.compile("(step|resume)-([0-9]{1,10})");

    private final Path parent;
    private Path folder;
    private int begun;
    private final NavigableMap<Long, Path> checkpoints = new TreeMap<>();
    private final NavigableMap<Long, Path> states = new TreeMap<>();

    /** @param parent an existing folder */
    Deliveries(Path parent) {
        this.parent = parent;
        this.folder = parent;
    }

    /**
     * A fresh folder for a process that begins at a step: what another has finished up to there stays, what lies behind it will
     * come again.
     */
    Path begin(long step) throws IOException {
        for (NavigableMap<Long, Path> kind : List.of(checkpoints, states)) {
            NavigableMap<Long, Path> behind = kind.tailMap(step, false);
            behind.values().forEach(Scratch::delete);
            behind.clear();
        }
        folder = Files.createDirectory(parent.resolve("start-" + ++begun));
        return folder;
    }

    /** Forgets everything. */
    void clear() {
        for (NavigableMap<Long, Path> kind : List.of(checkpoints, states)) {
            kind.values().forEach(Scratch::delete);
            kind.clear();
        }
    }

    /** Looks what is there; true when something new is. */
    boolean look() throws IOException {
        boolean found = false;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
                if (name.matches()) {
                    NavigableMap<Long, Path> kind = name.group(1).equals("step") ? checkpoints : states;
                    found |= kind.putIfAbsent(Long.parseLong(name.group(2)), path) == null;
                }
            }
        }
        return found;
    }

    /** The first checkpoint after a step, or at it. */
    Optional<Map.Entry<Long, Path>> next(long step, boolean including) {
        return Optional.ofNullable(including ? checkpoints.ceilingEntry(step) : checkpoints.higherEntry(step));
    }

    boolean hasCheckpoint(long step) {
        return checkpoints.containsKey(step);
    }

    /** The newest state alone that lies after a step and before another. */
    Optional<Map.Entry<Long, Path>> newestState(long after, long before) {
        return Optional.ofNullable(states.lowerEntry(before)).filter(state -> state.getKey() > after);
    }

    /** The newest folder with a state of all, to take training up from. */
    Optional<Map.Entry<Long, Path>> newest() {
        NavigableMap<Long, Path> all = new TreeMap<>(states);
        checkpoints.forEach((step, path) -> {
            if (Files.isDirectory(path.resolve(ProcessTraining.STATE))) {
                all.put(step, path);
            }
        });
        return Optional.ofNullable(all.lastEntry());
    }

    /** Removes what was finished before a step, but not the newest of all. */
    void dropBefore(long step) {
        Optional<Path> newest = newest().map(Map.Entry::getValue);
        for (NavigableMap<Long, Path> kind : List.of(checkpoints, states)) {
            NavigableMap<Long, Path> old = kind.headMap(step, false);
            old.values().stream()
                    .filter(path -> newest.filter(path::equals).isEmpty())
                    .forEach(Scratch::delete);
            old.values().removeIf(path -> newest.filter(path::equals).isEmpty());
        }
    }
}
