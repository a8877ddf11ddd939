package dev.onset.infra.serve;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Opens a page in the user's browser, by what the desktop has for that; Java's own way would need a graphical Java. */
public final class Browser {
    private Browser() {}

    /** Opens it; says what to do where that cannot be done. */
    public static Optional<String> open(URI page) {
        try {
            new ProcessBuilder(command(page))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(ProcessBuilder.Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                    .start();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no browser was found to open; the page is at " + page);
        }
    }

    private static List<String> command(URI page) {
        String chosen = System.getenv("BROWSER");
        if (chosen != null && !chosen.isBlank() && new File(chosen).canExecute()) {
            return List.of(chosen, page.toString());
        }
        if (isWindows()) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", page.toString());
        }
        boolean mac = system().contains("mac");
        return List.of(mac ? "open" : "xdg-open", page.toString());
    }

    private static boolean isWindows() {
        return system().contains("win") && !system().contains("darwin");
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
}
