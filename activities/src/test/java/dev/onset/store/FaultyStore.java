package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store over another that fails as planned: each planned fault strikes the next operation that it fits, once. */
public final class FaultyStore implements ObjectStore {
    /** What can go wrong. */
    public enum Fault {
        /** A write takes effect, its answer is lost. */
        LOST_ANSWER,
        /** A write fails before it takes effect. */
        FAILED_WRITE,
        /** A write finds no space and takes no effect. */
        DISK_FULL,
        /** An object cannot be opened, sized or listed. */
        FAILED_READ,
        /** A stream breaks off half-way. */
        TORN_READ,
        /** A read returns a flipped bit. */
        FLIPPED_READ,
        /** A create of a key that is taken overwrites it and says that it created it. */
        OVERWRITE,
        /** A create of a key that is taken overwrites it but says that it existed. */
        SILENT_OVERWRITE
    }

    private record Plan(Fault fault, String prefix) {
        boolean fits(ObjectKey key, List<Fault> faults) {
            return faults.contains(fault) && key.value().startsWith(prefix);
        }
    }

    private final ObjectStore store;
    private final List<Plan> plans = new ArrayList<>();
    private int struck;

    public FaultyStore(ObjectStore store) {
        this.store = store;
    }

    /** Plans faults on keys that begin so. */
    public synchronized FaultyStore plan(Fault fault, String prefix, int times) {
        for (int i = 0; i < times; i++) {
            plans.add(new Plan(fault, prefix));
        }
        return this;
    }

    /** The store works again. */
    public synchronized void recover() {
        plans.clear();
    }

    /** How many faults have struck: a test of a fault that never came proves nothing. */
    public synchronized int struck() {
        return struck;
    }

    private synchronized Optional<Fault> strike(ObjectKey key, Fault... faults) {
        for (Plan plan : plans) {
            if (plan.fits(key, List.of(faults))) {
                plans.remove(plan);
                struck++;
                return Optional.of(plan.fault);
            }
        }
        return Optional.empty();
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        failBefore(key);
        if (store.size(key).isPresent()) {
            Optional<Fault> lie = strike(key, Fault.OVERWRITE, Fault.SILENT_OVERWRITE);
            if (lie.isPresent()) {
                store.replace(key, content);
                return lie.get() == Fault.OVERWRITE ? Creation.CREATED : Creation.EXISTED;
            }
        }
        Creation creation = store.create(key, content);
        loseAnswer(key);
        return creation;
    }

    @Override
    public void replace(ObjectKey key, Content content) {
        failBefore(key);
        store.replace(key, content);
        loseAnswer(key);
    }

    private void failBefore(ObjectKey key) {
        strike(key, Fault.FAILED_WRITE, Fault.DISK_FULL).ifPresent(fault -> {
            if (fault == Fault.DISK_FULL) {
                throw LocalFiles.failure("writing " + key, Path.of("."), new IOException("No space left on device"));
            }
            throw unavailable("writing " + key + " failed");
        });
    }

    private void loseAnswer(ObjectKey key) {
        strike(key, Fault.LOST_ANSWER).ifPresent(fault -> {
            throw unavailable("no answer to writing " + key);
        });
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        failRead(key);
        Optional<InputStream> opened = store.open(key);
        if (opened.isEmpty()) {
            return opened;
        }
        Optional<Fault> fault = strike(key, Fault.TORN_READ, Fault.FLIPPED_READ);
        if (fault.isEmpty()) {
            return opened;
        }
        try (InputStream in = opened.get()) {
            byte[] bytes = in.readAllBytes();
            if (fault.get() == Fault.FLIPPED_READ && bytes.length > 0) {
                bytes[bytes.length / 2] ^= 1;
                return Optional.of(new java.io.ByteArrayInputStream(bytes));
            }
            return Optional.of(new SequenceInputStream(
                    new java.io.ByteArrayInputStream(bytes, 0, bytes.length / 2), new Broken()));
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()));
        }
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("connection reset");
        }
    }

    @Override
    public Optional<Long> size(ObjectKey key) {
        failRead(key);
        return store.size(key);
    }

    @Override
    public List<ObjectKey> list(ObjectKey prefix) {
        failRead(prefix);
        return store.list(prefix);
    }

    private void failRead(ObjectKey key) {
        strike(key, Fault.FAILED_READ).ifPresent(fault -> {
            throw unavailable("no answer about " + key);
        });
    }

    @Override
    public void delete(ObjectKey key) {
        failBefore(key);
        store.delete(key);
    }

    @Override
    public String describe() {
        return "faulty " + store.describe();
    }

    @Override
    public void close() {
        store.close();
    }

    private static OnsetException unavailable(String what) {
        return new OnsetException(ErrorCode.STORE_UNAVAILABLE, what);
    }
}
