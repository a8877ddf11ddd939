package dev.onset.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the numbers of an example are called.
 *
 * @param features names of the features, in their order; empty where the data have none
 * @param tokens the vocabulary of texts: a token's number is its place; empty for what is no text
 */
public record Legend(List<String> features, List<String> tokens) {
    public static final Legend NONE = new Legend(List.of(), List.of());

    private static final Pattern SPECIAL = Pattern.compile("\\[[a-z0-9]+]|<[a-z0-9/]+>");
    private static final Set<String> FRAMES =
            Set.of("[cls]", "[sep]", "[bos]", "[eos]", "<s>", "</s>", "<bos>", "<eos>", "<|endoftext|>");
    private static final Set<String> PADDING = Set.of("[pad]", "<pad>");
    private static final Set<String> UNKNOWN = Set.of("[unk]", "<unk>");
    private static final Set<String> MASK = Set.of("[mask]", "<mask>");

    public Legend {
        features = List.copyOf(features);
        tokens = List.copyOf(tokens);
    }

    /** The token of a number, as a text shows it. */
    public String token(int number) {
        return number >= 0 && number < tokens.size() ? tokens.get(number) : "#" + number;
    }

    /** The number of the token that fills up short texts: [PAD] or &lt;pad&gt;, else 0. */
    public int padding() {
        return find(PADDING).orElse(0);
    }

    /** The number of the token that stands for words that are none. */
    Optional<Integer> unknown() {
        return find(UNKNOWN);
    }

    /** Whether a token is no part of the text itself but what begins it, ends it or fills it up, such as [CLS], &lt;/s&gt; or [PAD]. */
    public boolean isFrame(int number) {
        return number == padding() || FRAMES.contains(token(number).toLowerCase(Locale.ROOT));
    }

    /** Whether a token stands for no word in particular: a frame of the text, or a word that is hidden or unknown. */
    public boolean isSpecial(int number) {
        return number == padding()
                || SPECIAL.matcher(token(number).toLowerCase(Locale.ROOT)).matches();
    }

    /** The number of the token that an absent word shows: [MASK], else the one that stands for unknown words, else padding. */
    public int mask() {
        return find(MASK).or(this::unknown).orElseGet(this::padding);
    }

    private Optional<Integer> find(Set<String> names) {
        for (int i = 0; i < tokens.size(); i++) {
            if (names.contains(tokens.get(i).toLowerCase(Locale.ROOT))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
