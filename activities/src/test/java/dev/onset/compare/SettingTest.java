package dev.onset.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.kind.ComparedRun;
import dev.onset.kind.Factor;
import dev.onset.kind.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What settings are called. */
@Tag("unit")
final class SettingTest {
    private static final List<Factor> FACTORS = List.of(
            new Factor("dataset", "digits"),
            new Factor("network", "dense"),
            new Factor("training.augmentation.shift", "0"));

    private static ComparedRun run(String dataset, String network, String shift) {
        return new ComparedRun(
                dataset + network + shift,
                new TreeMap<>(Map.of("dataset", dataset, "network", network, "training.augmentation.shift", shift)),
                0,
                new Outcome("", "", List.of()),
                Optional.empty());
    }

    @Test
    void settingsThatDifferInALastLevel_haveTitlesThatDo_thoughNamesWouldTakeTheRoom() {
        List<Setting> settings = Setting.of(List.of(
                run("cifar10", "convolutions", "0"), run("cifar10", "convolutions", "2"), run("mnist", "mlp", "2")));
        assertThat(settings.get(0).words(FACTORS)).isEqualTo("dataset cifar10, network convolutions, shift 0");
        assertThat(settings.stream().map(one -> one.title(FACTORS)))
                .containsExactly("cifar10, convolutions, 0", "cifar10, convolutions, 2", "mnist, mlp, 2");
        assertThat(settings.get(0).title(FACTORS.subList(0, 1)))
                .as("names stay where there is room")
                .isEqualTo("dataset cifar10");
    }

    @Test
    void settingsOfOneFactorEach_keepItsName_sinceTheirLevelsMayBeEqual() {
        List<Factor> factors = List.of(
                new Factor("training.augmentationOfEveryExample", "0"),
                new Factor("observation.somethingAsLongAsThatOneIs", "0"));
        List<String> titles = factors.stream()
                .map(factor -> new Setting(
                                new TreeMap<>(Map.of(factor.name(), "1")), List.of(run("digits", "dense", "0")))
                        .title(factors))
                .toList();
        assertThat(titles).doesNotHaveDuplicates();
    }
}
