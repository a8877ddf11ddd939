package dev.onset.observe;

import ai.onnxruntime.OrtEnvironment;
import dev.onset.contracts.Device;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.numeric.Bits;
import dev.onset.numeric.JavaProfile;
import dev.onset.numeric.Machine;
import dev.onset.numeric.Profile;
import dev.onset.random.CounterRandom;
import dev.onset.store.LocalFiles;
import dev.onset.train.NetworkSpec;
import dev.onset.train.NetworkSpec.Activation;
import dev.onset.train.NetworkSpec.Conv;
import dev.onset.train.NetworkSpec.Dense;
import dev.onset.train.NetworkSpec.Init;
import dev.onset.train.NetworkSpec.MaxPool;
import dev.onset.train.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What decides the bits of an evaluation besides the network and its inputs, and of what is computed from it: two fixed
 * networks, with every operator that {@link OnnxWriter} writes, asked about fixed rows. Products are longer than the blocks in
 * which the library sums them and of sizes that are no multiple of a vector. Once a process and device.
 */
public final class InferenceProfile {
    private static final int ROWS = 300; // a full batch and one that is filled up
    private static final int CLASSES = 10;
    private static final long SEED = 20_260_102;
    private static final Map<String, Profile> FOUND = new ConcurrentHashMap<>();

    private InferenceProfile() {}

    /**
     * The profile of this process on a device; loads the library, and evaluates for a fraction of a second the first time.
     *
     * @param gpu which GPU, where the device is one
     * @throws dev.onset.contracts.OnsetException DEVICE_UNAVAILABLE where the GPU cannot be used
     */
    public static Profile of(Device device, int gpu) {
        return FOUND.computeIfAbsent(device + ":" + gpu, unknown -> probe(device, gpu));
    }

    private static Profile probe(Device device, int gpu) {
        String library = "onnxruntime "
                + Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                        .orElse("of unknown version");
        String name = device.name().toLowerCase(Locale.ROOT);
        Bits bits = new Bits();
        add(bits, device, gpu, List.of(999), dense(333, Activation.RELU), dense(61, Activation.TANH));
        add(
                bits,
                device,
                gpu,
                List.of(3, 14, 14),
                new Conv(7, 3, 1, Activation.RELU),
                new MaxPool(2),
                new Conv(20, 5, 0, Activation.TANH),
                dense(50, Activation.RELU));
        return new Profile(
                library + ";device=" + name + ";kernels=" + bits.hex() + ";"
                        + JavaProfile.current().identity(),
                library.replace("onnxruntime", "ONNX Runtime") + " on " + name + "; " + Machine.words());
    }

    private static Dense dense(int units, Activation activation) {
        return new Dense(units, activation, 0);
    }

    private static void add(Bits bits, Device device, int gpu, List<Integer> shape, NetworkSpec.Layer... layers) {
        NetworkSpec network = new NetworkSpec(Init.HE, List.of(layers));
        int features = shape.stream().reduce(1, Math::multiplyExact);
        float[] parameters = values(OnnxWriter.parameters(network, shape, CLASSES), 0.1, 1);
        float[] logits = new float[ROWS * CLASSES];
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
        try {
            Path file = Files.createTempFile(temporary, "onset-probe-", ".onnx");
            try {
                OnnxWriter.write(network, shape, CLASSES, parameters, file);
                try (Evaluator evaluator = OnnxEvaluator.open(file, device, gpu)) {
                    evaluator.logits(values(ROWS * features, 1, 2), ROWS, logits);
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw LocalFiles.failure("a file in the temporary folder " + temporary, temporary.resolve("any"), e);
        }
        bits.add(logits);
    }

    private static float[] values(int count, double scale, int stream) {
        CounterRandom random = new CounterRandom(SEED, stream);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (2 * random.uniform(i) - 1));
        }
        return values;
    }
}
