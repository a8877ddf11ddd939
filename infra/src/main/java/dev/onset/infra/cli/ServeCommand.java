package dev.onset.infra.cli;

import dev.onset.infra.serve.Browser;
import dev.onset.infra.serve.ServeSettings;
import dev.onset.infra.serve.StudyServer;
import dev.onset.infra.study.StudyShelf;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = {
            "Shows all studies of a store in the browser, those that run while they run, until it is stopped.",
            "It only reads, works whichever process trains, and is read on this machine alone. Other machines may read it with"
                    + " --listen, a token in ONSET_SERVE_TOKEN and a certificate in --tls; without both, that is refused."
        },
        footer = {
            "",
            "Examples:",
            "  onset serve --open",
            "  onset serve --store s3://bucket/prefix --temporal 127.0.0.1:7233",
            "  onset serve --listen 0.0.0.0 --host lab-7.example.org --tls lab-7.p12"
        })
final class ServeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8642",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8642;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
    private String listen = "127.0.0.1";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "A name by which browsers call this machine; others are refused. May be given more than once.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--tls",
            paramLabel = "FILE.p12",
            description = "Certificate and key in PKCS #12; its password is in ONSET_SERVE_TLS_PASSWORD.")
    private @Nullable Path tls;

    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    ServeCommand(Context context) {
        this.context = context;
    }

    /** All facts of this command. */
    record Serving(String address, boolean token, boolean tls) {}

    @Override
    public Integer call() {
        ServeSettings settings = settings();
        CountDownLatch stopped = new CountDownLatch(1);
        try (StudyShelf shelf = new StudyShelf(common.place(), common.environment(), Clock.systemUTC());
                StudyServer server = StudyServer.start(settings, shelf);
                Interrupt ignored = Interrupt.watch(server::close, stopped::countDown)) {
            say(settings, server.address());
            if (open) {
                Browser.open(server.address()).ifPresent(context.console()::line);
            }
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private ServeSettings settings() {
        String token = common.environment().getOrDefault(ServeSettings.TOKEN_VARIABLE, "");
        return new ServeSettings(
                ServeSettings.resolve(listen),
                port,
                names,
                token.isEmpty() ? Optional.empty() : Optional.of(token),
                Optional.ofNullable(tls)
                        .map(file -> new ServeSettings.Tls(
                                file, common.environment().getOrDefault(ServeSettings.PASSWORD_VARIABLE, ""))));
    }

    private void say(ServeSettings settings, URI address) {
        Console console = context.console();
        if (common.json) {
            console.json(new Serving(
                    address.toString(),
                    settings.token().isPresent(),
                    settings.tls().isPresent()));
        } else {
            boolean local = settings.address().isLoopbackAddress();
            console.line(
                    "studies at %s, %s, %s; Ctrl-C ends it and touches no study",
                    address,
                    local ? "on this machine alone" : "for other machines too, over TLS",
                    settings.token().isPresent()
                            ? "for who knows the token (open it once with ?token=... at the end)"
                            : "without a token");
        }
        console.out().flush();
    }
}
