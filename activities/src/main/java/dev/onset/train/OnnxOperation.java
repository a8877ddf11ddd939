package dev.onset.train;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;

/** The operators of opset 13 that networks need and the ONNX library does not list. */
enum OnnxOperation implements ONNXOperator {
    RESHAPE("Reshape", 2, 0),
    FLATTEN("Flatten", 1, 0, new ONNXAttribute("axis", AttributeType.INT, false)),
    RELU("Relu", 1, 0),
    TANH("Tanh", 1, 0),
    CONV(
            "Conv",
            2,
            1,
            new ONNXAttribute("kernel_shape", AttributeType.INTS, true),
            new ONNXAttribute("pads", AttributeType.INTS, true)),
    MAX_POOL(
            "MaxPool",
            1,
            0,
            new ONNXAttribute("kernel_shape", AttributeType.INTS, true),
            new ONNXAttribute("strides", AttributeType.INTS, true));

    static final int OPSET = 13;

    private final String opName;
    private final int inputs;
    private final int optionalInputs;
    private final Map<String, ONNXAttribute> attributes;

    OnnxOperation(String opName, int inputs, int optionalInputs, ONNXAttribute... attributes) {
        this.opName = opName;
        this.inputs = inputs;
        this.optionalInputs = optionalInputs;
        this.attributes =
                Arrays.stream(attributes).collect(Collectors.toUnmodifiableMap(ONNXAttribute::getName, a -> a));
    }

    @Override
    public String getOpName() {
        return opName;
    }

    @Override
    public int getNumInputs() {
        return inputs;
    }

    @Override
    public int getNumOptionalInputs() {
        return optionalInputs;
    }

    @Override
    public int getNumOutputs() {
        return 1;
    }

    @Override
    public Map<String, ONNXAttribute> getAttributes() {
        return attributes;
    }

    @Override
    public Set<String> getMandatoryAttributeNames() {
        return attributes.values().stream()
                .filter(ONNXAttribute::isMandatory)
                .map(ONNXAttribute::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int getOpVersion() {
        return OPSET;
    }

    @Override
    public String getOpDomain() {
        return "";
    }
}
