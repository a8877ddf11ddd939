package dev.onset.infra.study;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.data.BundledData;
import dev.onset.kind.Kind;
import dev.onset.kind.Limits;
import dev.onset.kind.SourceFile;
import dev.onset.kind.StudyDocument;
import dev.onset.stages.StudyPipeline;
import dev.onset.store.BlobRef;
import dev.onset.store.BlobStore;
import dev.onset.store.ObjectStore;
import dev.onset.studyfile.StudyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files a study needs: found, checked, named by content, and put into the store. */
final class StudyInputs {
    private static final String BUNDLED = "bundled:";

    private final StudyFile file;
    private final List<String> notes;
    private final SortedMap<String, SourceFile> files = new TreeMap<>();

    private StudyInputs(StudyFile file, List<String> notes) {
        this.file = file;
        this.notes = List.copyOf(notes);
    }

    /**
     * Completes the study by what its files tell, finds and checks them; writes nothing.
     *
     * @throws OnsetException an input code naming file, field and bound
     */
    static StudyInputs of(StudyFile written, Kind kind) {
        return of(written, kind, System.getenv());
    }

    /** @param environment says how S3 is reached, where a study has files there */
    static StudyInputs of(StudyFile written, Kind kind, Map<String, String> environment) {
        StudySources sources = new StudySources(written, environment);
        try {
            StudyFile file = written.with(kind.resolved(written.spec(), sources));
            kind.limit(file.spec(), new Limits(path -> file.origin()));
            StudyInputs inputs = new StudyInputs(file, sources.notes());
            for (Map.Entry<String, String> source : kind.sources(file.spec()).entrySet()) {
                inputs.files.put(source.getKey(), inputs.find(source.getKey(), source.getValue(), sources));
            }
            kind.check(file.spec(), inputs.files);
            return inputs;
        } catch (OnsetException e) {
            boolean named = e.code() == ErrorCode.DATA_INVALID
                    || e.code() == ErrorCode.MODEL_INVALID
                    || String.valueOf(e.getMessage()).startsWith(written.origin());
            throw named ? e : new OnsetException(e.code(), written.origin() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new OnsetException(
                    ErrorCode.DATA_INVALID,
                    written.origin() + ": its files could not be read: " + e.getMessage() + "; nothing was written",
                    e);
        }
    }

    private SourceFile find(String role, String source, StudySources sources) throws IOException {
        if (source.startsWith(BUNDLED)) {
            String name = source.substring(BUNDLED.length());
            String fileName = BundledData.fileName(name).orElseThrow(() -> unknown(source));
            return new SourceFile(
                    role,
                    fileName,
                    Optional.empty(),
                    () -> BundledData.open(name).orElseThrow(() -> unknown(source)));
        }
        Path path = sources.file(role, source);
        return new SourceFile(role, source, Optional.of(path), () -> Files.newInputStream(path));
    }

    /** What planning found worth a line. */
    List<String> notes() {
        return notes;
    }

    private OnsetException unknown(String source) {
        return new OnsetException(
                ErrorCode.DATA_INVALID,
                file.origin() + ": data.source " + source + " is no data that comes with Onset; nothing was written");
    }

    /**
     * The study with its inputs named by content; nothing is stored.
     *
     * @throws OnsetException STUDY_TOO_LARGE where it is too long to be published
     */
    StudyDocument document() {
        SortedMap<String, BlobRef> refs = new TreeMap<>();
        files.forEach((role, input) -> refs.put(role, BlobStore.refOf(content(input))));
        StudyDocument document = new StudyDocument(file.spec(), refs);
        StudyPipeline.requireStorable(document);
        return document;
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
