package dev.onset.process;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a child sees of its parent's environment: where programs, libraries, devices and caches are, and how many threads to use.
 * Nothing else, so no keys of the store or the server.
 *
 * @param variables all that it sees
 * @param secrets what its words must not repeat, whether it sees them or not
 */
public record ChildEnvironment(SortedMap<String, String> variables, Secrets secrets) {
    private static final Pattern PASSED = Pattern.compile(
            "PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|TEMP|TMP|SHELL"
                    + "|LD_LIBRARY_PATH|DYLD_.*|VIRTUAL_ENV|CONDA_.*|PYTHON(PATH|HOME|HASHSEED|NOUSERSITE|UTF8|IOENCODING)"
                    + "|CUDA_.*|NVIDIA_.*|HIP_.*|ROCR_.*|HSA_.*|XDG_(CACHE|CONFIG|DATA)_HOME|HF_HOME|TORCH_HOME|TORCH_NUM_THREADS"
                    + "|OMP_.*|MKL_.*|OPENBLAS_.*|ONEDNN_.*|DNNL_.*|KMP_.*|PYTORCH_.*|TF_.*|XLA_.*|JAX_PLATFORMS"
                    + "|SYSTEMROOT|SYSTEMDRIVE|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|PROGRAMFILES|WINDIR|NUMBER_OF_PROCESSORS");

    public ChildEnvironment {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    /**
     * @param own this process' environment
     * @param pass names of further variables that are handed on
     * @param set what is set besides, before all else
     */
    public static ChildEnvironment of(Map<String, String> own, List<String> pass, Map<String, String> set) {
        SortedMap<String, String> environment = new TreeMap<>();
        own.forEach((name, value) -> {
            boolean known = PASSED.matcher(name).matches() && !Secrets.isName(name);
            if (known || pass.contains(name)) {
                environment.put(name, value);
            }
        });
        environment.putAll(set);
        return new ChildEnvironment(environment, Secrets.of(List.of(own, set)));
    }

    /** The same with further variables. */
    public ChildEnvironment with(Map<String, String> further) {
        SortedMap<String, String> all = new TreeMap<>(variables);
        all.putAll(further);
        return new ChildEnvironment(all, secrets);
    }

    /** A text with every secret in it hidden. */
    public String masked(String text) {
        return secrets.masked(text);
    }
}
