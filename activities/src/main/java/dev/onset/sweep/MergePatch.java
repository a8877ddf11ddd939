package dev.onset.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Differences of JSON trees as merge patches (RFC 7386): sections differ key by key, all else as a whole, null removes. */
final class MergePatch {
    private MergePatch() {}

    /** What makes one tree of another. */
    static ObjectNode between(ObjectNode from, ObjectNode to) {
        ObjectNode patch = from.objectNode();
        for (Map.Entry<String, JsonNode> now : to.properties()) {
            JsonNode before = from.get(now.getKey());
            if (before instanceof ObjectNode old && now.getValue() instanceof ObjectNode section) {
                ObjectNode inner = between(old, section);
                if (!inner.isEmpty()) {
                    patch.set(now.getKey(), inner);
                }
            } else if (!now.getValue().equals(before)
                    && !(before == null && now.getValue().isNull())) {
                patch.set(now.getKey(), now.getValue());
            }
        }
        for (Map.Entry<String, JsonNode> before : from.properties()) {
            if (!to.has(before.getKey())) {
                patch.putNull(before.getKey());
            }
        }
        return patch;
    }

    /** A tree with a patch applied. */
    static ObjectNode apply(ObjectNode tree, ObjectNode patch) {
        ObjectNode result = tree.deepCopy();
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else if (change.getValue() instanceof ObjectNode section) {
                JsonNode before = result.get(change.getKey());
                result.set(change.getKey(), apply(before instanceof ObjectNode old ? old : tree.objectNode(), section));
            } else {
                result.set(change.getKey(), change.getValue().deepCopy());
            }
        }
        return result;
    }
}
