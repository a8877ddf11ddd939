package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who we are to an S3 server: keys that stay, or a file that is read again whenever it has changed. */
sealed interface S3Credentials {
    /** What the client asks before each request. */
    Provider provider();

    /** Fixed keys; they never print. */
    record Keys(String access, String secret, Optional<String> session) implements S3Credentials {
        @Override
        public Provider provider() {
            return new StaticProvider(access, secret, session.orElse(null));
        }

        @Override
        public String toString() {
            return "keys of the environment";
        }
    }

    /**
     * A profile of a file in the format of AWS' tools, as clusters mount and rotate them: keys that are exchanged there take effect
     * at the next request, in a process that goes on.
     */
    record InFile(Path path, String profile) implements S3Credentials {
        private static final int MOST = 1 << 20;

        @Override
        public Provider provider() {
            return new Reread(this);
        }

        /** @throws OnsetException {@code STORE_REFUSED} naming the file and what it lacks */
        Credentials read() {
            Map<String, String> values = new HashMap<>();
            try {
                if (Files.size(path) > MOST) {
                    throw refused("is larger than " + MOST + " bytes");
                }
                boolean within = false;
                List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
                for (String line : lines) {
                    String text = line.strip();
                    if (text.startsWith("[")) {
                        within = text.equals("[" + profile + "]");
                    } else if (within && !text.startsWith("#") && !text.startsWith(";") && text.indexOf('=') > 0) {
                        int at = text.indexOf('=');
                        values.put(
                                text.substring(0, at).strip(),
                                text.substring(at + 1).strip());
                    }
                }
            } catch (IOException e) {
                throw refused("cannot be read (" + e.getClass().getSimpleName() + ")");
            }
            return new Credentials(
                    required(values, "aws_access_key_id"),
                    required(values, "aws_secret_access_key"),
                    values.get("aws_session_token"),
                    null);
        }

        private String required(Map<String, String> values, String name) {
            String value = values.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw refused("has no " + name + " in its profile [" + profile + "]");
            }
            return value;
        }

        private OnsetException refused(String why) {
            // what it holds is not repeated
            return new OnsetException(
                    ErrorCode.STORE_REFUSED,
                    "AWS_SHARED_CREDENTIALS_FILE " + path + " " + why + "; nothing was sent to the store");
        }
    }

    /** Reads the file when it has changed since it was read. Safe for several threads. */
    final class Reread implements Provider {
        private record Seen(String state, Credentials credentials) {}

        private final InFile file;
        private volatile @Nullable Seen seen;

        Reread(InFile file) {
            this.file = file;
        }

        @Override
        public Credentials fetch() {
            String state = state();
            Seen before = seen;
            if (before != null && before.state().equals(state)) {
                return before.credentials();
            }
            Credentials read = file.read();
            seen = new Seen(state, read);
            return read;
        }

        private String state() {
            try {
                // a mounted secret is exchanged by turning a link
                Path real = file.path().toRealPath();
                return real + " " + Files.getLastModifiedTime(real) + " " + Files.size(real);
            } catch (IOException e) {
                return "unreadable " + System.nanoTime();
            }
        }
    }
}
