package dev.onset.infra.cli;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import dev.onset.infra.codec.CodecServer;
import dev.onset.infra.codec.PayloadEncryption;
import dev.onset.infra.codec.PayloadKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "codec",
        description = {
            "Opens encrypted payloads for the Temporal UI and Temporal's command line, until it is stopped.",
            "The keys come from the file that ONSET_PAYLOAD_KEYS names: lines 'id key', 32 bytes in base64, the first"
                    + " encrypts; readable by its owner alone. Whoever reaches this server can read what is encrypted."
        },
        footer = {
            "",
            "Examples:",
            "  onset codec --cors http://127.0.0.1:8233",
            "  temporal workflow show -w study/digits/0123abcd --codec-endpoint http://127.0.0.1:8089"
        })
final class CodecCommand implements Callable<Integer> {
    private final Context context;
    private final Map<String, String> environment;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8089",
            description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port = 8089;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
    private String listen = "127.0.0.1";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Namespace of requests that name none, as Temporal's command line sends them unless given"
                    + " --namespace (default: TEMPORAL_NAMESPACE, or default).")
    private String namespace = "";

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Origin of the Temporal UI that may ask from a browser; may be given more than once.")
    private List<String> origins = new ArrayList<>();

    CodecCommand(Context context, Map<String, String> environment) {
        this.context = context;
        this.environment = environment;
    }

    /** All facts of this command. */
    record Listening(String address, String currentKey, List<String> origins) {}

    @Override
    public Integer call() {
        CodecServer.Settings settings = CodecServer.Settings.of(
                listen,
                port,
                namespace.isEmpty() ? environment.getOrDefault("TEMPORAL_NAMESPACE", "default") : namespace,
                origins);
        PayloadKeys keys = PayloadEncryption.keys(environment)
                .orElseThrow(() -> new OnsetException(
                        ErrorCode.STUDY_INVALID,
                        PayloadEncryption.KEYS_VARIABLE
                                + " is not set; it must name the file with the keys; nothing was started"));
        CountDownLatch stopped = new CountDownLatch(1);
        try (CodecServer server = CodecServer.start(keys, settings);
                Interrupt ignored = Interrupt.watch(server::close, stopped::countDown)) {
            String address = "http://" + listen + ":" + server.address().getPort();
            if (common.json) {
                context.console().json(new Listening(address, keys.currentId(), origins));
            } else {
                context.console()
                        .line(
                                "codec server at %s, current key '%s', %s",
                                address,
                                keys.currentId(),
                                origins.isEmpty() ? "no web page may ask" : "for " + String.join(", ", origins));
            }
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }
}
