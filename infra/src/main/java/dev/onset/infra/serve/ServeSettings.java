package dev.onset.infra.serve;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the page is offered and to whom. This machine alone may read it without a token; other machines need a token, and TLS,
 * which keeps it and the studies from being read on the way.
 *
 * @param address to listen on
 * @param port 0 takes any free one
 * @param names further host names that browsers may call it by
 * @param token what a reader has to know; absent on this machine alone
 * @param tls absent on this machine alone
 */
public record ServeSettings(
        InetAddress address, int port, List<String> names, Optional<String> token, Optional<Tls> tls) {
    /** Shorter tokens can be guessed. */
    static final int SHORTEST_TOKEN = 24;

    /** The variable that holds the token, so that it stands on no command line. */
    public static final String TOKEN_VARIABLE = "ONSET_SERVE_TOKEN";

    /** The variable that holds the key store's password. */
    public static final String PASSWORD_VARIABLE = "ONSET_SERVE_TLS_PASSWORD";

    private static final int MAX_PORT = 65_535;
    private static final String HOST = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";

    /**
     * A certificate with its key.
     *
     * @param file in PKCS #12
     */
    public record Tls(Path file, String password) {
        @Override
        public String toString() {
            return "Tls[" + file + "]";
        }
    }

    public ServeSettings {
        names = List.copyOf(names);
        require(port >= 0 && port <= MAX_PORT, "--port is " + port + "; it must lie between 0 and " + MAX_PORT);
        for (String name : names) {
            require(name.matches(HOST), "--host is '" + name + "', which is no host name in lower case");
        }
        require(
                token.isEmpty() || token.get().length() >= SHORTEST_TOKEN,
                TOKEN_VARIABLE + " has fewer than " + SHORTEST_TOKEN
                        + " characters, which can be guessed; 'openssl rand -hex 32' makes one that cannot");
        if (!address.isLoopbackAddress()) {
            require(
                    token.isPresent(),
                    "--listen " + address.getHostAddress() + " lets other machines read every study, so "
                            + TOKEN_VARIABLE + " must hold a token that readers have to know");
            require(
                    tls.isPresent(),
                    "--listen " + address.getHostAddress()
                            + " sends studies and the token over the network, so --tls FILE.p12 must give a certificate"
                            + " (and " + PASSWORD_VARIABLE + " its password)");
        }
    }

    /** On this machine alone. */
    public static ServeSettings local(int port) {
        return new ServeSettings(InetAddress.getLoopbackAddress(), port, List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * An address by its name.
     *
     * @throws OnsetException STUDY_INVALID where there is none
     */
    public static InetAddress resolve(String listen) {
        try {
            return InetAddress.getByName(listen);
        } catch (UnknownHostException e) {
            throw invalid("--listen is '" + listen + "', which is no address of this machine");
        }
    }

    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /** The values of {@code Host} that are answered: anything else was sent by a page that is not ours. */
    TreeSet<String> hosts(int boundPort) {
        TreeSet<String> hosts = new TreeSet<>();
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            List.of("localhost", "127.0.0.1", "[::1]").forEach(name -> add(hosts, name, boundPort));
        }
        if (!address.isAnyLocalAddress()) {
            add(hosts, literal(address), boundPort);
        }
        names.forEach(name -> add(hosts, name, boundPort));
        return hosts;
    }

    private void add(TreeSet<String> hosts, String name, int boundPort) {
        hosts.add(name + ":" + boundPort);
        if (boundPort == (tls.isPresent() ? 443 : 80)) {
            hosts.add(name);
        }
    }

    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    static OnsetException invalid(String what) {
        return new OnsetException(ErrorCode.STUDY_INVALID, what + "; nothing was started");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw invalid(what);
        }
    }

    @Override
    public String toString() {
        return scheme() + "://" + literal(address) + ":" + port + (token.isPresent() ? ", token" : "");
    }
}
