package dev.onset.infra.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
final class SampleFileTest {
    private static final int PLAYERS = 16;

    @TempDir
    Path folder;

    /** logits = x w, w in a file beside the graph. */
    private Path model(int features) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(GraphProto.newBuilder()
                        .setName("g")
                        .addInput(rows("x", features))
                        .addOutput(rows("logits", 2))
                        .addInitializer(TensorProto.newBuilder()
                                .setName("w")
                                .setDataType(1)
                                .addDims(features)
                                .addDims(2)
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(StringStringEntryProto.newBuilder()
                                        .setKey("location")
                                        .setValue("w.bin")))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("MatMul")
                                .addInput("x")
                                .addInput("w")
                                .addOutput("logits")))
                .build();
        return Files.write(folder.resolve("net.onnx"), model.toByteArray());
    }

    private static ValueInfoProto rows(String name, int columns) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(1)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("n"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(columns)))))
                .build();
    }

    private void weights(int features, float each) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * features).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < features; i++) {
            bytes.putFloat(each * (i + 1)).putFloat(-each);
        }
        Files.write(folder.resolve("w.bin"), bytes.array());
    }

    private SampleFile sample(String json) throws IOException {
        return SampleFile.read(Files.writeString(folder.resolve("s.json"), json));
    }

    private SampleFile large() throws IOException {
        String ones = IntStream.range(0, PLAYERS).mapToObj(i -> "1").collect(Collectors.joining(","));
        String players =
                IntStream.range(0, PLAYERS).mapToObj(i -> "[" + i + "]").collect(Collectors.joining(","));
        return sample("{\"x\": [" + ones + "], \"baseline\": [" + ones.replace('1', '0') + "], \"players\": [" + players
                + "], \"label\": 0}");
    }

    private static double[] values(SampleFile sample, Path model, Path partial) {
        return sample.values(model, Optional.of(partial), (done, all) -> {});
    }

    @Test
    void weightsBesideTheGraphThatChange_makePartialValuesWorthless_unchangedOnesAreReused() throws IOException {
        Path model = model(PLAYERS);
        weights(PLAYERS, .01f);
        SampleFile sample = large();
        Path partial = folder.resolve("partial");
        killedAfterTwoShards(sample, model, partial);
        // negative control: with the same weights two shards are taken as they are
        int[] begun = {-1};
        double[] old =
                sample.values(model, Optional.of(partial), (done, all) -> begun[0] = begun[0] < 0 ? done : begun[0]);
        assertThat(begun[0]).isEqualTo(2 * PartialValues.SHARD);
        Files.delete(partial);
        killedAfterTwoShards(sample, model, partial);
        weights(PLAYERS, .02f);
        double[] found = values(sample, model, partial);
        assertThat(found).isEqualTo(values(sample, model, folder.resolve("afresh")));
        assertThat(found[1]).isNotEqualTo(old[1]);
    }

    private static void killedAfterTwoShards(SampleFile sample, Path model, Path partial) {
        assertThatThrownBy(() -> sample.values(model, Optional.of(partial), (done, all) -> {
                    if (done == 2 * PartialValues.SHARD) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"x\":[1,null],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0}' | x[1] is null",
                "'{\"x\":[1,NaN],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0}' | x[1] is NaN",
                "'{\"x\":[1,\"2\"],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0}' | x[1] is \"2\"",
                "'{\"x\":[1,1e60],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0}' | x[1] is 1.0E60",
                "'{\"x\":[1,2],\"baseline\":[0,null],\"players\":[[0],[1]],\"label\":0}' | baseline[1] is null",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[null]],\"label\":0}' | players[1][0] is null",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[0.5]],\"label\":0}' | players[1][0] is 0.5",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]]}' | lacks the field label",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"lable\":1}' | lacks the field label",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":null}' | label is null",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":\"\"}' | label is \"\"",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":true}' | label is true",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":1.9}' | label is 1.9",
                "'{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0,\"label\":1}' | Duplicate",
                "'[1]' | no object"
            })
    void whatIsNoNumber_isRefusedWhereItStands_neverTakenForZero(String json, String names) {
        assertThatThrownBy(() -> sample(json))
                .isInstanceOfSatisfying(
                        OnsetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContainingAll("s.json", names);
    }

    @Test
    void negativeControl_wholeSampleIsRead() throws IOException {
        weights(2, 1);
        SampleFile sample =
                sample("{\"x\":[1,2],\"baseline\":[0,0],\"players\":[[0],[1]],\"label\":0.0,\"note\":null}");
        assertThat(values(sample, model(2), folder.resolve("partial"))).containsExactly(0, 2, 6, 8);
    }
}
