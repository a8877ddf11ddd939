package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.serve.Browser;
import dev.onset.infra.serve.ServeSettings;
import dev.onset.infra.serve.StudyServer;
import dev.onset.infra.study.StudyService.Place;
import dev.onset.infra.study.StudyShelf;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The page beside a run, on this machine alone: it begins once the input is accepted and ends with the command. */
final class OpenPage implements AutoCloseable {
    private static final int PORT = 8642;

    /** For a page that is open to fetch how it ended. */
    private static final long LAST_LOOK_MILLIS = 3_000;

    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 200;

    private final Place place;
    private final Map<String, String> environment;
    private final Consumer<String> say;
    private @Nullable StudyShelf shelf;
    private @Nullable StudyServer server;

    OpenPage(Place place, Map<String, String> environment, Consumer<String> say) {
        this.place = place;
        this.environment = environment;
        this.say = say;
    }

    /** A page that cannot be shown is said and keeps nothing from running. */
    synchronized void start(String study) {
        try {
            StudyShelf watched = new StudyShelf(place, environment, Clock.systemUTC());
            shelf = watched;
            StudyServer started = listen(watched);
            server = started;
            URI page = started.address().resolve("studies/" + study + "/");
            say.accept("the page is at " + page);
            Thread thread = new Thread(() -> openOnceThere(watched, study, page), "onset-open");
            thread.setDaemon(true);
            thread.start();
        } catch (OnsetException e) {
            say.accept("no page: " + e.getMessage());
        }
    }

    /** The study's record is written soon after its input is accepted. */
    private void openOnceThere(StudyShelf watched, String study, URI page) {
        try {
            for (int i = 0; i < LOOKS && watched.last().study(study).isEmpty(); i++) {
                Thread.sleep(LOOK_MILLIS);
            }
            Browser.open(page).ifPresent(say);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the usual port or, where another has it, on any. */
    private static StudyServer listen(StudyShelf shelf) {
        try {
            return StudyServer.start(ServeSettings.local(PORT), shelf);
        } catch (OnsetException e) {
            if (e.code() != ErrorCode.STUDY_INVALID) {
                throw e;
            }
            return StudyServer.start(ServeSettings.local(0), shelf);
        }
    }

    @Override
    public synchronized void close() {
        StudyServer open = server;
        if (open != null) {
            open.look();
            if (open.isRead()) {
                try {
                    Thread.sleep(LAST_LOOK_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            open.close();
        }
        if (shelf != null) {
            shelf.close();
        }
    }
}
