package dev.onset.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One part of a figure, said in numbers and words; how it looks is the drawing's business. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AxesPanel.class, name = "axes"),
    @JsonSubTypes.Type(value = HeatPanel.class, name = "heat"),
    @JsonSubTypes.Type(value = SamplePanel.class, name = "sample"),
    @JsonSubTypes.Type(value = TablePanel.class, name = "table")
})
public sealed interface Panel permits AxesPanel, HeatPanel, SamplePanel, TablePanel {
    String title();
}
