package dev.onset.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.contracts.Require;
import dev.onset.store.Digest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the checkpoints of a study of networks come to be. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainerSpec.Dl4j.class, name = "dl4j"),
    @JsonSubTypes.Type(value = TrainerSpec.Import.class, name = "import")
})
public sealed interface TrainerSpec permits TrainerSpec.Dl4j, TrainerSpec.Import {
    /** Trained here: the study's {@code network} with its {@code training}. */
    record Dl4j() implements TrainerSpec {}

    /**
     * Checkpoints that exist.
     *
     * @param checkpoints a folder, or {@code s3://BUCKET/PREFIX}, of ONNX files or of folders with one ONNX file each
     * @param steps a CSV file with the columns step and path, paths relative to {@code checkpoints}; empty takes the steps from names
     * @param input what fills the networks' inputs
     * @param output the tensor that holds the logits; empty for the only one
     * @param padding the token number that fills up short texts, for attention masks
     * @param found what was found there when the study was planned, by step; a study file does not say
     */
    record Import(
            String checkpoints, String steps, TensorSources input, String output, int padding, List<Checkpoint> found)
            implements TrainerSpec {
        public Import {
            Require.text("checkpoints", checkpoints, 1_024);
            Require.present("input", input);
            steps = steps == null ? "" : steps;
            output = output == null ? "" : output;
            Require.within("padding", padding, 0, 1 << 24);
            found = found == null ? List.of() : List.copyOf(found);
        }

        /** The same with what was found. */
        public Import with(List<Checkpoint> checkpointsFound) {
            return new Import(checkpoints, steps, input, output, padding, checkpointsFound);
        }

        /** The steps found, ascending. */
        public List<Long> schedule() {
            return found.stream().map(Checkpoint::step).toList();
        }

        /** The files of all checkpoints: role to source. */
        public SortedMap<String, String> sources() {
            SortedMap<String, String> all = new TreeMap<>();
            for (Checkpoint checkpoint : found) {
                all.put(checkpoint.role(), checkpoint.model());
                for (int i = 0; i < checkpoint.external().size(); i++) {
                    all.put(checkpoint.role(i), checkpoint.external().get(i));
                }
            }
            return all;
        }
    }

    /**
     * A checkpoint that exists.
     *
     * @param model its ONNX file, as a source of the study; of a network in another form, its first file
     * @param external files that hold weights beside it, likewise, in the order of the names that the model calls them by; of a
     *     network in another form, its further files
     * @param identity digest of what the network computes
     * @param bytes of all its files
     * @param names of its files among themselves, of a network in another form than ONNX; empty for ONNX
     */
    record Checkpoint(
            long step,
            String model,
            List<String> external,
            String identity,
            long bytes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> names) {
        public Checkpoint {
            Require.within("step", step, 0, 1_000_000_000L);
            external = List.copyOf(external);
            names = names == null ? List.of() : List.copyOf(names);
            Digest.require(identity);
        }

        /** The role of its ONNX file. */
        public String role() {
            return "checkpoint-" + step;
        }

        /** The role of a file of weights. */
        public String role(int external) {
            return role() + "-external-" + external;
        }
    }
}
