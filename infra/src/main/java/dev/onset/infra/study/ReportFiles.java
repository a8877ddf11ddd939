package dev.onset.infra.study;

import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.StageResult;
import java.util.Optional;

/** A report's files, as the store has them. A path is looked up among those that were stored, and leads nowhere else. */
public final class ReportFiles {
    private static final int MAX_PAGE = 64 << 20;

    private final StageResult report;
    private final BlobStore blobs;

    ReportFiles(StageResult report, BlobStore blobs) {
        this.report = report;
        this.blobs = blobs;
    }

    /** Changes with the report. */
    public String key() {
        return report.digest();
    }

    /** A word that the report carries, such as its verdict; empty where it does not. */
    public String scalar(String name) {
        return ExecutionRecords.scalar(report, name);
    }

    /** One file; empty where the report has none of that path. */
    public Optional<byte[]> file(String path) {
        BlobRef ref = report.outputs().get(path);
        return ref == null ? Optional.empty() : Optional.of(blobs.bytes(ref, MAX_PAGE));
    }
}
