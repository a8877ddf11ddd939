package dev.onset.report;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Walks a model of records down to its numbers and words, and rebuilds it with one of them changed. */
public final class Leaves {
    /**
     * One number or word of the model.
     *
     * @param measured false below a component marked {@link Unmeasured}
     */
    public record Leaf(String path, boolean word, boolean measured, Object value) {}

    private final int target;
    private final List<Leaf> found = new ArrayList<>();

    private Leaves(int target) {
        this.target = target;
    }

    public static List<Leaf> of(Object model) {
        Leaves walk = new Leaves(-1);
        walk.visit(model, "", true);
        return walk.found;
    }

    /** The model with its leaf number {@code index} changed as little as its type allows; empty if it refuses to be built. */
    @SuppressWarnings("unchecked")
    public static <T> Optional<T> changed(T model, int index) {
        try {
            return Optional.of((T) new Leaves(index).visit(model, "", true));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private Object visit(Object value, String path, boolean measured) {
        if (value instanceof Optional<?> o) {
            return o.map(v -> visit(v, path, measured));
        } else if (value instanceof OptionalDouble o) {
            return o.isPresent() ? OptionalDouble.of((double) leaf(o.getAsDouble(), path, measured)) : o;
        } else if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                out.add(visit(list.get(i), path + "[" + i + "]", measured));
            }
            return out;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> out.put(k, v == null ? null : visit(v, path + "/" + k, measured)));
            return out;
        } else if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            Object out = Array.newInstance(value.getClass().getComponentType(), length);
            for (int i = 0; i < length; i++) {
                Array.set(out, i, visit(Array.get(value, i), path + "[" + i + "]", measured));
            }
            return out;
        } else if (value instanceof Record record) {
            return rebuild(record, path, measured);
        }
        return leaf(value, path, measured);
    }

    private Object rebuild(Record record, String path, boolean measured) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean counts = measured && !components[i].isAnnotationPresent(Unmeasured.class);
                arguments[i] =
                        visit(components[i].getAccessor().invoke(record), path + "/" + components[i].getName(), counts);
            }
            Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new Refused(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(path, e);
        }
    }

    private Object leaf(Object value, String path, boolean measured) {
        found.add(new Leaf(path, value instanceof String, measured, value));
        if (found.size() - 1 != target) {
            return value;
        } else if (value instanceof Double d) {
            return Math.nextUp(d);
        } else if (value instanceof Long l) {
            return l + 1;
        } else if (value instanceof Integer i) {
            return i + 1;
        } else if (value instanceof Boolean b) {
            return !b;
        } else if (value instanceof Enum<?> e) {
            Object[] all = e.getDeclaringClass().getEnumConstants();
            return all[(e.ordinal() + 1) % all.length];
        } else if (value instanceof String s) {
            return s + "x";
        }
        throw new AssertionError(path + " is a " + value.getClass());
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(Throwable cause) {
            super(cause);
        }
    }
}
