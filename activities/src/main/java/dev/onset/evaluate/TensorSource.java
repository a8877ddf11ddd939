package dev.onset.evaluate;

/** What an input tensor of a model is filled with, row by row. */
public enum TensorSource {
    /** The example's features, as the data have them: pixels, measurements or token numbers. */
    DATA,
    /** 1 where a token is no padding, 0 where it is: a transformer's attention mask. */
    ATTENTION,
    /** 0, 1, 2, .. along the row. */
    POSITIONS,
    /** 0 everywhere, such as the token types of a single sentence. */
    ZEROS,
    /** 1 everywhere. */
    ONES
}
