package dev.onset.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.contracts.Require;
import dev.onset.process.Programs;
import dev.onset.store.Digest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the checkpoints of a study of networks come to be. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TrainerSpec.Dl4j.class, name = "dl4j"),
    @JsonSubTypes.Type(value = TrainerSpec.Import.class, name = "import"),
    @JsonSubTypes.Type(value = TrainerSpec.Process.class, name = "process")
})
public sealed interface TrainerSpec permits TrainerSpec.Dl4j, TrainerSpec.Import, TrainerSpec.Process {
    /** Trained here: the study's {@code network} with its {@code training}. */
    record Dl4j() implements TrainerSpec {}

    /** Where networks are ONNX files that were not written here: how examples go in and logits come out. */
    interface Tensors {
        /** What fills the networks' inputs. */
        TensorSources input();

        /** The tensor that holds the logits; empty for the only one. */
        String output();

        /** The token number that fills up short texts, for attention masks. */
        int padding();
    }

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
            implements TrainerSpec, Tensors {
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
     * A training of the user's own, run and supervised as a process; {@code activities/docs/process-trainer.md} is its contract.
     *
     * @param command the program and its arguments
     * @param files scripts, configuration and whatever else the command needs, or folders of them
     * @param environment settings that the command reads from its environment; part of what determines its checkpoints
     * @param passEnvironment names of variables that each worker hands on from its own environment
     * @param input what fills the networks' inputs
     * @param output the tensor that holds the logits; empty for the only one
     * @param padding the token number that fills up short texts, for attention masks
     * @param deterministic whether the same state trained on gives the same networks
     * @param segmentSeconds a training activity ends at the first commit or resume point after this long
     * @param commitSeconds between two resume points; 0 spaces them by what they cost
     * @param stallSeconds without progress for so long, the process is taken for dead
     */
    record Process(
            List<String> command,
            List<String> files,
            SortedMap<String, String> environment,
            List<String> passEnvironment,
            TensorSources input,
            String output,
            int padding,
            boolean deterministic,
            int segmentSeconds,
            int commitSeconds,
            int stallSeconds)
            implements TrainerSpec, Tensors {
        private static final int MOST = 10_000;
        private static final int DAY = 86_400;

        public Process {
            command = Programs.command(command);
            files = Programs.files(files, 1, MOST);
            environment = Programs.environment(environment);
            passEnvironment = Programs.passEnvironment(passEnvironment);
            Require.present("input", input);
            output = output == null ? "" : output;
            Require.within("padding", padding, 0, 1 << 24);
            Require.within("segmentSeconds", segmentSeconds, 1, 7 * DAY);
            Require.within("commitSeconds", commitSeconds, 0, DAY);
            Require.within("stallSeconds", stallSeconds, 1, DAY);
        }

        /** The same with every folder replaced by the files in it. */
        public Process with(List<String> allFiles) {
            return new Process(
                    command,
                    allFiles,
                    environment,
                    passEnvironment,
                    input,
                    output,
                    padding,
                    deterministic,
                    segmentSeconds,
                    commitSeconds,
                    stallSeconds);
        }

        /** The files it needs: role to source. */
        public SortedMap<String, String> sources() {
            return Programs.sources("trainer-file", files);
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
