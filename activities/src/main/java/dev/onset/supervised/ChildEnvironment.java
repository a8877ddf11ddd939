package dev.onset.supervised;

import dev.onset.trainer.TrainerSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a process of the user's sees of a worker's environment: what programs need to start and to find their devices, and what the
 * study names. Keys of stores and servers are not among it.
 *
 * @param variables for the process
 * @param secrets values that its output must not show, longest first
 */
record ChildEnvironment(Map<String, String> variables, List<String> secrets) {
    private static final Pattern HANDED_ON =
            Pattern.compile("PATH|HOME|USER|LOGNAME|SHELL|TERM|TZ|LANG|LC_[A-Z]+|TMPDIR"
                    + "|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX|PYTHONPATH|PYTHONHOME"
                    + "|(CUDA|NVIDIA|HIP|ROCR|OMP|MKL|OPENBLAS|NUMEXPR)_[A-Z_]+|SYSTEMROOT");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|AUTH).*");

    /** Shorter ones would blacken ordinary words. */
    private static final int SHORTEST_SECRET = 6;

    ChildEnvironment {
        variables = Map.copyOf(variables);
        secrets = List.copyOf(secrets);
    }

    /** @param own this process' environment */
    static ChildEnvironment of(TrainerSpec.Process spec, Map<String, String> own) {
        Map<String, String> variables = new TreeMap<>();
        own.forEach((name, value) -> {
            if (HANDED_ON.matcher(name).matches() || spec.passEnvironment().contains(name)) {
                variables.put(name, value);
            }
        });
        // whatever is written is in the log at once, should the process be killed
        variables.put("PYTHONUNBUFFERED", "1");
        variables.putAll(spec.environment());
        List<String> secrets = new ArrayList<>();
        for (Map<String, String> all : List.of(own, spec.environment())) {
            all.forEach((name, value) -> {
                if (SECRET.matcher(name).matches() && value.length() >= SHORTEST_SECRET) {
                    secrets.add(value);
                }
            });
        }
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        return new ChildEnvironment(variables, secrets);
    }

    /** A line without the values of secrets. */
    String masked(String line) {
        String masked = line;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return masked;
    }
}
