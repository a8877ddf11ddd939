package dev.onset.infra.cli;

import dev.onset.contracts.Device;
import dev.onset.contracts.OnsetException;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OnnxEvaluator;
import dev.onset.infra.cli.Doctor.Check;
import dev.onset.infra.cli.Doctor.Verdict;
import dev.onset.store.OwnedFolder;
import dev.onset.train.NetworkSpec;
import dev.onset.train.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tries a GPU: opens a network of two inputs on it and compares what it gives with what it must. */
final class GpuDoctor {
    private static final float[] SWAPPED = {0, 1, 1, 0, 0, 0};
    private static final String ADVICE =
            "look whether nvidia-smi lists the GPU, whether its driver and CUDA libraries are those the build wants, and whether"
                    + " another process has its memory; without it, start workers with --device cpu";

    /** Opens a model on a GPU. */
    interface Opener {
        /** @throws OnsetException DEVICE_UNAVAILABLE where the GPU cannot be used */
        Evaluator open(Path model, int gpu);
    }

    private final int gpu;
    private final Opener opener;

    GpuDoctor(int gpu) {
        this(gpu, (model, number) -> OnnxEvaluator.open(model, Device.CUDA, number));
    }

    GpuDoctor(int gpu, Opener opener) {
        this.gpu = gpu;
        this.opener = opener;
    }

    /** Writes a file of a few hundred bytes for the system's temporary folder and removes it. */
    Check examine() {
        try {
            Path model = Files.createTempFile(OwnedFolder.ofProcess(), "doctor-", ".onnx");
            try {
                OnnxWriter.write(
                        new NetworkSpec(NetworkSpec.Init.FAN_IN_UNIFORM, List.of()), List.of(2), 2, SWAPPED, model);
                return compute(model);
            } finally {
                Files.deleteIfExists(model);
            }
        } catch (IOException e) {
            return check(
                    Verdict.BAD,
                    "not tried: the temporary folder cannot be written: " + e.getMessage(),
                    "make java.io.tmpdir writable");
        }
    }

    private Check compute(Path model) {
        float[] logits = new float[2];
        try (Evaluator evaluator = opener.open(model, gpu)) {
            evaluator.logits(new float[] {1, 2}, 1, logits);
        } catch (OnsetException e) {
            return check(Verdict.BAD, e.code() + ": " + e.getMessage(), ADVICE);
        } catch (LinkageError e) {
            return check(Verdict.BAD, "a native library does not load: " + e.getMessage(), ADVICE);
        }
        boolean right = logits[0] == 2 && logits[1] == 1;
        return right
                ? check(Verdict.GOOD, "computes", "")
                : check(Verdict.BAD, "gives " + logits[0] + ", " + logits[1] + " where 2, 1 is right", ADVICE);
    }

    private Check check(Verdict verdict, String found, String advice) {
        return new Check("GPU cuda:" + gpu, verdict, found, advice);
    }
}
