package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies of images that do not come with Onset are planned once their files are named; made-up ones stand for them here. */
@Tag("e2e")
final class ImageStudiesTest {
    private static final int DIGITS = 3_000;
    private static final int PHOTOGRAPHS = 8_000;
    private static final String EXAMPLES = "python/examples/";
    /** Answers what its bits depend on as a training would, so that none has to be installed. */
    private static final String PROBE =
            "trainer.command=[sh, -c, 'echo {\\\"framework\\\": \\\"none\\\", \\\"device\\\": \\\"none\\\"} > $ONSET_ANSWER']";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mnist-mlp, 2",
        "python/examples/mnist-lenet.yaml, 1",
        "python/examples/mnist-lenet-evidence.yaml, 45",
        "python/examples/cifar10-vgg.yaml, 1"
    })
    void planned_onceItsFilesAreNamed(String study, int trainings) throws IOException {
        InProcess plan = InProcess.run(folder.resolve("data"), named(study).toArray(new String[0]));
        assertThat(plan.code()).as(plan.err()).isZero();
        JsonNode planned = new ObjectMapper().readTree(plan.out());
        assertThat(planned.get("study").asText()).isEqualTo(study.replaceAll(".*/|\\.yaml", ""));
        assertThat(planned.get("stages").findValuesAsText("stage"))
                .filteredOn(stage -> stage.endsWith("/train"))
                .hasSize(trainings);
    }

    @Test
    void negativeControl_withoutItsFiles_itSaysWhichIsMissing() {
        for (String study : List.of("mnist-mlp", EXAMPLES + "mnist-lenet.yaml")) {
            InProcess plan = InProcess.run(folder.resolve("data"), "plan", study);
            assertThat(plan.code()).isEqualTo(2);
            assertThat(plan.err()).contains("t10k-images-idx3-ubyte.gz", "does not exist");
        }
    }

    private List<String> named(String study) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("plan", study, "--json"));
        if (study.contains("cifar10")) {
            Path images = Files.write(folder.resolve("images"), photographs());
            arguments.addAll(List.of("--set", "data.source=" + images));
        } else {
            Path images = Files.write(folder.resolve("images"), idx(0x803, DIGITS, 28, 28));
            Path labels = Files.write(folder.resolve("labels"), idx(0x801, DIGITS));
            arguments.addAll(List.of("--set", "data.source=" + images, "--set", "data.labels=" + labels));
        }
        if (study.startsWith(EXAMPLES)) {
            arguments.addAll(List.of("--set", PROBE));
        }
        return arguments;
    }

    /** Labels 0 to 9 in turn, or images in as many greys. */
    private static byte[] idx(int magic, int... sizes) {
        int length = 1;
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(magic);
        for (int size : sizes) {
            header.putInt(size);
            length *= size;
        }
        ByteBuffer file = ByteBuffer.allocate(header.capacity() + length).put(header.flip());
        for (int i = 0; i < length; i++) {
            file.put((byte) (i % 10));
        }
        return file.array();
    }

    private static byte[] photographs() {
        int record = 1 + 3 * 32 * 32;
        byte[] file = new byte[PHOTOGRAPHS * record];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i % record == 0 ? i / record % 10 : i % 251);
        }
        return file;
    }
}
