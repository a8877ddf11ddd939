package dev.onset.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("property")
final class MergePatchProperties {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Whatever two experiments are, the one and their difference give the other. */
    @Property(tries = 500)
    void theDifferenceOfTwoTrees_makesOneOfTheOther(@ForAll("trees") ObjectNode from, @ForAll("trees") ObjectNode to) {
        assertThat(MergePatch.apply(from, MergePatch.between(from, to))).isEqualTo(to);
        assertThat(MergePatch.between(from, from).isEmpty()).isTrue();
    }

    @Provide
    Arbitrary<ObjectNode> trees() {
        return section(3);
    }

    private static Arbitrary<ObjectNode> section(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 3).map(JSON::numberNode),
                Arbitraries.of("a", "b").map(JSON::textNode),
                Arbitraries.integers().between(0, 2).map(length -> {
                    ArrayNode array = JSON.arrayNode();
                    for (int i = 0; i < length; i++) {
                        array.add(i);
                    }
                    return array;
                }));
        Arbitrary<JsonNode> value =
                depth == 0 ? leaf : Arbitraries.oneOf(leaf, section(depth - 1).map(node -> (JsonNode) node));
        return Arbitraries.maps(Arbitraries.of("x", "y", "z"), value)
                .ofMaxSize(3)
                .map(MergePatchProperties::object);
    }

    private static ObjectNode object(Map<String, JsonNode> fields) {
        ObjectNode object = JSON.objectNode();
        fields.forEach(object::set);
        return object;
    }
}
