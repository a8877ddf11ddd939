package dev.onset.infra.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.recovery.Interaction;
import dev.onset.recovery.Interaction.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of interactions that an earlier recovery wrote, to start another from. */
public final class RecoveryFile {
    private static final long MAX_BYTES = 64L << 20;
    private static final String LIST = "recovery.interactions";

    private RecoveryFile() {}

    /**
     * Reads a list.
     *
     * @param players that the game has which is to be recovered
     * @throws OnsetException MODEL_INVALID naming file, place and bound
     */
    public static List<Interaction> read(Path file, int players) {
        byte[] content = JsonInput.content(file, MAX_BYTES, problem -> invalid(file, problem));
        JsonInput json = JsonInput.of(content, problem -> invalid(file, problem));
        JsonNode list = json.array(json.field("recovery").path("interactions"), LIST);
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            interactions.add(interaction(file, json, list.get(i), LIST + "[" + i + "]", players));
        }
        return interactions;
    }

    private static Interaction interaction(Path file, JsonInput json, JsonNode node, String where, int players) {
        int[] members = json.counts(node.path("players"), where + ".players");
        int[] distinct = Arrays.stream(members).distinct().sorted().toArray();
        if (members.length == 0 || distinct.length < members.length || distinct[distinct.length - 1] >= players) {
            throw invalid(
                    file,
                    where + ".players is " + Arrays.toString(members) + "; it must be one or more of the players 0 to "
                            + (players - 1) + ", each once");
        }
        String kind = node.path("kind").asText("");
        if (!kind.equals("and") && !kind.equals("or")) {
            throw invalid(file, where + ".kind is '" + kind + "'; it must be and or or");
        }
        return new Interaction(
                kind.equals("or") && distinct.length > 1 ? Kind.OR : Kind.AND,
                Arrays.stream(distinct).boxed().toList(),
                json.number(node.path("coefficient"), where + ".coefficient"));
    }

    private static OnsetException invalid(Path file, String problem) {
        return new OnsetException(
                ErrorCode.MODEL_INVALID,
                "--recover-from " + file + " " + problem
                        + "; nothing was computed: give what --recover wrote with --out, of a game of the same players");
    }
}
