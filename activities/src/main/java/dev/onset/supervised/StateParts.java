package dev.onset.supervised;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A training's own state as parts of a checkpoint: {@code state-NNNNN} are its files as they are, {@code process.json} says what
 * they are called and which step they are of. They are never looked into.
 */
final class StateParts {
    private static final String POSITION = "process.json";
    private static final String FILE = "state-";
    private static final int MOST = 10_000;

    private StateParts() {}

    /**
     * @param complete whether the network lies beside it
     * @param files names of the state's files, in the order of the parts that hold them
     */
    private record Position(String format, long step, boolean complete, List<String> files) {
        private static final String FORMAT = "onset.process/1";
    }

    static boolean isPart(String name) {
        return name.equals(POSITION) || name.startsWith(FILE);
    }

    /**
     * The parts of a state.
     *
     * @param complete whether it is of a checkpoint, with the network beside it
     * @param state its folder; where there is none the training has no state and can only begin anew
     * @param folder for what is written
     */
    static SortedMap<String, Path> write(long step, boolean complete, Path state, Path folder) throws IOException {
        SortedMap<String, Path> parts = new TreeMap<>();
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(state)) {
            try (Stream<Path> all = Files.walk(state)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    parts.put(FILE + String.format(Locale.ROOT, "%05d", names.size()), file);
                    names.add(state.relativize(file).toString().replace('\\', '/'));
                }
            }
        }
        if (names.size() > MOST) {
            throw new OnsetException(
                    ErrorCode.TRAINER_FAILED,
                    "the state of step " + step + " has " + names.size() + " files; at most " + MOST
                            + " are kept; write them as one archive");
        }
        byte[] position = CanonicalJson.bytes(new Position(Position.FORMAT, step, complete, names));
        parts.put(POSITION, Files.write(folder.resolve(POSITION), position));
        return parts;
    }

    /**
     * A state that was read back.
     *
     * @param complete whether it is of a checkpoint
     * @param hasFiles false where the training keeps no state
     */
    record Restored(long step, boolean complete, boolean hasFiles) {}

    /**
     * Lays a state out as it was.
     *
     * @throws OnsetException STORE_CORRUPT where the parts are no state
     */
    static Restored read(Path parts, Path state) throws IOException {
        Position position;
        try {
            position = CanonicalJson.parse(Files.readAllBytes(parts.resolve(POSITION)), Position.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT, "the position of a training, " + POSITION + ", cannot be read", e);
        }
        Files.createDirectories(state);
        Map<String, Path> targets = new TreeMap<>();
        for (int i = 0; i < position.files().size(); i++) {
            Path target = state.resolve(position.files().get(i)).normalize();
            if (!target.startsWith(state)) {
                throw new OnsetException(
                        ErrorCode.STORE_CORRUPT,
                        "a training's state names the file " + position.files().get(i));
            }
            targets.put(FILE + String.format(Locale.ROOT, "%05d", i), target);
        }
        for (Map.Entry<String, Path> target : targets.entrySet()) {
            Files.createDirectories(target.getValue().resolveSibling(""));
            Files.move(parts.resolve(target.getKey()), target.getValue());
        }
        return new Restored(
                position.step(), position.complete(), !position.files().isEmpty());
    }
}
