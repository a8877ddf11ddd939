package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach an S3 server, from the environment alone, so that no secret stands on a command line or in a study file.
 *
 * @param endpoint {@code http(s)://HOST[:PORT]}
 * @param region what requests are signed for
 * @param credentials who we are
 * @param certificates PEM file of the authorities to trust instead of the JVM's
 * @param proxy what the environment puts on the way
 */
public record S3Config(
        URI endpoint,
        String region,
        S3Credentials credentials,
        Optional<Path> certificates,
        Optional<EnvironmentProxy> proxy) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final String DEFAULT_REGION = "us-east-1";

    public S3Config {
        String scheme = String.valueOf(endpoint.getScheme());
        String path = String.valueOf(endpoint.getRawPath());
        boolean server = endpoint.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
        boolean bare = (path.isEmpty() || path.equals("/"))
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && endpoint.getRawUserInfo() == null;
        if (!server || !bare) {
            // not repeated here: someone may have written a password into it
            throw invalid("the S3 endpoint is not of the form http(s)://HOST[:PORT], without path, query and user");
        }
        if (!REGION.matcher(region).matches()) {
            throw invalid("AWS_REGION is no region name");
        }
        certificates.ifPresent(file -> {
            if (!Files.isReadable(file)) {
                throw invalid("AWS_CA_BUNDLE names " + file + ", which cannot be read");
            }
        });
    }

    /** With fixed keys, without a proxy. */
    S3Config(
            URI endpoint,
            String region,
            String accessKey,
            String secretKey,
            Optional<String> sessionToken,
            Optional<Path> certificates) {
        this(
                endpoint,
                region,
                new S3Credentials.Keys(accessKey, secretKey, sessionToken),
                certificates,
                Optional.empty());
    }

    /**
     * Reads {@code AWS_ENDPOINT_URL_S3} (or {@code AWS_ENDPOINT_URL}; else Amazon's own), {@code AWS_REGION} (or
     * {@code AWS_DEFAULT_REGION}), {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN} (or the file {@code AWS_SHARED_CREDENTIALS_FILE} with its
     * {@code AWS_PROFILE}, which is read again when it changes),
     * {@code AWS_CA_BUNDLE} and the variables of {@link EnvironmentProxy}.
     *
     * @throws OnsetException {@code STUDY_INVALID} naming the variable
     */
    public static S3Config of(Map<String, String> environment) {
        String region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION").orElse(DEFAULT_REGION);
        String endpoint = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .orElse("https://s3." + region + ".amazonaws.com");
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw invalid("AWS_ENDPOINT_URL_S3 is no address");
        }
        return new S3Config(
                uri,
                region,
                credentials(environment),
                first(environment, "AWS_CA_BUNDLE").map(Path::of),
                EnvironmentProxy.of(uri, environment));
    }

    /** Keys in the environment stand before those of a file, as AWS' own tools have it. */
    private static S3Credentials credentials(Map<String, String> environment) {
        Optional<String> file = first(environment, "AWS_SHARED_CREDENTIALS_FILE");
        if (file.isPresent() && first(environment, "AWS_ACCESS_KEY_ID").isEmpty()) {
            S3Credentials.InFile credentials = new S3Credentials.InFile(
                    Path.of(file.get()), first(environment, "AWS_PROFILE").orElse("default"));
            credentials.read(); // refused before anything is done
            return credentials;
        }
        return new S3Credentials.Keys(
                required(environment, "AWS_ACCESS_KEY_ID"),
                required(environment, "AWS_SECRET_ACCESS_KEY"),
                first(environment, "AWS_SESSION_TOKEN"));
    }

    boolean encrypted() {
        return "https".equals(endpoint.getScheme());
    }

    private static String required(Map<String, String> environment, String name) {
        return first(environment, name)
                .orElseThrow(() -> invalid(name
                        + " is not set; an S3 store takes its credentials from the environment, or from the file that"
                        + " AWS_SHARED_CREDENTIALS_FILE names"));
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    private static OnsetException invalid(String why) {
        return new OnsetException(ErrorCode.STUDY_INVALID, why + "; nothing was started");
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return endpoint + " (region " + region + ")";
    }
}
