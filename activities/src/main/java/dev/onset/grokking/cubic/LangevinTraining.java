package dev.onset.grokking.cubic;

import dev.onset.contracts.ErrorCode;
import dev.onset.contracts.OnsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * An ensemble of Langevin networks, trained in step. Confined to one thread; deterministic to the bit from (settings,
 * seed), whatever restores lie between.
 */
public final class LangevinTraining {
    private final List<LangevinNetwork> networks = new ArrayList<>();
    private long step;

    public LangevinTraining(LangevinSettings settings, long seed) {
        this(settings, seed, LangevinNetwork.NOISE_VARIANCE);
    }

    private LangevinTraining(LangevinSettings settings, long seed, double noiseVariance) {
        for (int member = 0; member < settings.members(); member++) {
            networks.add(new LangevinNetwork(settings, seed, member, noiseVariance));
        }
    }

    /** With noise of 2 sigma, as printed: the posterior is not its equilibrium. */
    static LangevinTraining asPrinted(LangevinSettings settings, long seed) {
        return new LangevinTraining(settings, seed, 4);
    }

    /** Steps taken. */
    public long step() {
        return step;
    }

    /**
     * Trains on to a step.
     *
     * @param each called with every step taken; it may throw to stop between two steps
     * @throws OnsetException TRAINING_DIVERGED when a measurement is not finite
     */
    public void advance(long toStep, LongConsumer each) {
        while (step < toStep) {
            for (LangevinNetwork network : networks) {
                network.step(step);
            }
            step++;
            each.accept(step);
        }
    }

    public LangevinState state() {
        return new LangevinState(
                step, networks.stream().map(LangevinNetwork::state).toList());
    }

    /**
     * Takes up a state.
     *
     * @throws OnsetException STORE_CORRUPT when it is of another shape
     */
    public void restore(LangevinState state) {
        if (state.members().size() != networks.size() || state.step() < 0) {
            throw new OnsetException(
                    ErrorCode.STORE_CORRUPT,
                    "langevin training: the state has " + state.members().size() + " networks at step " + state.step()
                            + ", this training " + networks.size() + "; it was not taken up");
        }
        for (int i = 0; i < networks.size(); i++) {
            networks.get(i).restore(state.members().get(i));
        }
        step = state.step();
    }

    public List<MemberObservation> observe() {
        return networks.stream().map(LangevinNetwork::observe).toList();
    }
}
