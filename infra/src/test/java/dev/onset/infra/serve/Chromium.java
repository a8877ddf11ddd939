package dev.onset.infra.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One page of the system's Chromium, without a window, driven over its own protocol by what Java brings along. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_MILLIS = 100;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private Chromium(Process process, URI page, HttpClient http) throws Exception {
        this.process = process;
        this.socket =
                http.newWebSocketBuilder().buildAsync(page, new Hearing()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Where the browser is; empty on a machine without one. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path browser, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path said = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < PATIENCE_SECONDS * 10 && (!Files.exists(said) || Files.size(said) == 0); i++) {
            Thread.sleep(LOOK_MILLIS);
        }
        String port = Files.readAllLines(said).get(0);
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest open = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        JsonNode page = JSON.readTree(
                http.send(open, HttpResponse.BodyHandlers.ofString()).body());
        return new Chromium(process, URI.create(page.get("webSocketDebuggerUrl").asText()), http);
    }

    /** Hears answers, and what the page complains about. */
    private final class Hearing implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                hear(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }

    private void hear(String message) {
        try {
            JsonNode heard = JSON.readTree(message);
            if (heard.has("id")) {
                CompletableFuture<JsonNode> answer =
                        waiting.remove(heard.get("id").asInt());
                if (answer != null) {
                    answer.complete(heard);
                }
            } else if (heard.path("method").asText().equals("Runtime.exceptionThrown")) {
                complaints.add(heard.toString());
            } else if (heard.path("method").asText().equals("Log.entryAdded")
                    && heard.at("/params/entry/source").asText().equals("security")) {
                complaints.add(heard.toString());
            }
        } catch (IOException e) {
            complaints.add(String.valueOf(e));
        }
    }

    /** Violations of the page's policy, and errors of its script. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int id = number.incrementAndGet();
        ObjectNode message = JSON.createObjectNode();
        message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode heard = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (heard.has("error")) {
            throw new IllegalStateException(method + ": " + heard.get("error"));
        }
        return heard.get("result");
    }

    /** Goes to a page and waits until it is there. */
    void open(URI page) throws Exception {
        send("Page.navigate", Map.of("url", page.toString()));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** The value of an expression in the page. */
    JsonNode value(String expression) throws Exception {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    String text(String selector) throws Exception {
        return value("(document.querySelector('" + selector + "') || {textContent: ''}).textContent")
                .asText();
    }

    /** Waits until an expression holds in the page. */
    void await(String condition) throws Exception {
        await(condition, PATIENCE_SECONDS);
    }

    void await(String condition, long seconds) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            try {
                if (value("!!(" + condition + ")").asBoolean()) {
                    return;
                }
            } catch (IllegalStateException navigating) {
                // between two pages there is none to ask
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new AssertionError(
                "after " + seconds + " s this does not hold: " + condition + "\nthe page says: " + text("main"));
    }

    void key(String key, int code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = new java.util.HashMap<>(Map.of(
                    "type",
                    type,
                    "key",
                    key,
                    "code",
                    key,
                    "windowsVirtualKeyCode",
                    code,
                    "nativeVirtualKeyCode",
                    code));
            if (key.equals("Enter") && type.equals("keyDown")) {
                event.put("text", "\r");
            }
            send("Input.dispatchKeyEvent", event);
        }
    }

    /** A picture of the whole page. */
    void picture(Path file, int width, boolean dark) throws Exception {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
        JsonNode size = send("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        double height = Math.min(6_000, size.get("height").asDouble());
        JsonNode shot = send(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
