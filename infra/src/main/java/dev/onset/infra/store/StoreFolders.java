package dev.onset.infra.store;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below a store's root: created durably, and never a symbolic link, which could lead out of the store.
 *
 * <p>A folder that another process has just created may not be durable yet, so the entry of each folder is synced once by
 * each process that relies on it.
 */
final class StoreFolders {
    private final Path root;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    StoreFolders(Path root) {
        this.root = root;
        durable.add(root);
    }

    /** Creates the folder and its parents below the root where missing; when this returns they are durable. */
    void ensure(Path folder) throws IOException {
        if (durable.contains(folder)) {
            return;
        }
        Path parent = parent(folder);
        ensure(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                refuseLink(folder);
                throw e;
            }
        }
        DurableFiles.syncFolder(parent);
        durable.add(folder);
    }

    /** Forgets what is durable, after someone removed folders. */
    void forget() {
        durable.clear();
        durable.add(root);
    }

    /** Fails when a part of the path below the root is a symbolic link. */
    void refuseLinks(Path path) {
        for (Path at = path; !at.equals(root); at = parent(at)) {
            if (durable.contains(at)) {
                return;
            }
            refuseLink(at);
        }
    }

    private void refuseLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw new OnsetException(
                    ErrorCode.STORE_UNSAFE,
                    path + " is a symbolic link inside the store " + root
                            + "; it could lead out of the store, so it is neither read nor written; remove it");
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException(path + " is not below the store");
        }
        return parent;
    }
}
