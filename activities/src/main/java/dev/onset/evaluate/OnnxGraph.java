package dev.onset.evaluate;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The graph of an ONNX file, held with the weights that are in it, and which of its tensors rest on which. */
final class OnnxGraph {
    private final ModelProto model;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Set<String> fed;

    private OnnxGraph(ModelProto model) {
        this.model = model;
        for (NodeProto node : model.getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
        Set<String> known = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        fed = model.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(input -> !known.contains(input))
                .collect(Collectors.toSet());
    }

    /** Reads a file; empty when it is no ONNX protobuf with a graph. */
    static Optional<OnnxGraph> of(Path file) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setSizeLimit(Integer.MAX_VALUE);
            ModelProto model = ModelProto.parseFrom(in);
            return model.hasGraph() ? Optional.of(new OnnxGraph(model)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    /** Names of the outputs, in the file's order. */
    List<String> outputs() {
        return model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
    }

    /** Whether a node gives a tensor of this name. */
    boolean computes(String tensor) {
        return producers.containsKey(tensor);
    }

    /** Whether an output rests on what is fed to the model through this tensor alone. */
    boolean isCut(String tensor, String output) {
        return computes(tensor)
                && !tensor.equals(output)
                && Collections.disjoint(needs(output, tensor), fed)
                && !Collections.disjoint(needs(tensor, ""), fed)
                && needs(output, "").contains(tensor);
    }

    /** All tensors that are cuts, from the input to the output. */
    List<String> cuts(String output) {
        List<String> found = new ArrayList<>(
                needs(output, "").stream().filter(name -> isCut(name, output)).toList());
        Collections.reverse(found);
        return found;
    }

    /** Streamed: weights may lie in a model, and are in memory once already. */
    static Path write(Path file, ModelProto model) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            model.writeTo(out);
        }
        return file;
    }

    /** The same model with further tensors among its outputs. */
    ModelProto showing(List<String> tensors) {
        ModelProto.Builder shown = model.toBuilder();
        for (String tensor : tensors) {
            shown.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(tensor));
        }
        return shown.build();
    }

    /** What leads from the inputs to a tensor, which another node then makes into the output. */
    ModelProto before(String tensor, NodeProto last, ValueInfoProto output) {
        Set<String> needed = needs(tensor, "");
        GraphProto.Builder graph = part(needed).addNode(last).addOutput(output);
        model.getGraph().getInputList().stream()
                .filter(input -> needed.contains(input.getName()) || fed.contains(input.getName()))
                .forEach(graph::addInput);
        return with(graph);
    }

    /** What leads from a tensor to an output. */
    ModelProto after(ValueInfoProto tensor, String output) {
        Set<String> needed = needs(output, tensor.getName());
        GraphProto.Builder graph = part(needed).addInput(tensor);
        model.getGraph().getInputList().stream()
                .filter(input -> needed.contains(input.getName()))
                .forEach(graph::addInput);
        model.getGraph().getOutputList().stream()
                .filter(value -> value.getName().equals(output))
                .forEach(graph::addOutput);
        return with(graph);
    }

    private ModelProto with(GraphProto.Builder graph) {
        return model.toBuilder().setGraph(graph).build();
    }

    /** The graph's nodes and weights as far as they are needed, in their order, without inputs and outputs. */
    private GraphProto.Builder part(Set<String> needed) {
        GraphProto all = model.getGraph();
        GraphProto.Builder part = all.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearSparseInitializer()
                .clearValueInfo();
        part.clearInput().clearOutput();
        all.getNodeList().stream()
                .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
                .forEach(part::addNode);
        all.getInitializerList().stream()
                .filter(weights -> needed.contains(weights.getName()))
                .forEach(part::addInitializer);
        all.getSparseInitializerList().stream()
                .filter(weights -> needed.contains(weights.getValues().getName()))
                .forEach(part::addSparseInitializer);
        return part;
    }

    /** A tensor and all that it rests on, nearest first; nothing beyond {@code given}, which is left out. */
    private Set<String> needs(String tensor, String given) {
        Set<String> needed = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(tensor));
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (name.isEmpty() || name.equals(given) || !needed.add(name)) {
                continue;
            }
            NodeProto producer = producers.get(name);
            if (producer != null) {
                open.addAll(inputs(producer));
            }
        }
        return needed;
    }

    /** What a node takes, and what graphs within it (of a branch, of a loop) may take from outside. */
    private static Set<String> inputs(NodeProto node) {
        Set<String> names = new LinkedHashSet<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            Set<GraphProto> inner = new HashSet<>(attribute.getGraphsList());
            if (attribute.hasG()) {
                inner.add(attribute.getG());
            }
            for (GraphProto graph : inner) {
                graph.getNodeList().forEach(within -> names.addAll(inputs(within)));
                graph.getOutputList().forEach(output -> names.add(output.getName()));
            }
        }
        return names;
    }
}
