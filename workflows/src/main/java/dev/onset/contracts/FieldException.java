package dev.onset.contracts;

/**
 * A contract field outside its bound, thrown by compact constructors. Whoever binds the record knows the file and the
 * path and turns this into a {@link OnsetException} naming both.
 */
public final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public FieldException(String field, String problem) {
        super(problem);
        this.field = field;
    }

    /** The record component's name. */
    public String field() {
        return field;
    }
}
