package dev.onset.infra.serve;

import dev.onset.infra.study.LocalStudyService;
import dev.onset.infra.study.QuietProgress;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.study.StudyService.RunOptions;
import dev.onset.infra.study.StudyShelf;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A page over a data directory, on any free port, that looks often. */
final class Served implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    final StudyShelf shelf;
    final StudyServer server;

    private Served(StudyShelf shelf, StudyServer server) {
        this.shelf = shelf;
        this.server = server;
    }

    static Served start(Path data) {
        return start(data, ServeSettings.local(0));
    }

    static Served start(Path data, ServeSettings settings) {
        StudyShelf shelf =
                new StudyShelf(new Place(data, Optional.empty(), Optional.empty()), Map.of(), Clock.systemUTC());
        return new Served(shelf, StudyServer.start(settings, shelf, LOOK_MILLIS));
    }

    URI page(String path) {
        return server.address().resolve(path);
    }

    int port() {
        return server.address().getPort();
    }

    /** A study of three steps, from beginning to end, in this process. */
    static void runThreeSteps(Path data, Path folder, String name, String description, int start) throws Exception {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(
                file,
                "study: " + name + "\nkind: three-steps\ndescription: '" + description + "'\nstart: " + start + "\n");
        try (LocalStudyService service = new LocalStudyService(Clock.systemUTC(), Map.of())) {
            service.run(
                    StudyFile.load(file.toString(), new Overrides(List.of(), OptionalLong.empty())),
                    new RunOptions(new Place(data, Optional.empty(), Optional.empty()), Optional.empty()),
                    new QuietProgress());
        }
    }

    @Override
    public void close() {
        server.close();
        shelf.close();
    }
}
