package dev.onset.contracts;

/** Where networks are evaluated. Results of one differ from the other's in their last bits, so a study names it. */
public enum Device {
    /** The processor. */
    CPU,
    /** An NVIDIA GPU, through ONNX Runtime's CUDA provider. */
    CUDA
}
