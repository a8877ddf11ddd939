package dev.onset.workflows;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a list of workflows shows of one: search attributes, which the server keeps and answers with every worker down.
 * Only changes are written, since each is an event of the history; a step alone at most once a minute. Nothing secret goes
 * in here: attributes are not encrypted.
 */
public final class Visibility {
    public static final SearchAttributeKey<String> STUDY = SearchAttributeKey.forKeyword("OnsetStudy");
    public static final SearchAttributeKey<String> KIND = SearchAttributeKey.forKeyword("OnsetKind");
    public static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("OnsetStage");
    public static final SearchAttributeKey<String> DATASET = SearchAttributeKey.forKeyword("OnsetDataset");
    /** running, waiting-for-operator, waiting-for-worker, paused or done. */
    public static final SearchAttributeKey<String> STATE = SearchAttributeKey.forKeyword("OnsetState");

    public static final SearchAttributeKey<Long> STEP = SearchAttributeKey.forLong("OnsetStep");
    /** Where a run stands, of what was observed so far, such as {@code phase 1}. */
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("OnsetPhase");
    /** Code of the failure that is waited on; empty when there is none. */
    public static final SearchAttributeKey<String> FAILURE = SearchAttributeKey.forKeyword("OnsetFailure");

    /** Names and types, as a server must have them registered. */
    public static Map<String, IndexedValueType> all() {
        Map<String, IndexedValueType> all = new TreeMap<>();
        for (SearchAttributeKey<?> key : List.of(STUDY, KIND, STAGE, DATASET, STATE, STEP, PHASE, FAILURE)) {
            all.put(key.getName(), key.getValueType());
        }
        return all;
    }

    private static final long STEP_EVERY_MILLIS = 60_000;

    private final boolean shown;
    private final Map<String, Object> known = new HashMap<>();
    private long stepWritten = Long.MIN_VALUE;

    /** @param shown false where no server keeps them */
    Visibility(boolean shown) {
        this.shown = shown;
    }

    /** Attributes a study or a run starts with. */
    public static SearchAttributes initial(String study, String kind, String dataset) {
        return SearchAttributes.newBuilder()
                .set(STUDY, study)
                .set(KIND, kind)
                .set(DATASET, dataset)
                .set(STATE, "running")
                .build();
    }

    void show(String stage, String state, String failureCode) {
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        add(updates, STAGE, stage);
        add(updates, STATE, state);
        add(updates, FAILURE, failureCode);
        write(updates);
    }

    void step(long step, boolean now) {
        long time = Workflow.currentTimeMillis();
        if (now || stepWritten == Long.MIN_VALUE || time - stepWritten >= STEP_EVERY_MILLIS) {
            List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
            add(updates, STEP, step);
            stepWritten = updates.isEmpty() ? stepWritten : time;
            write(updates);
        }
    }

    void stands(String where) {
        List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
        add(updates, PHASE, where);
        write(updates);
    }

    private <T> void add(List<SearchAttributeUpdate<?>> updates, SearchAttributeKey<T> key, T value) {
        if (!value.equals(known.get(key.getName()))) {
            known.put(key.getName(), value);
            updates.add(key.valueSet(value));
        }
    }

    private void write(List<SearchAttributeUpdate<?>> updates) {
        if (shown && !updates.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(updates.toArray(new SearchAttributeUpdate<?>[0]));
        }
    }
}
