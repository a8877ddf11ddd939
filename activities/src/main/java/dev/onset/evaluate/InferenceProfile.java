package dev.onset.evaluate;

import ai.onnxruntime.OrtEnvironment;
import dev.onset.contracts.Device;
import dev.onset.numeric.JavaProfile;
import java.util.Locale;
import java.util.Optional;

/** What decides the bits of an evaluation besides the network and its inputs, and of what is extracted from it. */
public final class InferenceProfile {
    private InferenceProfile() {}

    /** The profile of this process on a device. */
    public static String of(Device device) {
        String version = Optional.ofNullable(OrtEnvironment.class.getPackage().getImplementationVersion())
                .orElse("of unknown version");
        return "onnxruntime " + version + ";arch=" + System.getProperty("os.arch") + ";device="
                + device.name().toLowerCase(Locale.ROOT) + ";" + JavaProfile.current();
    }
}
