package dev.onset.infra.codec;

import dev.onset.contracts.OnsetException;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Switches payload encryption on where the environment names a key file in {@value #KEYS_VARIABLE}. The same file goes to
 * every process that talks to the namespace: workers, the command line, the codec server.
 *
 * <p>Encrypted: inputs, results, memos, heartbeats, signals, queries, updates, summaries and details, and the messages,
 * stack traces and details of failures. In the clear, since operators and the server need them: workflow ids (which carry
 * the study's name), types, queues, search attributes and a failure's code.
 */
public final class PayloadEncryption {
    /** Names the file with the keys; empty or absent means no encryption. */
    public static final String KEYS_VARIABLE = "ONSET_PAYLOAD_KEYS";

    private PayloadEncryption() {}

    /**
     * The keys that the environment names, if any.
     *
     * @throws OnsetException STUDY_INVALID if the file is not as {@link PayloadKeys#read} wants it
     */
    public static Optional<PayloadKeys> keys(Map<String, String> environment) {
        String file = environment.getOrDefault(KEYS_VARIABLE, "");
        return file.isBlank() ? Optional.empty() : Optional.of(PayloadKeys.read(Path.of(file)));
    }

    /**
     * A converter whose payloads and failures are encrypted for the namespace; where the environment names no keys, one that
     * encrypts nothing and says of what is encrypted that a key is missing (PAYLOAD_UNREADABLE). The bound on payloads that {@code plain} enforces holds for what is encrypted.
     *
     * @throws OnsetException STUDY_INVALID if keys are named and cannot be had: never unencrypted instead
     */
    public static DataConverter wrap(DataConverter plain, Map<String, String> environment, String namespace) {
        return keys(environment)
                .map(keys -> wrap(plain, keys, namespace))
                .orElseGet(() -> new CodecDataConverter(plain, List.of(new KeylessCodec())));
    }

    /** A converter that encrypts with keys that were read already. */
    public static DataConverter wrap(DataConverter plain, PayloadKeys keys, String namespace) {
        return new CodecDataConverter(
                new BriefFailures(plain),
                List.of(new EncryptingCodec(keys, namespace)),
                /* encodeFailureAttributes= */ true);
    }
}
