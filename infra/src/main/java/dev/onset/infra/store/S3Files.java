package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsV2Args;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that others keep in a bucket, under names of any form: listed and fetched, never written. */
public final class S3Files implements AutoCloseable {
    private static final String SCHEME = "s3://";

    private final S3ObjectStore store;
    private final String bucket;
    private final String prefix;

    private S3Files(S3ObjectStore store, String bucket, String prefix) {
        this.store = store;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Whether a source is in S3. */
    public static boolean isAddress(String source) {
        return source.startsWith(SCHEME);
    }

    /**
     * Opens what lies under an address {@code s3://BUCKET/PREFIX}.
     *
     * @throws OnsetException STUDY_INVALID where it is none; STORE_REFUSED or STORE_UNAVAILABLE where S3 does not serve it
     */
    public static S3Files open(String address, Map<String, String> environment) {
        String rest = address.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash + 1);
        try {
            S3ObjectStore store = new S3ObjectStore(
                    new S3Address(bucket, Optional.empty()),
                    S3Config.of(environment),
                    S3Connection.Timeouts.USUAL,
                    Duration.ofMillis(100));
            return new S3Files(store, bucket, prefix);
        } catch (IllegalArgumentException e) {
            throw new OnsetException(
                    ErrorCode.STUDY_INVALID,
                    address + " is no address in S3: " + e.getMessage()
                            + "; write s3://BUCKET/PREFIX; nothing was written",
                    e);
        }
    }

    /** Names beneath the address, without it and its slash, in order. */
    public List<String> list() {
        String base = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            ListObjectsV2Args.Builder args =
                    ListObjectsV2Args.builder().bucket(bucket).prefix(base);
            ListObjectsV2Args page = token.isEmpty()
                    ? args.build()
                    : args.continuationToken(token).build();
            ListBucketResultV2 result = store.persevere(
                    "listing " + base,
                    () -> S3ObjectStore.await(store.client.listObjectsV2(page)).result());
            for (Item item : result.contents()) {
                String name = item.objectName().substring(base.length());
                if (!name.isEmpty() && !name.endsWith("/")) {
                    names.add(name);
                }
            }
            token = result.isTruncated() ? String.valueOf(result.nextContinuationToken()) : "";
        } while (!token.isEmpty());
        names.sort(null);
        return names;
    }

    /** Fetches the object that the address names, whole or not at all. */
    public void fetch(Path target) throws IOException {
        Files.createDirectories(target.resolveSibling(""));
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (InputStream in = store.persevere(
                "opening " + prefix,
                () -> S3ObjectStore.await(store.client.getObject(
                        GetObjectArgs.builder().bucket(bucket).object(prefix).build())))) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        store.close();
    }
}
