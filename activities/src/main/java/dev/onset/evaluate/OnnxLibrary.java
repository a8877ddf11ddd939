package dev.onset.evaluate;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.onset.store.LocalFiles;
import dev.onset.store.OwnedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library of ONNX Runtime, loaded once a process.
 *
 * <p>Its own loader unpacks 24 MB into the temporary folder and leaves an empty folder behind at a clean end, all of it after
 * a kill. Here it is unpacked into a folder of ours, whose lock says that its process lives. Where the library needs nothing
 * more of it, the folder goes as soon as it is loaded; a build for GPUs, which loads further parts later, keeps it to its end.
 * Folders without living owner are removed by whoever loads next.
 */
public final class OnnxLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxLibrary.class);
    private static final String PREFIX = "onset-onnxruntime-";
    private static final String PATH = "onnxruntime.native.path";
    private static final String CUDA = "onnxruntime_providers_cuda";

    private static @Nullable OrtEnvironment loaded;
    private static @Nullable OwnedFolder folder;

    /** Held for reading by whoever is in native code, for writing by the end of the process. */
    private static final ReentrantReadWriteLock USE = new ReentrantReadWriteLock();

    private OnnxLibrary() {}

    /** A call of native code. */
    interface Call<T> {
        T run() throws OrtException;
    }

    /** Calls native code, or waits for ever where the process is about to end. */
    static <T> T call(Call<T> call) throws OrtException {
        USE.readLock().lock();
        try {
            return call.run();
        } finally {
            USE.readLock().unlock();
        }
    }

    /**
     * Lets nobody into native code any more: the library closes as the JVM shuts down, whatever still computes, and takes the
     * process with it. What calls it afterwards waits until the process is gone.
     *
     * @return false when something still computes after that time
     */
    public static boolean quiesce(Duration patience) {
        try {
            return USE.writeLock().tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The library's environment, for all threads, until the process ends.
     *
     * @throws LinkageError when it cannot be loaded here; {@link NativeLibraries#failure} says why
     * @throws dev.onset.contracts.OnsetException DISK_FULL and the like, when it cannot be unpacked
     */
    public static synchronized OrtEnvironment environment() {
        OrtEnvironment environment = loaded;
        if (environment == null) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
            boolean ours =
                    System.getProperty(PATH) == null && resource("onnxruntime").isPresent();
            if (ours) {
                unpack(temporary);
            }
            environment = OrtEnvironment.getEnvironment();
            loaded = environment;
            if (ours) {
                removeEmptyFolderOfLoader();
                if (resource(CUDA).isEmpty()) {
                    release();
                }
            }
        }
        return environment;
    }

    /** Version of the library and the machine kind it is for: other ones may give other last bits. */
    public static String version() {
        return "onnxruntime " + environment().getVersion() + " " + platform();
    }

    /** Puts what computes on GPUs beside the library. */
    static synchronized void unpackCuda() {
        OwnedFolder ours = folder;
        if (ours != null) {
            Path at = ours.path();
            try {
                unpack(CUDA, at);
            } catch (IOException e) {
                throw LocalFiles.scratchFailure(
                        "unpacking ONNX Runtime's CUDA library into " + at, at.resolve(CUDA), e);
            }
        }
    }

    private static void unpack(Path temporary) {
        try {
            Files.createDirectories(temporary);
            OwnedFolder.sweep(temporary, PREFIX, Instant.now());
            OwnedFolder ours = OwnedFolder.create(temporary, PREFIX);
            folder = ours;
            Path at = ours.path();
            for (String library : List.of("onnxruntime_providers_shared", "onnxruntime", "onnxruntime4j_jni")) {
                unpack(library, at);
            }
            System.setProperty(PATH, at.toString());
            // on Windows a loaded library cannot be removed before its process ends
            Runtime.getRuntime().addShutdownHook(new Thread(OnnxLibrary::release, "onset-onnxruntime-folder"));
        } catch (IOException e) {
            release();
            throw LocalFiles.scratchFailure(
                    "unpacking ONNX Runtime into the temporary folder " + temporary, temporary.resolve(PREFIX), e);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending", e);
        }
    }

    private static void unpack(String library, Path to) throws IOException {
        Optional<String> resource = resource(library);
        Path file = to.resolve(System.mapLibraryName(library));
        if (resource.isPresent() && !Files.exists(file)) {
            try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource.get())) {
                Files.copy(java.util.Objects.requireNonNull(in), file);
            }
        }
    }

    private static Optional<String> resource(String library) {
        String name = "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library);
        return Optional.of(name).filter(at -> OrtEnvironment.class.getResource(at) != null);
    }

    /** As the library's archive spells it. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
                + (processor.equals("amd64") || processor.equals("x86_64") ? "-x64" : "-" + processor);
    }

    private static synchronized void release() {
        OwnedFolder ours = folder;
        if (ours != null) {
            folder = null;
            try {
                ours.close();
            } catch (IOException e) {
                LOG.debug("{} stays until another process sweeps it: {}", ours.path(), e.getMessage());
            }
        }
    }

    /** The library's loader creates a folder even where it unpacks nothing, and removes it only at a clean end. */
    private static void removeEmptyFolderOfLoader() {
        try {
            Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("tempDirectory");
            field.setAccessible(true);
            if (field.get(null) instanceof Path path) {
                Files.deleteIfExists(path);
            }
        } catch (ReflectiveOperationException | RuntimeException | IOException e) {
            LOG.debug("ONNX Runtime's empty folder stays until this process ends: {}", e.getMessage());
        }
    }
}
