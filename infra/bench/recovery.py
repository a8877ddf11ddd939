"""Names at any scale: planted games and a real network, Onset's recovery beside shapiq's ProxySPEX at equal numbers of passes."""

import json
import math
import statistics
import time
from itertools import chain, combinations

import numpy as np
import torch

import inputs
import peers

FRESH = 20_000
# one-sided 95 %, as Onset's
NORMAL = 1.6448536269514722


def measured(v, g):
    """R^2 of g, and its lower bound by Onset's formula."""
    squares = np.mean((v - g) ** 2)
    variance = v.var(ddof=1)
    share = squares / variance
    if share == 0:
        return 1.0, 1.0
    own = (v - g) ** 2 - share * (v - v.mean()) ** 2
    error = math.sqrt(np.mean(own**2) / len(v)) / variance
    return 1 - share, 1 - share * math.exp(NORMAL * error / share)


def said(recovery, masks):
    """What a list of Onset's says on masks [count, n]."""
    total = np.full(len(masks), recovery["constant"])
    for term in recovery["interactions"]:
        chosen = masks[:, term["players"]]
        total += term["coefficient"] * (chosen.all(axis=1) if term["kind"] == "and" else chosen.any(axis=1))
    return total


def f1_of_list(game, recovery):
    planted = {(kind, members) for kind, members, _ in game.terms}
    found = {(t["kind"], tuple(t["players"])) for t in recovery["interactions"]}
    return 2 * len(planted & found) / (len(planted) + len(found))


def f1_of_moebius(game, moebius):
    """
    The best F1 that any threshold gives a list without ORs, kinds not counting; sets within a planted OR, which an OR needs in
    such a list, count neither for nor against it.
    """
    planted = {members for _, members, _ in game.terms}
    allowed = {
        some for kind, members, _ in game.terms if kind == "or"
        for some in chain.from_iterable(combinations(members, k) for k in range(1, len(members)))
    } - planted
    best = right = wrong = 0
    for members in sorted(moebius, key=lambda m: -abs(moebius[m])):
        if members and members not in allowed:
            right += members in planted
            wrong += members not in planted
            best = max(best, 2 * right / (right + wrong + len(planted)))
    return best


def planted(table, onset, work, cases, seeds, theirs=True):
    """cases: (players, terms, passes)"""
    for n, terms, passes in cases:
        ours, others = [], []
        for seed in seeds:
            game = inputs.Planted(n, terms, 5, 1e-3, seed)
            game.export(work / "planted.onnx")
            sample = work / "planted.json"
            sample.write_text(json.dumps({"x": [1] * n, "baseline": [0] * n, "players": [[i] for i in range(n)], "label": 0}))
            fresh = np.random.default_rng(10_000 + seed).random((FRESH, n)) < 0.5
            v = game(fresh)
            begun = time.perf_counter()
            found = onset("--model", str(work / "planted.onnx"), "--sample", str(sample), "--recover", str(passes))["recovery"]
            ours.append((f1_of_list(game, found), found["bound"], measured(v, said(found, fresh))[0], found["passes"],
                         time.perf_counter() - begun))
            if theirs:
                begun = time.perf_counter()
                fourier = peers.proxyspex(n, game, passes, seed)
                seconds = time.perf_counter() - begun
                r2, bound = measured(v[: passes // 8], peers.fourier_values(fourier, fresh[: passes // 8]))
                others.append((f1_of_moebius(game, peers.fourier_to_moebius(fourier)), bound,
                               measured(v, peers.fourier_values(fourier, fresh))[0], passes, seconds))
        for name, rows in (("Onset", ours), ("ProxySPEX", others)):
            if rows:
                f1, bound, r2, used, seconds = zip(*rows)
                table.row(n, terms, name, len(rows), passes, f"{statistics.median(used):.0f}", f"{statistics.median(f1):.3f}",
                          f"{min(f1):.3f}", f"{statistics.median(bound):.5f}", f"{statistics.median(r2):.5f}",
                          f"{statistics.median(seconds):.0f}")


def real(table, onset, work, model, samples, budgets, theirs=True):
    """samples: (name, values of masks, sample file)"""
    for name, game, sample, n in samples:
        fresh = np.random.default_rng(1).random((FRESH, n)) < 0.5
        v = game(fresh)
        for passes in budgets:
            begun = time.perf_counter()
            found = onset("--model", str(model), "--sample", str(sample), "--recover", str(passes))["recovery"]
            table.row(name, passes, "Onset", found["passes"], len(found["interactions"]), f"{found['bound']:.4f}",
                      f"{measured(v, said(found, fresh))[0]:.4f}", "yes" if found["explanation"] else "no",
                      f"{time.perf_counter() - begun:.0f}")
            if theirs:
                begun = time.perf_counter()
                fourier = peers.proxyspex(n, game, passes, 0)
                seconds = time.perf_counter() - begun
                apart = max(128, min(1024, passes // 8))
                bound = measured(v[:apart], peers.fourier_values(fourier, fresh[:apart]))[1]
                table.row(name, passes, "ProxySPEX", passes, len(fourier), f"{bound:.4f}",
                          f"{measured(v, peers.fourier_values(fourier, fresh))[0]:.4f}", "", f"{seconds:.0f}")


def strongest(game, n, counts, masks=40_000):
    """
    Share of the variance that the strongest parities of orders 1 and 2 explain: parities are uncorrelated, so no other list of
    as many of them explains more. Least squares on one half of the masks, judged on the other.
    """
    x = np.random.default_rng(2).random((masks, n)) < 0.5
    v = game(x)
    sign = 1.0 - 2.0 * x
    pairs = list(combinations(range(n), 2))
    columns = np.concatenate([np.ones((masks, 1)), sign, np.stack([sign[:, i] * sign[:, j] for i, j in pairs], axis=1)], axis=1)
    half = masks // 2
    a = columns[:half]
    c = np.linalg.solve(a.T @ a, a.T @ v[:half])
    order = 1 + np.argsort(-np.abs(c[1:]))
    out = {}
    for count in counts:
        chosen = np.concatenate([[0], order[:count]])
        out[count] = measured(v[half:], columns[half:, chosen] @ c[chosen])[0]
    return out


def digit_game(network, x, label):
    """Log-odds by masks of the pixels; black for what is absent."""

    def values(masks):
        out = []
        with torch.inference_mode():
            for first in range(0, len(masks), 4096):
                rows = torch.tensor(masks[first : first + 4096], dtype=torch.float32) * torch.tensor(x)
                out.append(inputs.log_odds(network(rows).double(), int(label)).numpy())
        return np.concatenate(out)

    return values
