package dev.onset.infra.store;

import dev.onset.contracts.OnsetException;
import dev.onset.pulse.Pulse;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Objects in an S3 bucket, for workers on any number of machines.
 *
 * <p>Every object is written by one request, so it appears whole or not at all. Create sends {@code If-None-Match: *}; a
 * server that ignores it is found out by {@link dev.onset.store.StoreProbe} and refused.
 *
 * <h2>Failures</h2>
 *
 * <p>Requests are repeated here and nowhere below, {@value #ATTEMPTS} times with growing pauses: after 409 (another
 * conditional write was under way, nothing was stored), and after 408, 429, 5xx, a broken or missing answer. After those an
 * earlier attempt may have taken effect. So when a repeated create is told that the key is taken, the object is read back,
 * and equal content counts as created by this call. Callers that must be told apart therefore send distinct content. When
 * the attempts are used up the failure is {@code COMMIT_UNKNOWN} after such doubt, else {@code STORE_UNAVAILABLE}.
 *
 * <p>Wrong credentials, bucket, region or certificate are {@code STORE_REFUSED}, at once. A crash leaves nothing in the bucket
 * but whole objects, and at most a temporary file on this machine.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(S3ObjectStore.class);
    static final int ATTEMPTS = 5;
    /** From this size on it is worth asking first whether the key is taken, instead of sending all for nothing. */
    private static final int WORTH_ASKING = 64 << 10;

    private final S3Address address;
    private final S3Config config;
    final MinioAsyncClient client;
    private final Duration pause;

    S3ObjectStore(S3Address address, S3Config config, S3Connection.Timeouts timeouts, Duration pause) {
        this.address = address;
        this.config = config;
        this.client = S3Connection.open(config, timeouts);
        this.pause = pause;
    }

    /**
     * Connects, and makes sure that the bucket is there.
     *
     * @throws OnsetException {@code STORE_REFUSED} or {@code STORE_UNAVAILABLE}, with what to do
     */
    public static S3ObjectStore open(S3Address address, S3Config config) {
        S3ObjectStore store = new S3ObjectStore(address, config, S3Connection.Timeouts.USUAL, Duration.ofMillis(100));
        try {
            store.requireBucket();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    /** Creates the bucket where it is missing; says whether it did. */
    public static boolean createBucket(S3Address address, S3Config config) {
        try (S3ObjectStore store =
                new S3ObjectStore(address, config, S3Connection.Timeouts.USUAL, Duration.ofMillis(100))) {
            if (store.bucketExists()) {
                return false;
            }
            store.persevere("creating the bucket", () -> {
                store.client
                        .makeBucket(MakeBucketArgs.builder()
                                .bucket(address.bucket())
                                .build())
                        .join();
                return true;
            });
            return true;
        }
    }

    void requireBucket() {
        if (!bucketExists()) {
            throw S3Failure.noBucket().coded("opening the store", describe(), false);
        }
    }

    private boolean bucketExists() {
        return persevere(
                "asking for the bucket",
                () -> await(client.bucketExists(
                        BucketExistsArgs.builder().bucket(address.bucket()).build())));
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        String what = "creating " + key;
        return Shield.over(() -> {
            if (content.size() >= WORTH_ASKING && size(key).isPresent()) {
                return Creation.EXISTED;
            }
            try (S3Payload payload = S3Payload.of(content, what + " in " + describe())) {
                return create(key, payload, what);
            }
        });
    }

    private Creation create(ObjectKey key, S3Payload payload, String what) {
        boolean doubt = false;
        for (int attempt = 1; ; attempt++) {
            try {
                put(key, payload, true);
                return Creation.CREATED;
            } catch (S3Failure e) {
                if (e.kind() == S3Failure.Kind.TAKEN) {
                    return doubt && holds(key, payload) ? Creation.CREATED : Creation.EXISTED;
                }
                doubt |= e.kind() == S3Failure.Kind.UNCERTAIN;
                if (!e.passing() || !again(attempt, what, e)) {
                    throw e.coded(what, describe(), doubt);
                }
            }
        }
    }

    /** Whether what is there is what was sent: the lost answer of an earlier attempt was a success. */
    private boolean holds(ObjectKey key, S3Payload payload) {
        boolean own = persevere("reading back " + key, () -> {
            Optional<InputStream> opened = get(key);
            if (opened.isEmpty()) {
                return false;
            }
            try (InputStream in = opened.get()) {
                return payload.equalTo(in);
            } catch (IOException e) {
                throw S3Failure.of(e);
            }
        });
        if (own) {
            log.info("{} in {}: the answer was lost, the object is there", key, this);
        }
        return own;
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        String what = "replacing " + key;
        Shield.over(() -> {
            try (S3Payload payload = S3Payload.of(content, what + " in " + describe())) {
                return persevere(what, () -> {
                    put(key, payload, false);
                    return true;
                });
            }
        });
    }

    private void put(ObjectKey key, S3Payload payload, boolean exclusive) throws S3Failure {
        try (S3Payload.Body body = payload.open(address.bucket(), address.name(key), exclusive)) {
            await(client.putObject(body.args()));
        } catch (IOException | OnsetException e) {
            throw S3Failure.of(e);
        }
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        return Shield.over(() -> persevere("opening " + key, () -> get(key)));
    }

    private Optional<InputStream> get(ObjectKey key) throws S3Failure {
        try {
            return Optional.of(Shield.over(await(client.getObject(GetObjectArgs.builder()
                    .bucket(address.bucket())
                    .object(address.name(key))
                    .build()))));
        } catch (S3Failure e) {
            if (e.kind() == S3Failure.Kind.UNREADABLE && head(key).isPresent()) {
                // not an outage that waiting would mend: it answers for the object, but its content is rotten
                return Optional.of(new Unreadable(e));
            }
            return absent(e);
        }
    }

    /** What a server hands out of an object whose content its disks have lost: nothing, and why. */
    private static final class Unreadable extends InputStream {
        private final S3Failure failure;

        Unreadable(S3Failure failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the server cannot read its own copy (" + failure.getMessage() + ")", failure);
        }
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        return Shield.over(() -> persevere("looking at " + key, () -> head(key)));
    }

    private Optional<Long> head(ObjectKey key) throws S3Failure {
        try {
            return Optional.of(await(client.statObject(StatObjectArgs.builder()
                            .bucket(address.bucket())
                            .object(address.name(key))
                            .build()))
                    .size());
        } catch (S3Failure e) {
            return absent(e);
        }
    }

    private static <T> Optional<T> absent(S3Failure e) throws S3Failure {
        if (e.kind() == S3Failure.Kind.ABSENT) {
            return Optional.empty();
        }
        throw e;
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        return Shield.over(() -> {
            List<ObjectKey> keys = new ArrayList<>();
            String token = "";
            do {
                ListObjectsV2Args.Builder args =
                        ListObjectsV2Args.builder().bucket(address.bucket()).prefix(address.name(prefix) + "/");
                ListObjectsV2Args page = token.isEmpty()
                        ? args.build()
                        : args.continuationToken(token).build();
                ListBucketResultV2 result = persevere(
                        "listing " + prefix,
                        () -> await(client.listObjectsV2(page)).result());
                for (Item item : result.contents()) {
                    key(item.objectName()).ifPresent(keys::add);
                }
                token = result.isTruncated() ? String.valueOf(result.nextContinuationToken()) : "";
            } while (!token.isEmpty());
            keys.sort(null);
            return keys;
        });
    }

    /** Names that others put there and that are no keys are not ours. */
    private Optional<ObjectKey> key(String name) {
        try {
            return Optional.of(new ObjectKey(name.substring(address.base().length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(ObjectKey key) {
        Shield.over(() -> persevere("deleting " + key, () -> {
            await(client.removeObject(RemoveObjectArgs.builder()
                    .bucket(address.bucket())
                    .object(address.name(key))
                    .build()));
            return true;
        }));
    }

    @Override
    public String describe() {
        return address + " at " + config.endpoint()
                + config.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public void close() {
        client.close();
    }

    interface Request<T> {
        T send() throws S3Failure, MinioException;
    }

    /** Sends a request that may be repeated without harm until it is answered or the attempts are used up. */
    <T> T persevere(String what, Request<T> request) {
        for (int attempt = 1; ; attempt++) {
            S3Failure failure;
            Pulse.current().tick(); // one call may take many requests
            try {
                return request.send();
            } catch (S3Failure e) {
                failure = e;
            } catch (MinioException | CompletionException | OnsetException e) {
                failure = S3Failure.of(e);
            }
            if (!failure.passing() || !again(attempt, what, failure)) {
                throw failure.coded(what, describe(), false);
            }
        }
    }

    private boolean again(int attempt, String what, S3Failure failure) {
        if (attempt >= ATTEMPTS) {
            return false;
        }
        Pulse.current().tick(); // patience with a store is no stall: every attempt has a timeout
        // one line for people; the rest of an outage is in the log file
        log.atLevel(attempt == 1 ? Level.WARN : Level.INFO)
                .log("{} in {}: attempt {} failed: {}", what, this, attempt, failure.getMessage());
        try {
            Thread.sleep(pause.toMillis() << (2 * (attempt - 1)));
            return true;
        } catch (InterruptedException e) {
            // whoever cancels does not wait for an outage to end
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits whatever the thread's interrupt status: the client's timeouts bound it. */
    static <T> T await(CompletableFuture<T> answer) throws S3Failure {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw S3Failure.of(e);
        }
    }
}
