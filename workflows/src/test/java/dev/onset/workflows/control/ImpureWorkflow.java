package dev.onset.workflows.control;

import dev.onset.elsewhere.Elsewhere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;

/** Does everything that workflow code must not: the rules have to catch each. */
public final class ImpureWorkflow {
    public String run() throws IOException {
        LoggerFactory.getLogger(ImpureWorkflow.class).info("at {}", Instant.now());
        System.out.println(System.currentTimeMillis() + Math.random() + new Random().nextInt());
        new Thread(() -> {}).start();
        CompletableFuture.completedFuture(new Elsewhere());
        return UUID.randomUUID() + Files.readString(Path.of("x"));
    }
}
