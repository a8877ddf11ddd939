package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that the environment names for an address, by the variables that AWS's tools and most others heed: {@code
 * HTTPS_PROXY} or {@code HTTP_PROXY}, and {@code NO_PROXY} for hosts without one; in small letters they win. Java itself heeds
 * its properties {@code https.proxyHost} and {@code http.proxyHost} alone, which go first. This machine is never reached
 * through a proxy.
 *
 * @param type how it is spoken to
 * @param user {@code NAME:PASSWORD}, decoded, where it asks for one
 */
record EnvironmentProxy(Proxy.Type type, String host, int port, Optional<String> user) {
    private static final int HTTP_PORT = 80;
    private static final int SOCKS_PORT = 1080;

    /**
     * The proxy on the way to an endpoint; absent where there is none.
     *
     * @throws OnsetException STUDY_INVALID naming the variable, never its value, which may hold a password
     */
    static Optional<EnvironmentProxy> of(URI endpoint, Map<String, String> environment) {
        String scheme = String.valueOf(endpoint.getScheme());
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        String variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        Optional<String> named = variable(environment, variable);
        if (named.isEmpty()
                || System.getProperty(scheme + ".proxyHost") != null
                || isLoopback(host)
                || variable(environment, "NO_PROXY")
                        .map(list -> excludes(list, host, port(endpoint)))
                        .orElse(false)) {
            return Optional.empty();
        }
        return Optional.of(parse(named.get(), variable));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
                .or(() -> Optional.ofNullable(environment.get(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static EnvironmentProxy parse(String text, String variable) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean socks = scheme.equals("socks5") || scheme.equals("socks5h") || scheme.equals("socks");
            if (uri.getHost() == null || !(socks || scheme.equals("http"))) {
                throw invalid(variable);
            }
            int standard = socks ? SOCKS_PORT : HTTP_PORT;
            return new EnvironmentProxy(
                    socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                    uri.getHost(),
                    uri.getPort() < 0 ? standard : uri.getPort(),
                    Optional.ofNullable(uri.getUserInfo()));
        } catch (URISyntaxException e) {
            throw invalid(variable);
        }
    }

    private static OnsetException invalid(String variable) {
        return new OnsetException(
                ErrorCode.STUDY_INVALID,
                variable + " is no proxy of the form http://[USER:PASSWORD@]HOST:PORT or socks5://HOST:PORT;"
                        + " nothing was started");
    }

    private static int port(URI endpoint) {
        int standard = "https".equals(endpoint.getScheme()) ? 443 : HTTP_PORT;
        return endpoint.getPort() < 0 ? standard : endpoint.getPort();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** Whether a list of hosts, domains, addresses and networks, each with a port or without, holds the host. */
    static boolean excludes(String list, String host, int port) {
        for (String part : list.split("[,\\s]+")) {
            String entry = part.toLowerCase(Locale.ROOT);
            int colon = entry.lastIndexOf(':');
            if (colon > 0 && entry.indexOf(':') == colon) {
                if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
                    continue;
                }
                entry = entry.substring(0, colon);
            }
            String domain =
                    entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
            boolean named = !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
            if (entry.equals("*") || named || inNetwork(entry, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the host is an address within a network such as 10.0.0.0/8. */
    private static boolean inNetwork(String network, String host) {
        int slash = network.indexOf('/');
        if (slash < 0 || !network.substring(slash + 1).matches("[0-9]{1,3}")) {
            return false;
        }
        Optional<InetAddress> base = literal(network.substring(0, slash));
        Optional<InetAddress> address = literal(host);
        if (base.isEmpty() || address.isEmpty()) {
            return false;
        }
        byte[] a = base.get().getAddress();
        byte[] b = address.get().getAddress();
        int bits = Integer.parseInt(network.substring(slash + 1));
        if (a.length != b.length || bits > 8 * a.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** An address written in numbers; names are not looked up. */
    private static Optional<InetAddress> literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!bare.matches("[0-9.]+") && !bare.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** For a client. */
    Proxy proxy() {
        return new Proxy(type, InetSocketAddress.createUnresolved(host, port));
    }

    /** Without user. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
