package dev.onset.infra.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts payloads with AES-256-GCM (NIST SP 800-38D). What is sealed is the whole payload, its metadata included; what
 * stays in the clear is the name of the cipher and the key's id. A sealed payload's data is the nonce (12 bytes, random)
 * and then the ciphertext with its tag (16 bytes). Namespace and key id are additional data: a payload opens in the
 * namespace it was written for and under the key it names, or not at all.
 *
 * <p>Payloads that are not sealed pass through {@link #decode} as they are: studies begun before encryption was switched
 * on, and what an operator's own tools send, stay readable. A payload that cannot be opened is an
 * {@link ErrorCode#PAYLOAD_UNREADABLE} that names the key's id. In a workflow's task that fails the task, which is tried
 * again until a worker has the key; the workflow itself loses nothing.
 *
 * <p>Random nonces allow 2^32 payloads a key; a study writes some ten thousand. Safe for use by several threads.
 */
public final class EncryptingCodec implements PayloadCodec {
    static final String ENCODING = "encoding";
    static final String CIPHER = "encryption-cipher";
    static final String KEY_ID = "encryption-key-id";
    static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
    static final ByteString AES_256_GCM = ByteString.copyFromUtf8("AES-256-GCM");

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int MAX_SHOWN_ID = 64;
    private static final byte[] CONTEXT = "onset payload 1".getBytes(StandardCharsets.UTF_8);

    private final PayloadKeys keys;
    private final String namespace;
    private final SecureRandom random = new SecureRandom();

    /** A codec for the payloads of one namespace. */
    public EncryptingCodec(PayloadKeys keys, String namespace) {
        this.keys = keys;
        this.namespace = namespace;
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::seal).toList();
    }

    /**
     * Opens what is sealed.
     *
     * @throws OnsetException PAYLOAD_UNREADABLE if a key is missing or a payload is not what was written
     */
    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::open).toList();
    }

    private Payload seal(Payload payload) {
        String id = keys.currentId();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = cipher(Cipher.ENCRYPT_MODE, keys.current(), id, nonce).doFinal(payload.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new OnsetException(
                    ErrorCode.INTERNAL, "a payload could not be encrypted under key '" + id + "'; nothing was sent", e);
        }
        return Payload.newBuilder()
                .putMetadata(ENCODING, ENCRYPTED)
                .putMetadata(CIPHER, AES_256_GCM)
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(id))
                .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)))
                .build();
    }

    private Payload open(Payload payload) {
        if (!ENCRYPTED.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
            return payload;
        }
        String id = payload.getMetadataOrDefault(KEY_ID, ByteString.EMPTY).toStringUtf8();
        if (!AES_256_GCM.equals(payload.getMetadataOrDefault(CIPHER, ByteString.EMPTY))) {
            throw unreadable(id, "was not encrypted by Onset (another cipher)");
        }
        SecretKey key = keys.find(id).orElseThrow(() -> unreadable(id, "needs a key that this process does not have"));
        byte[] data = payload.getData().toByteArray();
        if (data.length < NONCE_BYTES + TAG_BYTES) {
            throw unreadable(id, "is cut short");
        }
        try {
            byte[] nonce = java.util.Arrays.copyOf(data, NONCE_BYTES);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, key, id, nonce).doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES);
            return Payload.parseFrom(plain);
        } catch (AEADBadTagException e) {
            throw unreadable(
                    id,
                    "does not open in namespace '" + namespace
                            + "': it was altered, belongs to another namespace, or the key of that id is another");
        } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
            throw unreadable(id, "cannot be decrypted (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Cipher cipher(int mode, SecretKey key, String id, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(CONTEXT);
        updateWithLength(cipher, namespace);
        updateWithLength(cipher, id);
        return cipher;
    }

    /** The length first, so that no two pairs of namespace and id give the same bytes. */
    private static void updateWithLength(Cipher cipher, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        cipher.updateAAD(bytes);
    }

    /** What a process without keys makes of a payload that is sealed. */
    static OnsetException keyless(Payload sealed) {
        return new OnsetException(
                ErrorCode.PAYLOAD_UNREADABLE,
                "a payload encrypted under key '"
                        + shown(sealed.getMetadataOrDefault(KEY_ID, ByteString.EMPTY)
                                .toStringUtf8())
                        + "' needs a key, and this process has none");
    }

    private static OnsetException unreadable(String id, String what) {
        return new OnsetException(
                ErrorCode.PAYLOAD_UNREADABLE,
                "a payload encrypted under key '" + shown(id) + "' " + what + "; nothing was changed");
    }

    private static String shown(String id) {
        String clean = id.replaceAll("[^A-Za-z0-9._-]", "?");
        return clean.length() > MAX_SHOWN_ID ? clean.substring(0, MAX_SHOWN_ID) + "..." : clean;
    }

    @Override
    public String toString() {
        return "EncryptingCodec[" + keys + ", namespace=" + namespace + "]";
    }
}
