package dev.onset.infra.study;

import dev.onset.grokkingstudy.CubicDriver;
import dev.onset.grokkingstudy.ModularDriver;
import dev.onset.stages.Drivers;
import dev.onset.twophase.TwoPhaseDriver;
import java.util.List;

/** Every experiment kind this build knows. */
public final class LocalDrivers {
    private LocalDrivers() {}

    public static Drivers all() {
        return new Drivers(List.of(new TwoPhaseDriver(), new ModularDriver(), new CubicDriver()));
    }
}
