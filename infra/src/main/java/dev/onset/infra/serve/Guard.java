package dev.onset.infra.serve;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may ask, and how. A browser on this machine also runs the pages of others: one of them could point a name of its own at
 * this address, or send requests here, so requests must name this server and come from its own pages. Only reading is answered.
 */
final class Guard {
    /** Everything that is offered has such a path; nothing is decoded, so nothing can be hidden in it. */
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9_=-][A-Za-z0-9._=-]*/)*([A-Za-z0-9_=-][A-Za-z0-9._=-]*)?");

    private static final int LONGEST = 512;

    private final Set<String> hosts;
    private final Set<String> origins;
    private final Optional<TokenGate> gate;

    Guard(String scheme, Set<String> hosts, Optional<TokenGate> gate) {
        this.hosts = new TreeSet<>(hosts);
        this.origins = hosts.stream().map(host -> scheme + "://" + host).collect(Collectors.toCollection(TreeSet::new));
        this.gate = gate;
    }

    /** Why a request is not answered, or what its token leads to; empty where it is answered. */
    Optional<Answer> check(Request request) {
        boolean ours = request.header("host")
                .map(host -> hosts.contains(host.toLowerCase(java.util.Locale.ROOT)))
                .orElse(false);
        if (!ours) {
            return refused(403, "This server answers to " + String.join(", ", origins) + " only.");
        }
        if (request.header("origin").map(origin -> !origins.contains(origin)).orElse(false)) {
            return refused(403, "Pages of others may not read this server.");
        }
        boolean foreign =
                request.header("sec-fetch-site").filter(Guard::foreign).isPresent();
        boolean followed =
                request.header("sec-fetch-mode").filter("navigate"::equals).isPresent();
        if (foreign && !followed) {
            return refused(403, "Pages of others may not read this server.");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Optional.of(Answer.text(405, "This server is for reading: GET and HEAD only.")
                    .with("Allow", "GET, HEAD"));
        }
        if (request.path().length() > LONGEST || !PATH.matcher(request.path()).matches()) {
            return refused(404, "There is no such page.");
        }
        return gate.flatMap(of -> of.check(request));
    }

    private static boolean foreign(String site) {
        return site.equals("cross-site") || site.equals("same-site");
    }

    private static Optional<Answer> refused(int status, String words) {
        return Optional.of(Answer.text(status, words));
    }
}
