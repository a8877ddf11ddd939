package dev.onset.train;

import dev.onset.train.NetworkLayout.ConvPart;
import dev.onset.train.NetworkLayout.DensePart;
import dev.onset.train.NetworkLayout.Part;
import dev.onset.train.NetworkLayout.PoolPart;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds the training library's networks over a given parameter vector. */
final class Dl4jNetworks {
    private Dl4jNetworks() {}

    /** Cross entropy of a softmax over the readout. */
    static MultiLayerNetwork training(NetworkLayout layout, List<Integer> shape, INDArray parameters) {
        return build(layout, shape, parameters, Activation.SOFTMAX, LossFunction.MCXENT);
    }

    /** The readout itself; only its outputs are of use. */
    static MultiLayerNetwork logits(NetworkLayout layout, List<Integer> shape, INDArray parameters) {
        return build(layout, shape, parameters, Activation.IDENTITY, LossFunction.MSE);
    }

    private static MultiLayerNetwork build(
            NetworkLayout layout, List<Integer> shape, INDArray parameters, Activation output, LossFunction loss) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                // updates are made by UpdateRule
                .updater(new NoOp())
                .list();
        int last = layout.layers().size() - 1;
        for (int i = 0; i < last; i++) {
            builder.layer(i, hidden(layout.layers().get(i)));
        }
        DensePart readout = (DensePart) layout.layers().get(last);
        OutputLayer.Builder outputLayer =
                new OutputLayer.Builder(loss).nIn(readout.inputs()).nOut(readout.outputs());
        outputLayer.activation(output);
        if (readout.inputDropout() > 0) {
            outputLayer.dropOut(1 - readout.inputDropout());
        }
        builder.layer(last, outputLayer.build());
        if (layout.startsWithImage()) {
            builder.setInputType(InputType.convolutionalFlat(shape.get(1), shape.get(2), shape.get(0)));
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init(parameters, false);
        return network;
    }

    private static Layer hidden(Part part) {
        if (part instanceof DensePart dense) {
            DenseLayer.Builder layer = new DenseLayer.Builder()
                    .nIn(dense.inputs())
                    .nOut(dense.outputs())
                    .activation(activation(dense.activation()));
            if (dense.inputDropout() > 0) {
                // the library's number is the share kept
                layer.dropOut(1 - dense.inputDropout());
            }
            return layer.build();
        }
        if (part instanceof ConvPart conv) {
            return new ConvolutionLayer.Builder(conv.kernel(), conv.kernel())
                    .nIn(conv.channels())
                    .nOut(conv.filters())
                    .stride(1, 1)
                    .padding(conv.padding(), conv.padding())
                    .convolutionMode(ConvolutionMode.Truncate)
                    .activation(activation(conv.activation()))
                    .build();
        }
        int size = ((PoolPart) part).size();
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(size, size)
                .stride(size, size)
                .convolutionMode(ConvolutionMode.Truncate)
                .build();
    }

    private static Activation activation(NetworkSpec.Activation activation) {
        return switch (activation) {
            case IDENTITY -> Activation.IDENTITY;
            case RELU -> Activation.RELU;
            case TANH -> Activation.TANH;
        };
    }
}
