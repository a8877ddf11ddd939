package dev.onset.contracts;

/**
 * A field of a contract or a setting outside its bound, thrown by compact constructors. Whoever binds the record knows the file
 * and the path and turns this into a {@link OnsetException} naming both.
 */
public final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    /** @param problem what is wrong, to be read after the field's name */
    public FieldException(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
        this.problem = problem;
    }

    /** The record component's name. */
    public String field() {
        return field;
    }

    /** What is wrong, to be read after the field's path. */
    public String problem() {
        return problem;
    }
}
