"""Ours and theirs side by side; started by ./compare, which prepares class path and packages."""

import datetime
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

import inputs
import peers
import recovery

torch.set_num_threads(1)
torch.manual_seed(0)

ROOT = Path(os.environ["ONSET_ROOT"])
WORK = Path(sys.argv[1])
QUICK = "--quick" in sys.argv
ALL = ["moebius", "forward", "extraction", "recovery"]
PARTS = [part for part in ALL if part in sys.argv] or ALL
# microseconds on one core: 1.5 times what a cache-blocked butterfly needs at least
MOEBIUS_GOAL = {8: 1.5, 10: 5.4, 12: 25.5, 16: 495, 20: 22_500}
FORWARD_GOAL = {"mlp": 1.0, "lenet": 2.0}
# milliseconds, with noise: the median over games
EXTRACTION_GOAL = {10: 30, 12: 500}
NOISE = 0.02
GAMES = 10
# rounds over all games: those that warm up, those that count
ROUNDS = {10: (3, 3), 12: (2, 3)} if QUICK else {10: (12, 5), 12: (3, 3)}
DESCENT_SECONDS = 5 if QUICK else 30
goals = []


class Table:
    """Rows gathered, then printed with aligned columns."""

    def __init__(self, title, *header):
        self.title, self.rows = title, [header]
        print(f"... {title}", file=sys.stderr, flush=True)

    def row(self, *cells):
        self.rows.append([str(cell) for cell in cells])

    def print(self):
        widths = [max(len(r[i]) for r in self.rows) for i in range(len(self.rows[0]))]
        print(f"\n{self.title}")
        for i, r in enumerate(self.rows):
            print("  ".join(cell.rjust(w) for cell, w in zip(r, widths)))
            if i == 0:
                print("  ".join("-" * w for w in widths))
        print(flush=True)


def sig(x):
    return f"{x:.3g}" if abs(x) < 1000 else f"{x:,.0f}"


def judged(goal, met, unit=""):
    goals.append(met)
    return f"{goal}{unit} {'met' if met else 'SHORT'}"


def timed(call, least=0.3, most=1000):
    """Median seconds of a call."""
    call()
    times = []
    begun = time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - begun < least and len(times) < most):
        t = time.perf_counter()
        call()
        times.append(time.perf_counter() - t)
    return statistics.median(times)


# --- ours -----------------------------------------------------------------------------------------------------------------


def jmh(benchmark, *options, **parameters):
    """Every measured figure of a benchmark, one list for each of its results with the parameters."""
    out = WORK / "jmh.json"
    chosen = [option for key, value in parameters.items() for option in ("-p", f"{key}={value}")]
    command = ["java", "-cp", os.environ["ONSET_CLASSPATH"], "org.openjdk.jmh.Main", benchmark, "-rf", "json", "-rff", str(out),
               "-jvmArgs", f"-Xmx2g -XX:+UseSerialGC -Donset.games={WORK}/games -Donset.models={WORK}/models",
               *chosen, *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not out.exists():
        sys.exit("compare: JMH failed:\n" + done.stdout[-2000:] + done.stderr[-2000:])
    results = json.loads(out.read_text())
    out.unlink()
    if not results:
        sys.exit("compare: JMH measured nothing:\n" + done.stdout[-4000:])
    return [(r["params"], [x for fork in r["primaryMetric"]["rawData"] for x in fork]) for r in results]


def onset(*options):
    done = subprocess.run([str(ROOT / "infra/onset"), "interactions", *options], capture_output=True, text=True)
    if done.returncode:
        sys.exit("compare: " + done.stderr)
    return json.loads(done.stdout)


# --- the tables -----------------------------------------------------------------------------------------------------------


def moebius():
    table = Table("Moebius transform of one game, one thread, microseconds", "players", "Onset", "goal", "shapiq", "faster by",
                  "dense torch", "faster by")
    sizes = (8, 10, 12) if QUICK else (8, 10, 12, 14, 16, 20)
    for parameters, times in jmh("MoebiusBenchmark", n=",".join(map(str, sizes))):
        n, mine = int(parameters["n"]), statistics.median(times)
        goal = MOEBIUS_GOAL.get(n)
        values = np.random.default_rng(n).uniform(-1, 1, 1 << min(n, 16))
        cells = [n, sig(mine), "" if goal is None else judged(sig(goal), mine <= goal)]
        for most, measure in ((16, lambda: peers.shapiq_moebius(values, n)), (12, lambda: dense_seconds(values, n))):
            theirs = 1e6 * measure() if n <= most else None
            cells += ["", ""] if theirs is None else [sig(theirs), sig(theirs / mine)]
        table.row(*cells)
    table.print()


def dense_seconds(values, n):
    matrix, x = peers.dense(n), torch.tensor(values, dtype=torch.float32)
    return timed(lambda: matrix @ x)


def forward(networks):
    table = Table("Masked forward passes, log-odds of the 2^12 coalitions of one sample, one thread, rows/s", "network", "Onset",
                  "PyTorch", "its best batch", "ratio, in turn", "goal", "largest difference")
    n, label = 12, 3
    for name, (network, features) in networks.items():
        players = inputs.stripes(features, n)
        x, baseline = torch.rand(features), torch.zeros(features)
        sample = WORK / "models" / f"{name}.sample.json"
        sample.write_text(json.dumps({"x": x.tolist(), "baseline": baseline.tolist(), "players": players, "label": label}))
        # made beforehand, where Onset's time has it
        keep = inputs.kept(players, features)

        def theirs(batch):
            with torch.inference_mode():
                return torch.cat([
                    inputs.log_odds(network(torch.where(keep[first : first + batch], x, baseline)), label)
                    for first in range(0, 1 << n, batch)])

        def rate(batch, least):
            return (1 << n) / timed(lambda: theirs(batch), least=least)

        batch = max((64, 128, 256, 512, 1024, 4096), key=lambda size: rate(size, 1))
        # in turn, as the processor's speed drifts
        pairs = []
        for _ in range(1 if QUICK else 5):
            (_, rates), = jmh("MaskedForwardBenchmark", model=name)
            pairs.append((statistics.median(rates), rate(batch, 5)))
        mine, other = (statistics.median(rates) for rates in zip(*pairs))
        ratio = statistics.median(a / b for a, b in pairs)
        found = onset("--model", str(WORK / "models" / f"{name}.onnx"), "--sample", str(sample), "--solver", "harsanyi")
        difference = np.abs(np.array(found["values"]) - theirs(256).double().numpy()).max()
        assert difference < 1e-4, f"the two sides' log-odds of {name} differ by {difference}"
        table.row(name, sig(mine), sig(other), batch, f"{ratio:.2f}",
                  judged(f"{FORWARD_GOAL[name]:g}", ratio >= FORWARD_GOAL[name]), f"{difference:.0e}")
    table.print()


def extraction(games):
    """games: {players: [(name, values, noise bound, optimum where known)]}"""
    for n, some in games.items():
        for i, (name, values, bound, _, _) in enumerate(some):
            file = WORK / "games" / f"n{n}_{i:02}.json"
            file.write_text(json.dumps({"values": list(values), "noiseBound": bound}))
    table = Table("Sparse extraction to a certified gap of 1e-3, one thread, milliseconds (a game's is a median)",
                  "players", "games", "noise", "median", "fastest", "slowest", "goal, median")
    times = {}
    for n, some in games.items():
        for noisy in (True, False):
            warm, counted = (str(rounds * len(some)) for rounds in ROUNDS[n])
            (_, shots), = jmh("ExtractionBenchmark", "-wi", warm, "-i", counted, n=n, noisy=str(noisy).lower())
            each = [statistics.median(shots[i :: len(some)]) for i in range(len(some))]
            times[n, noisy] = each
            median = statistics.median(each)
            table.row(n, len(some), "bounded" if noisy else "none", sig(median), sig(min(each)), sig(max(each)),
                      judged(EXTRACTION_GOAL[n], median <= EXTRACTION_GOAL[n]) if noisy else "")
    table.print()
    against_descent(games, times)


def against_descent(games, times):
    full = Table("Sum of absolute effects, against the published optimiser (momentum subgradient, lr 1e-5, 10,000 steps)",
                 "game", "players", "Onset", "certified within", "ms", "theirs", "dense torch, s", "butterflies, s",
                 "authors-sgd", "s")
    equal = Table(f"The same optimiser on even terms, given butterflies and {DESCENT_SECONDS} s, rate kept at 1e-5, best so far",
                  "game", "players", "in Onset's time", "at the end", "time to Onset's objective")
    for n, some in games.items():
        for i, (name, values, bound, _, optimum) in enumerate(some[: 1 if QUICK else 3 if n <= 10 else 2]):
            file = WORK / "game.json"
            file.write_text(json.dumps(list(values)))
            mine = onset("--values", str(file), "--noise-bound", repr(bound))
            again = onset("--values", str(file), "--noise-bound", repr(bound), "--solver", "authors-sgd")
            objective, lower = mine["objective"], mine["lowerBound"]
            if optimum is not None:
                assert lower <= optimum * (1 + 1e-6) and objective <= optimum * 1.00101, f"{name}: {objective}, not {optimum}"
            u = values - values[0]
            milliseconds = times[n, True][i]
            last, seconds = peers.Subgradient(u, bound, multiply=False).published()
            dense = peers.Subgradient(u, bound, multiply=True)
            if n <= 10:
                last, multiplied = dense.published()
                multiplied = f"{multiplied:.1f}"
            else:
                multiplied = f"~{dense.seconds_a_step() * dense.STEPS:.0f}"
            path = peers.Subgradient(u, bound, multiply=False).descend(DESCENT_SECONDS, objective)
            early = next((best for at, best in path if at >= milliseconds / 1000), path[-1][1])
            reached, best = path[-1]
            above = lambda value: f"+{100 * (value / objective - 1):.0f} %"
            full.row(name, n, f"{objective:.2f}", f"{100 * (objective - lower) / objective:.2f} %", sig(milliseconds),
                     above(last), multiplied, f"{seconds:.1f}", above(again["objective"]), f"{again['seconds']:.1f}")
            equal.row(name, n, above(early), above(best), f"{reached:.1f} s" if best <= objective else "not reached")
    full.print()
    print("theirs: single precision, the last iterate, as published (12 players: by butterflies, as dense steps take too long: ~"
          "\nis from 30 of them). authors-sgd: their method in Onset, double precision; rounding alone leads subgradients to"
          "\nanother end.")
    equal.print()


def names(network, x, y):
    table = Table("Named interactions of planted games: terms of 1 to 5 players, 3 in 10 ORs, |coefficient| .5 to 1.5, noise 1e-3 of"
                  " the standard deviation", "players", "terms", "", "games", "passes given", "used", "F1, median", "worst",
                  "R^2 at least", "R^2 on fresh masks", "seconds")
    cases = [(128, 50, 3500)] if QUICK else [(128, 50, 3500), (1000, 50, 7600)]
    recovery.planted(table, onset, WORK, cases, range(1 if QUICK else 5))
    table.print()
    table = Table("Named interactions of a digits network, every pixel a player", "sample", "passes given", "", "used", "terms",
                  "R^2 at least", "R^2 on fresh masks", "explanation", "seconds")
    model, players = WORK / "models" / "mlp.onnx", x.shape[1]
    samples = []
    for i in (1200,) if QUICK else (1200, 1201, 1202):
        file = WORK / "models" / f"digit{i}.json"
        file.write_text(json.dumps({"x": x[i].tolist(), "baseline": [0] * players, "players": [[p] for p in range(players)],
                                    "label": int(y[i])}))
        samples.append((f"digit {i}", recovery.digit_game(network, x[i], y[i]), file, players))
    recovery.real(table, onset, WORK, model, samples, (1000, 4000) if QUICK else (1000, 2000, 4000, 8000, 16_000))
    table.print()
    counts = (10, 30, 100, 300, 1000, 2080)
    table = Table("Share of the variance that the strongest parities of orders 1 and 2 explain", "sample", *counts)
    for name, game, _, _ in samples:
        table.row(name, *(f"{share:.3f}" for share in recovery.strongest(game, players, counts).values()))
    table.print()


# --- the run --------------------------------------------------------------------------------------------------------------


def machine():
    name = platform.processor() or platform.machine()
    try:
        name = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        pass
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    runtime = re.search(r"onnxruntime-([\d.]+)\.jar", os.environ["ONSET_CLASSPATH"])[1]
    commit = subprocess.run(["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True).stdout
    print(f"{datetime.datetime.now():%Y-%m-%d %H:%M}, {name}, {os.cpu_count()} cores, {platform.system()} {platform.release()}")
    print(f"Onset {commit.strip() or 'of unknown commit'}, {java}, ONNX Runtime {runtime}")
    print(f"Python {platform.python_version()}, PyTorch {torch.__version__}, shapiq {importlib.metadata.version('shapiq')}, "
          f"NumPy {np.__version__}", flush=True)


def load():
    print(f"load of the machine (1, 5, 15 min): {', '.join(f'{x:.1f}' for x in os.getloadavg())}", flush=True)


def main():
    machine()
    load()
    (WORK / "models").mkdir()
    (WORK / "games").mkdir()
    x, y = inputs.digits(ROOT)
    network = inputs.mlp()
    inputs.train(network, torch.tensor(x[:1200]), torch.tensor(y[:1200]))
    networks = {"mlp": (network, 64), "lenet": (inputs.lenet(), 784)}
    for name, (one, features) in networks.items():
        inputs.export(one, features, WORK / "models" / f"{name}.onnx")
    if "moebius" in PARTS:
        moebius()
    if "forward" in PARTS:
        forward(networks)
    if "extraction" in PARTS:
        games = {10: list(inputs.fixtures(ROOT)), 12: []}
        for n, some in games.items():
            for i in range(1200, 1200 + GAMES):
                values = inputs.game(network, x[i], y[i], n)
                some.append((f"digit {i}", values, NOISE * float(abs(values[-1] - values[0])), None, None))
        extraction(games)
    if "recovery" in PARTS:
        names(network, x, y)
    load()
    print(f"goals: {sum(goals)} met, {len(goals) - sum(goals)} short")


main()
