"""What others offer, as they offer it."""

import time
from collections import defaultdict
from itertools import chain, combinations

import numpy as np
import torch


def dense(n):
    """The Moebius transform as a matrix, single precision, as published with arXiv 2304.13312."""
    m = np.array([[1.0]], dtype=np.float32)
    for _ in range(n):
        m = np.block([[m, np.zeros_like(m)], [-m, m]])
    return torch.tensor(m)


def butterflies(n):
    """The same and its transpose without matrices, on rows of a tensor [k, 2^n]: what the published code does not have."""

    def transform(x):
        for i in range(n):
            pairs = x.view(len(x), -1, 2, 1 << i)
            pairs[:, :, 1] -= pairs[:, :, 0]
        return x

    def transposed(x):
        for i in range(n):
            pairs = x.view(len(x), -1, 2, 1 << i)
            pairs[:, :, 0] -= pairs[:, :, 1]
        return x

    return transform, transposed


def shapiq_moebius(values, n):
    """Seconds of shapiq's exact Moebius transform, its result held against the definition."""
    import shapiq

    weights = 1 << np.arange(n)
    computer = shapiq.ExactComputer(
        game=lambda coalitions: values[np.asarray(coalitions, dtype=np.int64) @ weights], n_players=n)
    begun = time.perf_counter()
    found = computer.moebius_transform
    seconds = time.perf_counter() - begun
    expected = butterflies(n)[0](torch.tensor(values - values[0])[None])[0].numpy()
    worst = max(abs(found[tuple(i for i in range(n) if s >> i & 1)] - expected[s]) for s in range(1, 1 << n))
    assert worst < 1e-6, f"shapiq and the definition differ by {worst}"
    return seconds


class Subgradient:
    """
    The published optimiser of AND-OR interactions (arXiv 2304.13312, 2304.01811): SGD with momentum 0.9 on the split p and
    the noise q from p = q = 0, v_and = (u + q)/2 + p, v_or = (u + q)/2 - p, q clipped to its bound before each step; 10,000
    steps whose rate falls geometrically from 1e-5 to 1e-6.
    """

    STEPS = 10_000

    def __init__(self, u, bound, multiply):
        """multiply: by dense matrices and autograd, as published; otherwise by butterflies with the gradient by hand."""
        self.bound = bound
        self.n = len(u).bit_length() - 1
        self.u = torch.tensor(u, dtype=torch.float32)
        self.p = torch.zeros_like(self.u, requires_grad=multiply)
        self.q = torch.zeros_like(self.u, requires_grad=multiply)
        self.optimizer = torch.optim.SGD([self.p, self.q], lr=1e-5, momentum=0.9)
        self.matrix = dense(self.n) if multiply else None
        self.transform, self.transposed = butterflies(self.n)

    def step(self, rate):
        """The objective at the present point, as a tensor; then moves on."""
        self.optimizer.param_groups[0]["lr"] = rate
        with torch.no_grad():
            self.q.clamp_(-self.bound, self.bound)
        return (self._fast if self.matrix is None else self._dense)()

    def _dense(self):
        half = 0.5 * (self.u + self.q)
        v_or = half - self.p
        loss = (self.matrix @ (half + self.p)).abs().sum() + (self.matrix @ v_or.flip(0))[1:].abs().sum() + v_or[0].abs()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def _fast(self):
        half = 0.5 * (self.u + self.q)
        v_or = half - self.p
        effects = self.transform(torch.stack([half + self.p, v_or.flip(0)]))
        effects[1, 0] = v_or[0]
        loss = effects.abs().sum()
        sign = effects.sign()
        alone = sign[1, 0].clone()
        sign[1, 0] = 0
        through_and, through_or = self.transposed(sign)
        through_or = through_or.flip(0)
        through_or[0] += alone
        self.p.grad = through_and - through_or
        self.q.grad = 0.5 * (through_and + through_or)
        self.optimizer.step()
        return loss

    def published(self):
        """Objective of the last iterate, and seconds."""
        begun = time.perf_counter()
        for step in range(self.STEPS):
            last = self.step(1e-5 * 10 ** (-step / (self.STEPS - 1)))
        return float(last), time.perf_counter() - begun

    def seconds_a_step(self, steps=30):
        self.step(1e-5)
        begun = time.perf_counter()
        for _ in range(steps):
            float(self.step(1e-5))
        return (time.perf_counter() - begun) / steps

    def descend(self, seconds, target):
        """The rate kept at 1e-5: [(seconds, best objective so far)], ended early where the target is reached."""
        path, best, begun = [], float("inf"), time.perf_counter()
        while True:
            best = min(best, float(self.step(1e-5)))
            now = time.perf_counter() - begun
            path.append((now, best))
            if now >= seconds or best <= target:
                return path


def proxyspex(n, game, passes, seed):
    """
    Fourier coefficients by set that ProxySPEX (arXiv 2505.17495) ends with, as shapiq computes them with its own settings:
    boosted trees on random masks, their Fourier transform cut to 95 % of its energy and fitted again. They are taken before
    shapiq turns them into an index of the user's choice, which leaves nothing to them that would help here.
    """
    import shapiq

    approximator = shapiq.ProxySPEX(n=n, max_order=2, index="FBII", random_state=seed)
    kept = {}
    refine = approximator._refine

    def refined(*arguments, **named):
        kept.update(refine(*arguments, **named))
        raise _Enough

    approximator._refine = refined
    try:
        approximator.approximate(budget=passes, game=lambda masks: np.asarray(game(masks), dtype=float))
    except _Enough:
        return kept
    raise RuntimeError("shapiq's ProxySPEX did not refine its coefficients")


class _Enough(Exception):
    pass


def fourier_values(fourier, masks):
    """sum over sets of coefficient times parity, on masks [count, n]."""
    sign = 1.0 - 2.0 * masks
    total = np.zeros(len(masks))
    for members, c in fourier.items():
        total += c * np.prod(sign[:, list(members)], axis=1)
    return total


def fourier_to_moebius(fourier):
    """Coefficients of ANDs: a parity is the sum over subsets U of (-2)^|U| AND_U."""
    out = defaultdict(float)
    for members, c in fourier.items():
        for some in chain.from_iterable(combinations(members, k) for k in range(len(members) + 1)):
            out[tuple(sorted(some))] += c * (-2) ** len(some)
    return {members: c for members, c in out.items() if abs(c) > 1e-9}
