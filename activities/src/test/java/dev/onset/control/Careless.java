package dev.onset.control;

import dev.onset.infra.control.InfraThing;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.yaml.snakeyaml.Yaml;

/** Breaks the rules outside the science packages; the rules have to catch each. */
public final class Careless {
    public byte[] draw() throws NoSuchAlgorithmException {
        byte[] drawn = new byte[8];
        new Random(new SplittableRandom(ThreadLocalRandom.current().nextLong()).nextLong()).nextBytes(drawn);
        return MessageDigest.getInstance(Math.random() > 1 ? "MD5" : "SHA-256").digest(drawn);
    }

    public Object read(File file, INDArray array) throws IOException, ClassNotFoundException {
        System.out.println(new InfraThing());
        System.err.println("%d".formatted(1) + "I".toLowerCase());
        System.err.println(array.shapeInfoToString());
        ModelSerializer.restoreMultiLayerNetwork(file);
        new Yaml().load("a");
        try (ObjectInputStream in = new ObjectInputStream(new FileInputStream(file))) {
            return in.readObject();
        }
    }
}
