package dev.onset.evaluate;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.onset.contracts.Require;
import dev.onset.process.Programs;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** How the networks of a study are asked. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EvaluatorSpec.Onnx.class, name = "onnx"),
    @JsonSubTypes.Type(value = EvaluatorSpec.Process.class, name = "process")
})
public sealed interface EvaluatorSpec permits EvaluatorSpec.Onnx, EvaluatorSpec.Process {
    /** By ONNX Runtime, in the worker itself. */
    record Onnx() implements EvaluatorSpec {}

    /**
     * By a program of the study's own; {@code activities/docs/process-evaluator.md} is its contract.
     *
     * @param command the program and its arguments
     * @param files scripts and whatever else the command needs, as the study file names them; the command finds them in its
     *     working directory: at their relative paths, those from elsewhere by their names
     * @param environment settings that the command reads from its environment
     * @param passEnvironment names of variables that each worker hands on from its own environment
     * @param answerSeconds without an answer for so long, the program is taken for dead
     * @param checkAtPlan whether whoever starts the study asks the program about every checkpoint first; where it cannot run
     *     there, such as without its GPU, workers find out
     */
    record Process(
            List<String> command,
            List<String> files,
            SortedMap<String, String> environment,
            List<String> passEnvironment,
            int answerSeconds,
            boolean checkAtPlan)
            implements EvaluatorSpec {
        private static final int MOST = 1_000;

        public Process {
            command = Programs.command(command);
            files = Programs.files(files, 0, MOST);
            environment = Programs.environment(environment);
            passEnvironment = Programs.passEnvironment(passEnvironment);
            Require.within("answerSeconds", answerSeconds, 1, 86_400);
            long names = files.stream().map(Programs::place).distinct().count();
            Require.that(names == files.size(), "files", files.toString(), "has two files of one name");
        }

        /** The files it needs: role to source. */
        public SortedMap<String, String> sources() {
            return Programs.sources("evaluator-file", files);
        }
    }

    /** Leaves the section out of a study that brings no evaluator: it is the study it was before there was a choice. */
    final class Plain {
        @Override
        @SuppressWarnings("EqualsUnsafeCast")
        public boolean equals(@Nullable Object value) {
            return value == null || value instanceof Onnx;
        }

        @Override
        public int hashCode() {
            return Objects.hash();
        }
    }
}
