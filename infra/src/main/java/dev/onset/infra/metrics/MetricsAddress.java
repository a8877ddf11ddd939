package dev.onset.infra.metrics;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where metrics are offered.
 *
 * @param host loopback unless it is given
 * @param port 0 takes any that is free
 */
public record MetricsAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.%a-z]+]|[^:\\[\\]]+):)?([0-9]{1,5})");

    /**
     * Reads {@code [HOST:]PORT}.
     *
     * @throws OnsetException STUDY_INVALID
     */
    public static MetricsAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > 65_535) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    "'" + text + "' is not [HOST:]PORT with a port of 0 to 65535, such as 9464 or 0.0.0.0:9464");
        }
        String host = form.group(1) == null ? "127.0.0.1" : form.group(1);
        return new MetricsAddress(host, Integer.parseInt(form.group(2)));
    }

    InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
