package dev.onset.infra.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.checkpoint.CommitListener;
import dev.onset.checkpoint.CommitLog;
import dev.onset.checkpoint.CommitLogCheck;
import dev.onset.checkpoint.CommitOutcome;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.checkpoint.ResumeLog;
import dev.onset.checkpoint.ResumeLogCheck;
import dev.onset.checkpoint.ResumePoint;
import dev.onset.store.CrashPoints;
import dev.onset.store.ObjectKey;
import dev.onset.store.ObjectStore;
import dev.onset.store.StoreAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers in processes of their own, halted at named points as by kill -9. */
@Tag("crash")
final class KilledWriterTest {
    private static final ObjectKey KEY = new ObjectKey("some/object");

    @TempDir
    Path folder;

    @Test
    void killedBeforeTheLink_leavesATemporaryFileAndNoObject() throws Exception {
        crash("before-link", "create", folder.toString(), KEY.value());
        try (Stream<Path> leftovers = Files.list(folder.resolve(".tmp"))) {
            assertThat(leftovers)
                    .as("the point was reached with the content written")
                    .hasSize(1);
        }
        try (ObjectStore store = new FileSystemObjectStore(folder)) {
            assertThat(store.open(KEY)).isEmpty();
            assertThat(store.list(new ObjectKey("some"))).isEmpty();
            assertThat(store.create(KEY, ObjectStore.Content.of(StoreProcess.content())))
                    .isEqualTo(ObjectStore.Creation.CREATED);
        }
    }

    @Test
    void killedAfterTheLink_leavesTheWholeObject() throws Exception {
        crash("after-link", "create", folder.toString(), KEY.value());
        try (ObjectStore store = new FileSystemObjectStore(folder)) {
            assertThat(store.open(KEY).orElseThrow().readAllBytes()).isEqualTo(StoreProcess.content());
            assertThat(store.create(KEY, ObjectStore.Content.of(new byte[0]))).isEqualTo(ObjectStore.Creation.EXISTED);
        }
    }

    @Test
    void killedBetweenBlobAndManifest_leavesPreviousCheckpointCurrent() throws Exception {
        crash("before-manifest:3", "commit", folder.toString(), "5");
        try (ObjectStore store = new FileSystemObjectStore(folder)) {
            CommitLog log = CommitLog.open(store, StoreProcess.RUN, CommitListener.NONE);
            assertThat(log.newestAtOrBefore(9).checkpoint().orElseThrow().step())
                    .isEqualTo(2);
            assertThat(log.commit(3, StoreProcess.parts(store, 3))).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    @Test
    void killedAnywhereInACommitAndStartedAgain_endsWithTheBytesOfAnUninterruptedRun() throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        try (StoreProcess worker = StoreProcess.start("", "commit", undisturbed.toString(), "3")) {
            assertThat(worker.exit()).isZero();
        }
        List<String> points = new ArrayList<>();
        for (CrashPoints point : List.of(
                CrashPoints.BEFORE_BLOB,
                CrashPoints.BEFORE_LINK,
                CrashPoints.AFTER_LINK,
                CrashPoints.AFTER_BLOB,
                CrashPoints.BEFORE_MANIFEST,
                CrashPoints.AFTER_MANIFEST)) {
            points.add(point.label() + ":2");
        }
        points.add("before-link:4");
        points.add("after-link:4");
        for (String point : points) {
            Path crashed = folder.resolve(point.replace(':', '-'));
            crash(point, "commit", crashed.toString(), "3");
            assertThat(objects(crashed)).as("%s stopped it early", point).isNotEqualTo(objects(undisturbed));
            // the second start, in this process
            StoreProcess.main(new String[] {"commit", crashed.toString(), "3"});
            assertThat(objects(crashed)).as(point).isEqualTo(objects(undisturbed));
            try (ObjectStore store = new FileSystemObjectStore(crashed)) {
                assertThat(new StoreAudit(store, List.of(new CommitLogCheck()))
                                .run()
                                .findings())
                        .isEmpty();
                assertThat(CommitLog.open(store, StoreProcess.RUN, CommitListener.NONE)
                                .entries())
                        .extracting(CommittedCheckpoint::step)
                        .containsExactly(1L, 2L, 3L);
            }
        }
    }

    @Test
    void killedAnywhereInAResumePoint_leavesAnIntactOne_andTheNextWriterLeavesTwoAndNothingElse() throws Exception {
        for (CrashPoints point : List.of(
                CrashPoints.BEFORE_RESUME_PART,
                CrashPoints.AFTER_RESUME_PART,
                CrashPoints.BEFORE_RESUME_ENTRY,
                CrashPoints.AFTER_RESUME_ENTRY,
                CrashPoints.BEFORE_RESUME_REMOVAL,
                CrashPoints.AFTER_RESUME_REMOVAL)) {
            Path crashed = folder.resolve(point.label());
            crash(point.label() + ":4", "resume", crashed.toString(), "1", "9");
            try (ObjectStore store = new FileSystemObjectStore(crashed)) {
                ResumePoint newest =
                        ResumeLog.open(store, StoreProcess.RUN).points().get(0);
                assertThat(newest.step()).as("%s", point).isBetween(3L, 4L);
                ResumeLog.open(store, StoreProcess.RUN).fetch(newest, folder);
                assertThat(folder.resolve("state")).hasContent("state " + newest.step());
            }
            StoreProcess.main(new String[] {"resume", crashed.toString(), "5", "7"});
            try (ObjectStore store = new FileSystemObjectStore(crashed)) {
                assertThat(ResumeLog.open(store, StoreProcess.RUN).points())
                        .extracting(ResumePoint::step)
                        .containsExactly(7L, 6L);
                assertThat(store.list(new ObjectKey("runs"))).as("%s", point).hasSize(4);
                assertThat(new StoreAudit(store, List.of(new CommitLogCheck(), new ResumeLogCheck()))
                                .run()
                                .findings())
                        .isEmpty();
            }
        }
    }

    private static void crash(String point, String... arguments) throws IOException, InterruptedException {
        try (StoreProcess worker = StoreProcess.start(point, arguments)) {
            assertThat(worker.exit()).as("killed at %s", point).isEqualTo(CrashPoints.STATUS);
        }
    }

    private static Map<String, String> objects(Path root) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        try (ObjectStore store = new FileSystemObjectStore(root)) {
            for (String top : List.of("blobs", "runs")) {
                for (ObjectKey key : store.list(new ObjectKey(top))) {
                    objects.put(key.value(), Files.readString(root.resolve(key.value())));
                }
            }
        }
        return objects;
    }
}
