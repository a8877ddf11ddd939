package dev.onset.infra.codec;

import static dev.onset.infra.codec.EncryptingCodec.ENCODING;
import static dev.onset.infra.codec.EncryptingCodec.ENCRYPTED;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/** Of a process that has no keys: it encrypts nothing, and says of what is encrypted that a key is missing. */
final class KeylessCodec implements PayloadCodec {
    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads;
    }

    /** @throws dev.onset.contracts.OnsetException PAYLOAD_UNREADABLE for what is encrypted */
    @Override
    public List<Payload> decode(List<Payload> payloads) {
        for (Payload payload : payloads) {
            if (ENCRYPTED.equals(payload.getMetadataOrDefault(ENCODING, ByteString.EMPTY))) {
                throw EncryptingCodec.keyless(payload);
            }
        }
        return payloads;
    }
}
