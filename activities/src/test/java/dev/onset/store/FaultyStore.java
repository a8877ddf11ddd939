package dev.onset.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A store whose next creates and reads go wrong in a given way. */
public final class FaultyStore extends MemoryStore {
    /** What happens to a create. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** It takes effect, and the answer is lost. */
        ANSWER_LOST,
        /** It fails before it takes effect. */
        REQUEST_LOST,
        /** There is no space. */
        DISK_FULL,
        /** It overwrites what is there and says created: a store that ignores conditions. */
        OVERWRITES
    }

    private final Deque<Fault> faults = new ArrayDeque<>();
    private boolean down;

    /** The faults of the next creates, in order. */
    public FaultyStore then(Fault... next) {
        for (Fault fault : next) {
            faults.add(fault);
        }
        return this;
    }

    /** Whether reads fail too. */
    public void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public Creation create(ObjectKey key, Content content) {
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        return switch (fault) {
            case NONE -> super.create(key, content);
            case ANSWER_LOST -> {
                super.create(key, content);
                throw unavailable("the answer was lost");
            }
            case REQUEST_LOST -> throw unavailable("the request was lost");
            case DISK_FULL -> throw new OnsetException(ErrorCode.DISK_FULL, "no space left");
            case OVERWRITES -> {
                replace(key, content);
                yield Creation.CREATED;
            }
        };
    }

    @Override
    public Optional<InputStream> open(ObjectKey key) {
        if (down) {
            throw unavailable("the store is down");
        }
        return super.open(key);
    }

    private static OnsetException unavailable(String what) {
        return new OnsetException(ErrorCode.STORE_UNAVAILABLE, what);
    }
}
