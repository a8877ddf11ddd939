package dev.onset.grokking.modular;

/**
 * The order parameter of modular addition: per neuron, the inverse participation ratio sum_k p_k^2 of its power share p_k
 * at frequencies k = 1..(P-1)/2, both input halves together; then the mean over neurons.
 */
final class FourierConcentration {
    private final int prime;
    private final double[] cosine;
    private final double[] sine;

    FourierConcentration(int prime) {
        this.prime = prime;
        cosine = new double[prime];
        sine = new double[prime];
        for (int i = 0; i < prime; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / prime);
            sine[i] = Math.sin(2 * Math.PI * i / prime);
        }
    }

    /**
     * The mean inverse participation ratio.
     *
     * @param parameters u then v, each P x N row-major from index 0
     */
    double of(double[] parameters, int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double total = 0;
            double squares = 0;
            for (int k = 1; k <= (prime - 1) / 2; k++) {
                double power = power(parameters, 0, width, i, k) + power(parameters, prime * width, width, i, k);
                total += power;
                squares += power * power;
            }
            sum += total > 0 ? squares / (total * total) : 0;
        }
        return sum / width;
    }

    private double power(double[] values, int from, int width, int neuron, int k) {
        double re = 0;
        double im = 0;
        for (int n = 0; n < prime; n++) {
            double value = values[from + n * width + neuron];
            int phase = n * k % prime;
            re += value * cosine[phase];
            im += value * sine[phase];
        }
        return re * re + im * im;
    }
}
