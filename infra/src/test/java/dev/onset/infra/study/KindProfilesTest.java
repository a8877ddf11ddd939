package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onset.contracts.Device;
import dev.onset.infra.store.FileSystemObjectStore;
import dev.onset.kind.Kind;
import dev.onset.kind.Kinds;
import dev.onset.kind.Observable;
import dev.onset.kind.StageContext;
import dev.onset.kind.StudyDocument;
import dev.onset.kind.Trainer;
import dev.onset.numeric.Profile;
import dev.onset.studyfile.Overrides;
import dev.onset.studyfile.StudyFile;
import dev.onset.workflows.Queues;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker serves the profiles that kinds name beforehand: whatever a study's parts compute under is among them. */
@Tag("unit")
class KindProfilesTest {
    static Stream<String> studies() {
        return Kinds.installed().all().stream().map(Kind::bundled).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("studies")
    void whateverAStudyComputesUnder_isServed(String name, @TempDir Path folder) {
        StudyFile file = StudyFile.load(name, new Overrides(List.of(), OptionalLong.empty()));
        Kind kind = Kinds.installed().of(file.spec());
        StudyDocument study = new StudyDocument(file.spec(), new TreeMap<>());
        StageContext context = StageContext.of(new FileSystemObjectStore(folder), folder);
        Trainer trainer = kind.trainer(study);
        served(kind, trainer.queue(), trainer.served(trainer.profile(context)));
        for (Observable observable : kind.observables(study)) {
            assertThat(observable.device()).isEqualTo(Device.CPU);
            served(kind, Queues.OBSERVE, observable.profile(context));
        }
        served(kind, Queues.FIT, kind.phaseModel(study).profile());
    }

    private static void served(Kind kind, String queue, Profile profile) {
        assertThat(kind.profiles(queue, 0)).as("%s on %s", kind.name(), queue).contains(profile);
        assertThat(Kinds.installed().profiles(queue, 0).stream().map(Profile::identity))
                .contains(profile.identity());
    }
}
