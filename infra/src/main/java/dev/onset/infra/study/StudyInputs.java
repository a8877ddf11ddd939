package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.BundledData;
import dev.onset.kind.Kind;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StudyDocument;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectStore;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files a study needs: found, checked, named by content, and put into the store. */
final class StudyInputs {
    private static final String BUNDLED = "bundled:";

    private final StudyFile file;
    private final SortedMap<String, SourceFile> files = new TreeMap<>();

    private StudyInputs(StudyFile file) {
        this.file = file;
    }

    /**
     * Finds and checks the inputs; writes nothing.
     *
     * @throws OnsetException DATA_INVALID, STUDY_INVALID or STUDY_TOO_LARGE naming file, field and bound
     */
    static StudyInputs of(StudyFile file, Kind kind) {
        StudyInputs inputs = new StudyInputs(file);
        kind.sources(file.spec()).forEach((role, source) -> inputs.files.put(role, inputs.find(role, source)));
        try {
            kind.check(file.spec(), inputs.files);
        } catch (OnsetException e) {
            boolean named = e.code() == ErrorCode.DATA_INVALID;
            throw named ? e : new OnsetException(e.code(), file.origin() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    file.origin() + ": its data could not be read: " + e.getMessage() + "; nothing was written",
                    e);
        }
        return inputs;
    }

    private SourceFile find(String role, String source) {
        if (source.startsWith(BUNDLED)) {
            String name = source.substring(BUNDLED.length());
            String fileName = BundledData.fileName(name).orElseThrow(() -> unknown(source));
            return new SourceFile(
                    role,
                    fileName,
                    Optional.empty(),
                    () -> BundledData.open(name).orElseThrow(() -> unknown(source)));
        }
        Path path = file.resolve(source);
        if (!Files.isRegularFile(path)) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    file.origin() + ": " + role + " file " + source + " does not exist (looked for " + path + ")");
        }
        return new SourceFile(role, source, Optional.of(path), () -> Files.newInputStream(path));
    }

    private OnsetException unknown(String source) {
        return new OnsetException(
                ErrorCode.DATA_INVALID,
                file.origin() + ": data.source " + source + " is no data that comes with Onset; nothing was written");
    }

    /** The study with its inputs named by content; nothing is stored. */
    StudyDocument document() {
        SortedMap<String, BlobRef> refs = new TreeMap<>();
        files.forEach((role, input) -> refs.put(role, BlobStore.refOf(content(input))));
        return new StudyDocument(file.spec(), refs);
    }

    /** Puts the inputs into the store. */
    void upload(StudyDocument document, BlobStore blobs) {
        for (Map.Entry<String, SourceFile> input : files.entrySet()) {
            if (!blobs.put(content(input.getValue())).equals(document.inputs().get(input.getKey()))) {
                throw new OnsetException(
                        ErrorCode.DATA_INVALID,
                        file.origin() + ": " + input.getValue().name()
                                + " changed while it was read; no study was started");
            }
        }
    }

    private static ObjectStore.Content content(SourceFile input) {
        long size;
        try (InputStream in = input.open()) {
            size = in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    "input " + input.name() + " could not be read: " + e + "; no study was started",
                    e);
        }
        return new ObjectStore.Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() throws IOException {
                return input.open();
            }
        };
    }
}
