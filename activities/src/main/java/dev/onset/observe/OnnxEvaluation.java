package dev.onset.observe;

import dev.onset.checkpoint.CheckpointFormat;
import dev.onset.checkpoint.CommittedCheckpoint;
import dev.onset.contracts.Device;
import dev.onset.evaluate.Cut;
import dev.onset.evaluate.Evaluator;
import dev.onset.evaluate.ModelBinding;
import dev.onset.evaluate.ModelFiles;
import dev.onset.evaluate.SplitNetwork;
import dev.onset.kind.StageContext;
import dev.onset.numeric.Profile;
import dev.onset.store.BlobRef;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** On ONNX Runtime, in this process: the checkpoint's {@code model.onnx} and the files of weights that were committed with it. */
public record OnnxEvaluation(Device device, ModelBinding binding) implements Evaluation {
    /** What follows {@code external-} in the name of a part counts the files of weights from 0. */
    private static final String EXTERNAL = "external-";

    /** Of networks that this program writes itself. */
    public static OnnxEvaluation plain(Device device) {
        return new OnnxEvaluation(device, ModelBinding.PLAIN);
    }

    /** The part that holds the file of weights of this number. */
    public static String external(int number) {
        return EXTERNAL + String.format(java.util.Locale.ROOT, "%05d", number);
    }

    @Override
    public Profile profile(StageContext context) {
        return InferenceProfile.of(device, context.models().gpu());
    }

    @Override
    public Map<String, Object> parameters() {
        return binding.equals(ModelBinding.PLAIN) ? Map.of() : Map.of("binding", binding);
    }

    /** The network alone decides: by its identity where one is committed, else by its bytes. */
    @Override
    public SortedMap<String, String> inputs(CommittedCheckpoint checkpoint) {
        BlobRef decides = checkpoint.parts().get(CheckpointFormat.IDENTITY);
        return new TreeMap<>(
                Map.of("model", (decides == null ? checkpoint.part(CheckpointFormat.MODEL) : decides).sha256()));
    }

    @Override
    public Evaluator open(StageContext context, CommittedCheckpoint checkpoint) {
        return context.models().borrow(files(checkpoint), binding, device);
    }

    @Override
    public SplitNetwork open(StageContext context, CommittedCheckpoint checkpoint, Cut cut) {
        return context.models().borrow(files(checkpoint), binding, device, cut);
    }

    /** The checkpoint's network with the files of weights that were committed with it. */
    static ModelFiles files(CommittedCheckpoint checkpoint) {
        List<BlobRef> external = List.copyOf(
                checkpoint.parts().tailMap(EXTERNAL).headMap("external.").values());
        return new ModelFiles(checkpoint.part(CheckpointFormat.MODEL), external);
    }
}
