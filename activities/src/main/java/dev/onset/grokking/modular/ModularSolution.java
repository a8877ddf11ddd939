package dev.onset.grokking.modular;

/**
 * A self-consistent point of the modular theory.
 *
 * @param settings where
 * @param a mean discrepancy, -1 with nothing learned, 0 with all
 * @param overlap w_+^2, the mode's power at the far saddle; 0 where there is none
 * @param action S at the far saddle, 0 at the origin; infinite where there is none
 * @param occupation share of neurons at the four far saddles, 4 e^-S / (1 + 4 e^-S)
 */
public record ModularSolution(
        ModularTheorySettings settings, double a, double overlap, double action, double occupation) {}
