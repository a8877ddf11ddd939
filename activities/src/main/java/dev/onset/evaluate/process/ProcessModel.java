package dev.onset.evaluate.process;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.FieldException;
import dev.onset.contracts.OnsetException;
import dev.onset.contracts.Require;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.OpenModels;
import dev.onset.store.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network that is open in an evaluator. Safe for several threads. */
public final class ProcessModel implements OpenModels.Model {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessModel.class);

    private final EvaluatorChild child;
    private final int number;
    private final String name;
    private final Size size;
    private final FirstAnswers first;

    /** What the evaluator says of a network that it has opened: numbers that a row has and gets. */
    record Size(int features, int outputs) {
        Size {
            Require.within("features", features, 1, 1 << 24);
            Require.within("outputs", outputs, 1, 1 << 20);
        }
    }

    private ProcessModel(EvaluatorChild child, int number, String name, Size size) {
        this.child = child;
        this.number = number;
        this.name = name;
        this.size = size;
        this.first = new FirstAnswers(child, name);
    }

    /**
     * Has a network opened.
     *
     * @param name as messages call it
     * @param file it, or the folder of its files; no longer needed when this returns
     * @param shape of one example
     * @param classes that examples have
     * @throws OnsetException EVALUATOR_FAILED, EVALUATOR_INVALID as {@link EvaluatorProcesses#profile}; MODEL_INVALID where the
     *     evaluator refuses it, or it does not fit the data
     */
    public static ProcessModel open(
            EvaluatorProcesses processes,
            EvaluatorCommand command,
            String name,
            Path file,
            List<Integer> shape,
            int classes) {
        EvaluatorChild child = processes.of(command);
        int number = child.nextModel();
        Map<String, Object> request =
                Map.of("model", number, "path", file.toAbsolutePath().toString(), "shape", shape, "classes", classes);
        Frame answer = child.ask(name, Frame.Type.OPEN, CanonicalJson.bytes(request), Frame.Type.OPENED);
        boolean taken = false;
        try {
            ProcessModel model = new ProcessModel(child, number, name, size(child, answer));
            model.fits(shape, classes);
            taken = true;
            return model;
        } finally {
            if (!taken) {
                forget(child, number, name);
            }
        }
    }

    private static Size size(EvaluatorChild child, Frame answer) {
        try {
            return CanonicalJson.parse(answer.payload(), Size.class);
        } catch (IOException | FieldException e) {
            throw child.garbled("says of a network that it has opened: " + child.shown(answer));
        }
    }

    private void fits(List<Integer> shape, int classes) {
        int features = shape.stream().reduce(1, Math::multiplyExact);
        if (size.features() != features) {
            throw refused("takes " + size.features() + " numbers a row, and data.shape " + shape + " has " + features);
        }
        // a single logit tells two classes apart
        if (size.outputs() != classes && !(size.outputs() == 1 && classes == 2)) {
            throw refused("gives " + size.outputs() + " outputs a row, and data.classes is " + classes);
        }
    }

    private OnsetException refused(String problem) {
        return new OnsetException(
                ErrorCode.MODEL_INVALID,
                "model " + name + " in " + child.name() + " " + problem + "; nothing was computed");
    }

    @Override
    public Evaluator evaluator() {
        child.use();
        return new ProcessEvaluator(child, number, name, size, first);
    }

    @Override
    public boolean isOpen() {
        return child.isOpen();
    }

    /** Lets the evaluator forget the network; where it does not, the log says so, and nobody fails. */
    @Override
    public void close() {
        forget(child, number, name);
    }

    /** Whoever closes a network has its answers, or is about to say what is wrong with it: this must not take their place. */
    private static void forget(EvaluatorChild child, int number, String name) {
        if (!child.isOpen()) {
            return;
        }
        try {
            byte[] request = CanonicalJson.bytes(Map.of("model", number));
            child.ask(name, Frame.Type.CLOSE, request, Frame.Type.CLOSED);
        } catch (RuntimeException e) {
            LOG.warn("a network may stay in the memory of {}: {}", child.name(), e.getMessage());
        }
    }
}
