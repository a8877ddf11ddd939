package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.ObjectStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store, kept by S3 over a real server, and what only a real server shows. */
@Tag("e2e")
@Tag("servers")
final class S3RealServerTest extends ObjectStoreContract {
    @TempDir
    static Path folder;

    private static RealServers.Minio minio;
    private static int stores;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        RealServers.require("minio");
        minio = new RealServers.Minio(Files.createDirectory(folder.resolve("s3")));
        S3ObjectStore.createBucket(S3Address.parse("s3://onset"), minio.config());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (minio != null) {
            minio.close();
        }
    }

    @Override
    protected ObjectStore openEmpty() {
        return S3ObjectStore.open(S3Address.parse("s3://onset/store-" + stores++), minio.config());
    }

    /** A server closes connections that were idle for half a minute; the pool of the client does not hear of it. */
    @Test
    void connectionsThatTheServerClosedWhileTheyWereIdle_costOneAttemptAtMost() throws Exception {
        ObjectKey key = new ObjectKey("a/b");
        store.create(key, ObjectStore.Content.of(new byte[100_000]));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<Optional<Long>> answer :
                    threads.invokeAll(Collections.<Callable<Optional<Long>>>nCopies(64, () -> store.size(key)))) {
                assertThat(answer.get()).isPresent();
            }
        } finally {
            threads.shutdownNow();
        }
        minio.kill();
        minio.start();
        try (InputStream in = store.open(key).orElseThrow()) {
            assertThat(in.readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void byteFlippedOnTheServersDisk_isDetected() throws IOException {
        BlobStore blobs = new BlobStore(store);
        byte[] content = new byte[400_000];
        new Random(3).nextBytes(content);
        BlobRef ref = blobs.put(content);
        assertThat(blobs.inspect(ref)).as("control").isEqualTo(BlobStore.State.INTACT);
        flip(ref);
        assertThat(blobs.inspect(ref)).isEqualTo(BlobStore.State.CORRUPT);
        assertThat(blobs.put(content)).isEqualTo(ref);
        assertThat(blobs.inspect(ref)).as("mended by whoever has it").isEqualTo(BlobStore.State.INTACT);
    }

    private static void flip(BlobRef ref) throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.walk(minio.data().resolve("onset"))) {
            parts = files.filter(file -> file.toString().contains(ref.sha256())
                            && file.getFileName().toString().startsWith("part."))
                    .toList();
        }
        assertThat(parts).hasSize(1);
        byte[] stored = Files.readAllBytes(parts.get(0));
        stored[stored.length / 2] ^= 1;
        Files.write(parts.get(0), stored);
    }

    @Test
    void serverKilledAndStartedAgain_hasWhatItAcknowledgedAndIsWaitedFor() throws Exception {
        ObjectKey before = new ObjectKey("before");
        assertThat(store.create(before, text("x"))).isEqualTo(ObjectStore.Creation.CREATED);
        minio.kill();
        CompletableFuture<ObjectStore.Creation> during =
                CompletableFuture.supplyAsync(() -> store.create(new ObjectKey("during"), text("y")));
        Thread.sleep(300);
        minio.start();
        assertThat(during.get(60, TimeUnit.SECONDS)).isEqualTo(ObjectStore.Creation.CREATED);
        assertThat(read(before)).contains("x");
        assertThat(read(new ObjectKey("during"))).contains("y");
    }

    @Test
    void wrongSecret_isDeniedAndMissingBucketNamed() {
        S3Config wrong = new S3Config(
                minio.endpoint(),
                "us-east-1",
                RealServers.Minio.ACCESS_KEY,
                "canary-of-a-wrong-secret",
                Optional.empty(),
                Optional.empty());
        OnsetException denied = catchThrowableOfType(
                OnsetException.class, () -> S3ObjectStore.open(S3Address.parse("s3://onset/x"), wrong));
        assertThat(denied.code()).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(denied).hasMessageContaining("access is denied").hasMessageNotContaining("canary");
        OnsetException missing = catchThrowableOfType(
                OnsetException.class, () -> S3ObjectStore.open(S3Address.parse("s3://not-there/x"), minio.config()));
        assertThat(missing.code()).isEqualTo(ErrorCode.STORE_REFUSED);
        assertThat(missing).hasMessageContaining("no such bucket");
    }
}
