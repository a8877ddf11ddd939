package dev.onset.infra.serve;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was asked, as far as it is looked at.
 *
 * @param path as it came, not decoded
 * @param query decoded
 * @param headers first values by lower-case name
 */
record Request(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, InetAddress from) {
    private static final int MAX_PARAMETERS = 64;

    static Request of(HttpExchange exchange) {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (values.size() == 1) {
                headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0));
            } else {
                // two values of one header are read by one as the first, by another as the last: neither is ours
                headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join("\u0000", values));
            }
        });
        String path = exchange.getRequestURI().getRawPath();
        return new Request(
                exchange.getRequestMethod(),
                path == null ? "" : path,
                parameters(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRemoteAddress().getAddress());
    }

    private static Map<String, List<String>> parameters(@org.jspecify.annotations.Nullable String raw) {
        Map<String, List<String>> all = new TreeMap<>();
        if (raw != null) {
            String[] pairs = raw.split("&", MAX_PARAMETERS + 1);
            for (int i = 0; i < Math.min(pairs.length, MAX_PARAMETERS); i++) {
                int at = pairs[i].indexOf('=');
                String name = at < 0 ? pairs[i] : pairs[i].substring(0, at);
                String value = at < 0 ? "" : pairs[i].substring(at + 1);
                decoded(name)
                        .ifPresent(key -> decoded(value)
                                .ifPresent(text -> all.computeIfAbsent(key, unknown -> new ArrayList<>())
                                        .add(text)));
            }
        }
        return all;
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The first value of a parameter. */
    Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** A parameter that is a number; what is none counts as the other. */
    int number(String name, int other, int most) {
        return parameter(name)
                .filter(text -> text.matches("\\d{1,7}"))
                .map(Integer::parseInt)
                .map(value -> Math.min(value, most))
                .orElse(other);
    }
}
