package dev.onset.infra.study;

import dev.onset.infra.store.StudyLease;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.store.LocalFiles;
import dev.onset.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who runs a study: in a data directory its lock is enough, in a store that machines share it takes a lease. */
final class Ownership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    private final Optional<StudyLease> lease;

    private Ownership(Optional<StudyLease> lease) {
        this.lease = lease;
    }

    /** Of nothing: a server's workflow id says who runs the study. */
    static Ownership none() {
        return new Ownership(Optional.empty());
    }

    /** The caller holds the study's lock in the data directory. */
    static Ownership take(Place place, ObjectStore store, String study, ProgressSink progress) {
        if (place.store().isEmpty()) {
            return new Ownership(Optional.empty());
        }
        String host = host();
        String holder = "process " + ProcessHandle.current().pid() + " on " + host + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        StudyLease.Candidate self = new StudyLease.Candidate(holder, host + ":" + identity(place.data()));
        return new Ownership(
                Optional.of(StudyLease.acquire(store, study, self, StudyLease.Timing.USUAL, progress::note)));
    }

    /** The same for every process of this data directory, and for no other directory. */
    private static String identity(Path data) {
        Path file = data.resolve("locks").resolve("directory.id");
        try {
            Files.createDirectories(file.getParent());
            try {
                Files.writeString(file, UUID.randomUUID().toString(), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                LOG.debug("{} is there", file);
            }
            // read half-written by another process it fits nobody, and taking over only takes longer
            return Files.readString(file) + ":" + data.toRealPath();
        } catch (IOException e) {
            throw LocalFiles.failure("marking the data directory " + data, file, e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unnamed host";
        }
    }

    /** Progress that ends the run when another process has taken the study over. */
    ProgressSink watching(ProgressSink progress) {
        return lease.<ProgressSink>map(held -> new Watching(progress, held)).orElse(progress);
    }

    private record Watching(ProgressSink progress, StudyLease lease) implements ProgressSink {
        @Override
        public void accepted() {
            progress.accepted();
        }

        @Override
        public void update(String task, long done, long total, String detail) {
            lease.check();
            progress.update(task, done, total, detail);
        }

        @Override
        public void rests(String task, long done, long total, String why) {
            lease.check();
            progress.rests(task, done, total, why);
        }

        @Override
        public void note(String line) {
            progress.note(line);
        }
    }

    @Override
    public void close() {
        lease.ifPresent(StudyLease::close);
    }
}
