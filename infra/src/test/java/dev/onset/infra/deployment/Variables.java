package dev.onset.infra.deployment;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a worker may be told by its environment. */
final class Variables {
    private static final Pattern NAMED = Pattern.compile("`((?:AWS|ONSET|TEMPORAL)_[A-Z0-9_]+)`");
    /** Of scripts and of the command line alone. */
    private static final Set<String> NOT_OF_WORKERS =
            Set.of("ONSET_SERVERS", "ONSET_TRIAL_PORT", "ONSET_TEMPORAL_UI", "ONSET_JAVA_OPTS", "ONSET_WORKER_SECONDS");
    /** Which that guide has in words. */
    private static final List<String> CERTIFICATES = List.of(
            "AWS_CA_BUNDLE",
            "TEMPORAL_NAMESPACE",
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH",
            "TEMPORAL_TLS_CLIENT_CERT_PATH",
            "TEMPORAL_TLS_CLIENT_KEY_PATH");

    private Variables() {}

    /** Each that the guide for operators names, and those of certificates. */
    static Set<String> ofWorkers() {
        Set<String> names = new TreeSet<>(CERTIFICATES);
        Matcher named = NAMED.matcher(Yaml.text(Yaml.root().resolve("infra/docs/operate.md")));
        while (named.find()) {
            names.add(named.group(1));
        }
        names.removeAll(NOT_OF_WORKERS);
        return names;
    }
}
