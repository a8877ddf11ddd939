package dev.onset.numeric;

import dev.onset.contracts.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides the last bits of a stage's results in one process, besides its settings. Two processes compute a stage to equal
 * bits where their identities are equal.
 *
 * @param identity version of the library that computes, and what its kernels made of fixed inputs: no name of a machine, a
 *     processor or a Java that changes no bits
 * @param words for people: what the identity comes from on the machine that named it
 */
public record Profile(String identity, String words) {
    private static final int TAG = 8;
    private static final int LONGEST = 400;

    /** Behind it stands what only a study's own process tells, such as the framework that evaluates its networks. */
    private static final String OWN = " + ";

    public Profile {
        Require.text("identity", identity, LONGEST);
        words = words == null || words.isBlank() ? identity : words;
        words = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
    }

    /**
     * The profile of work of which a process of the study's own does a part. A worker knows beforehand what itself adds to the
     * bits, not what such a process will say: it serves all work of {@link #tag}, and finds out.
     *
     * @param own what the study's process says
     */
    public Profile with(Profile own) {
        String all = identity + OWN + own.identity;
        return new Profile(
                all.length() <= LONGEST
                        ? all
                        : identity + OWN + new Bits().add(own.identity).hex(),
                own.words + "; " + words);
    }

    /** A short name of the part of the identity that a worker knows beforehand, in the names of queues. */
    public String tag() {
        int own = identity.indexOf(OWN);
        return new Bits()
                .add(own < 0 ? identity : identity.substring(0, own))
                .hex()
                .substring(0, TAG);
    }

    /** Whether both compute to equal bits. */
    public boolean isSameAs(Profile other) {
        return identity.equals(other.identity);
    }

    /** The first of each identity, in their order. */
    public static List<Profile> distinct(List<Profile> profiles) {
        Map<String, Profile> distinct = new LinkedHashMap<>();
        profiles.forEach(profile -> distinct.putIfAbsent(profile.identity(), profile));
        return List.copyOf(distinct.values());
    }

    @Override
    public String toString() {
        return words + " (" + tag() + ")";
    }
}
