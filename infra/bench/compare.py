"""Ours and theirs side by side; started by ./compare, which prepares class path and packages."""

import csv
import datetime
import gzip
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

torch.set_num_threads(1)
torch.manual_seed(0)

ROOT = Path(os.environ["ONSET_ROOT"])
WORK = Path(sys.argv[1])
QUICK = "--quick" in sys.argv
# microseconds on one core: 1.5 times what a cache-blocked butterfly needs at least
MOEBIUS_GOAL = {8: 1.5, 10: 5.4, 12: 25.5, 16: 495, 20: 22_500}
EXTRACTION_GOAL = {10: 30, 12: 500}
SGD_SECONDS = 10 if QUICK else 60


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def table(title, *header):
    print(f"\n{title}\n")
    row(*header)
    row(*["---"] * len(header))


def sig(x):
    return f"{x:.3g}" if abs(x) < 1000 else f"{x:,.0f}"


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


# --- inputs -------------------------------------------------------------------------------------------------------------


def digits():
    folder = ROOT / "activities/src/main/resources"
    source = next(p for p in folder.rglob("*digits*.csv*"))
    opened = gzip.open(source, "rt") if source.suffix == ".gz" else open(source)
    with opened as f:
        rows = [[float(x) for x in r] for r in csv.reader(f) if r and r[0].replace(".", "").lstrip("-").isdigit()]
    data = np.array([r for r in rows if len(r) == 65])
    return data[:, :64].astype(np.float32) / 16, data[:, 64].astype(np.int64)


def mlp():
    return torch.nn.Sequential(
        torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)
    )


def lenet():
    return torch.nn.Sequential(
        torch.nn.Unflatten(1, (1, 28, 28)),
        torch.nn.Conv2d(1, 6, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(6, 16, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(400, 120), torch.nn.ReLU(), torch.nn.Linear(120, 84), torch.nn.ReLU(),
        torch.nn.Linear(84, 10),
    )


def train(network, x, y, steps=600):
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    for step in range(steps):
        batch = torch.randint(0, len(x), (64,))
        loss = torch.nn.functional.cross_entropy(network(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def export(network, features, file):
    nodes, tensors, at = [], [], "x"

    def tensor(name, value):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    for i, layer in enumerate(network):
        out = "logits" if i == len(network) - 1 else f"h{i}"
        if isinstance(layer, torch.nn.Linear):
            w = tensor(f"w{i}", layer.weight.detach().numpy())
            b = tensor(f"b{i}", layer.bias.detach().numpy())
            nodes.append(helper.make_node("Gemm", [at, w, b], [out], transB=1))
        elif isinstance(layer, torch.nn.ReLU):
            nodes.append(helper.make_node("Relu", [at], [out]))
        elif isinstance(layer, torch.nn.Conv2d):
            w = tensor(f"w{i}", layer.weight.detach().numpy())
            b = tensor(f"b{i}", layer.bias.detach().numpy())
            nodes.append(helper.make_node("Conv", [at, w, b], [out], pads=[layer.padding[0]] * 4))
        elif isinstance(layer, torch.nn.MaxPool2d):
            nodes.append(helper.make_node("MaxPool", [at], [out], kernel_shape=[2, 2], strides=[2, 2]))
        elif isinstance(layer, torch.nn.Unflatten):
            shape = tensor(f"s{i}", np.array([-1, 1, 28, 28], dtype=np.int64))
            nodes.append(helper.make_node("Reshape", [at, shape], [out]))
        elif isinstance(layer, torch.nn.Flatten):
            nodes.append(helper.make_node("Flatten", [at], [out]))
        at = out
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", features])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])], tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def masks(n):
    return torch.tensor([[s >> i & 1 for i in range(n)] for s in range(1 << n)], dtype=torch.bool)


def log_odds(logits, label):
    others = torch.cat([logits[:, :label], logits[:, label + 1:]], dim=1)
    return logits[:, label] - torch.logsumexp(others, dim=1)


def ink_players(x, n):
    """The n blocks of 2 x 2 pixels with most ink."""
    blocks = [[8 * r + c for r in (i, i + 1) for c in (j, j + 1)] for i in range(0, 8, 2) for j in range(0, 8, 2)]
    order = sorted(range(16), key=lambda b: (-sum(float(x[p]) for p in blocks[b]), b))[:n]
    return [blocks[b] for b in sorted(order)]


def game(network, x, label, n):
    present = masks(n)
    keep = torch.ones((1 << n, 64), dtype=torch.bool)
    for i, pixels in enumerate(ink_players(x, n)):
        keep[:, pixels] = present[:, i : i + 1]
    with torch.no_grad():
        return log_odds(network(torch.where(keep, x, torch.zeros(()))).double(), label).numpy()


# --- ours ---------------------------------------------------------------------------------------------------------------


def jmh(*options):
    out = WORK / "jmh.json"
    command = ["java", "-Xmx2g", "-cp", os.environ["ONSET_CLASSPATH"], "org.openjdk.jmh.Main", "-rf", "json",
               "-rff", str(out), "-jvmArgsAppend", f"-Xmx2g -Donset.games={WORK}/games -Donset.models={WORK}/models",
               *options]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode or not out.exists():
        sys.exit("compare: JMH failed:\n" + done.stdout[-2000:] + done.stderr[-2000:])
    results = json.loads(out.read_text())
    out.unlink()
    return results


def raw(result):
    return [x for fork in result["primaryMetric"]["rawData"] for x in fork]


def ours(values, noise):
    """Our objective and certified bound for one game."""
    table_file = WORK / "game.json"
    table_file.write_text(json.dumps(list(values)))
    done = subprocess.run(
        [str(ROOT / "infra/onset"), "interactions", "--values", str(table_file), "--noise-bound", repr(float(noise))],
        capture_output=True, text=True)
    if done.returncode:
        sys.exit("compare: " + done.stderr)
    found = json.loads(done.stdout)
    return found["objective"], found["lowerBound"]


# --- theirs -------------------------------------------------------------------------------------------------------------


def dense(n):
    """The Moebius transform as a matrix, float32 as in the published code."""
    m = np.array([[1.0]], dtype=np.float32)
    for _ in range(n):
        m = np.block([[m, np.zeros_like(m)], [-m, m]])
    return torch.tensor(m)


def shapiq_seconds(values, n):
    import shapiq

    lookup = {tuple(i for i in range(n) if s >> i & 1): s for s in range(1 << n)}

    def play(coalitions):
        weights = 1 << np.arange(n)
        return values[np.asarray(coalitions, dtype=np.int64) @ weights]

    computer = shapiq.ExactComputer(game=play, n_players=n)
    begun = time.perf_counter()
    found = computer.moebius_transform
    seconds = time.perf_counter() - begun
    expected = values.copy()
    for i in range(n):
        expected = expected.reshape(-1, 2, 1 << i)
        expected[:, 1] -= expected[:, 0]
        expected = expected.reshape(-1)
    worst = max(abs(found[t] - expected[s]) for t, s in lookup.items() if len(t) > 0)
    assert worst < 1e-6, f"shapiq and the definition differ by {worst}"
    return seconds


def subgradient(u, b, seconds, target):
    """The published optimiser: momentum SGD on (p, q), lr 1e-5; returns steps, seconds and objectives by time."""
    n = len(u).bit_length() - 1
    m = dense(n).double()
    reverse = torch.arange(len(u) - 1, -1, -1)
    u = torch.tensor(u)
    p = torch.zeros_like(u, requires_grad=True)
    q = torch.zeros_like(u, requires_grad=True)
    optimizer = torch.optim.SGD([p, q], lr=1e-5, momentum=0.9)
    best, path, begun, steps, reached = float("inf"), [], time.perf_counter(), 0, None
    while time.perf_counter() - begun < seconds:
        noise = q.clamp(-b, b)
        v_and = 0.5 * (u + noise) + p
        v_or = 0.5 * (u + noise) - p
        effects = m @ v_and
        other = m @ (-v_or[reverse])
        loss = effects.abs().sum() + other.abs().sum()
        value = float(loss.detach())
        best = min(best, value)
        now = time.perf_counter() - begun
        path.append((now, steps, best))
        if reached is None and best <= target:
            reached = now
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += 1
    return path, reached


# --- the tables -----------------------------------------------------------------------------------------------------------


def moebius():
    table("Moebius transform of one game, one thread", "players", "Onset, us", "goal", "shapiq, us", "dense torch, us")
    sizes = ["8", "10", "12"] if QUICK else ["8", "10", "12", "14", "16", "20"]
    for result in jmh("MoebiusBenchmark", "-p", "n=" + ",".join(sizes)):
        n = int(result["params"]["n"])
        mine = result["primaryMetric"]["score"]
        values = np.random.default_rng(n).uniform(-1, 1, 1 << n)
        theirs = sig(1e6 * shapiq_seconds(values, n)) if n <= (10 if QUICK else 14) else "-"
        if n <= 12:
            matrix, x = dense(n), torch.tensor(values, dtype=torch.float32)
            product = sig(1e6 * timed(lambda: matrix @ x))
        else:
            product = "-"
        goal = MOEBIUS_GOAL.get(n)
        row(n, sig(mine), "-" if goal is None else f"{sig(goal)}{'' if mine <= goal else ' SHORT'}", theirs, product)


def forward(networks):
    table("Masked forward passes, log-odds of 2^12 coalitions, one thread", "network", "Onset, rows/s", "PyTorch, rows/s",
          "ratio", "goal")
    n = 12
    present = masks(n)
    for result in jmh("MaskedForwardBenchmark"):
        name = result["params"]["model"].removesuffix(".onnx")
        network, features = networks[name]
        width = features // n
        sample, baseline = torch.rand(features), torch.zeros(features)

        def theirs():
            with torch.no_grad():
                for first in range(0, 1 << n, 1024):
                    keep = torch.ones((1024, features), dtype=torch.bool)
                    keep[:, : width * n] = present[first : first + 1024].repeat_interleave(width, dim=1)
                    log_odds(network(torch.where(keep, sample, baseline)), 3)

        rate = (1 << n) / timed(theirs, least=3)
        mine = result["primaryMetric"]["score"]
        goal = {"mlp": 1.0, "lenet": 2.0}[name]
        row(name, sig(mine), sig(rate), f"{mine / rate:.2f}", f"{goal:g}{'' if mine / rate >= goal else ' SHORT'}")


def extraction(games):
    table("Sparse extraction to a certified gap of 1e-3, one thread", "players", "noise bound", "median, ms", "slowest, ms",
          "goal, median")
    medians = {}
    for result in jmh("ExtractionBenchmark"):
        n, noise = int(result["params"]["n"]), float(result["params"]["noise"])
        times = raw(result)
        medians[n, noise] = statistics.median(times)
        goal = EXTRACTION_GOAL[n]
        row(n, noise, sig(medians[n, noise]), sig(max(times)),
            f"{goal} ms{'' if medians[n, noise] <= goal else ' SHORT'}")
    table(f"Against the published optimiser (momentum subgradient, lr 1e-5; given {SGD_SECONDS} s a game)", "game",
          "Onset: objective", "above the optimum at most", "theirs in Onset's time", "theirs after 10,000 steps",
          "theirs at Onset's objective")
    for n, values in games:
        b = 0.02 * abs(values[-1] - values[0])
        objective, bound = ours(values, b)
        path, reached = subgradient(values - values[0], b, SGD_SECONDS, objective)
        seconds = medians[n, 0.02] / 1000
        early = next((best for at, _, best in path if at >= seconds), path[-1][2])
        full = next(((at, best) for at, step, best in path if step >= 10_000), None)
        row(f"{n} players", sig(objective), f"{100 * (objective - bound) / objective:.2f} %",
            f"+{100 * (early / objective - 1):.0f} %",
            "not that far" if full is None else f"+{100 * (full[1] / objective - 1):.0f} %, {full[0]:.1f} s",
            f"{reached:.1f} s" if reached else f"not in {SGD_SECONDS} s: +{100 * (path[-1][2] / objective - 1):.0f} %")


def machine():
    name = platform.processor() or "unknown"
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                name = line.split(":")[1].strip()
                break
    except OSError:
        pass
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    print(f"{name}, {os.cpu_count()} cores, {platform.system()}; {java}; Python {platform.python_version()}, torch "
          f"{torch.__version__}, shapiq {importlib.metadata.version('shapiq')}; {datetime.date.today()}; load {os.getloadavg()[0]:.1f}")


def main():
    machine()
    x, y = digits()
    network = mlp()
    train(network, torch.tensor(x[:1200]), torch.tensor(y[:1200]))
    networks = {"mlp": (network, 64), "lenet": (lenet(), 784)}
    (WORK / "models").mkdir()
    (WORK / "games").mkdir()
    for name, (one, features) in networks.items():
        export(one, features, WORK / "models" / f"{name}.onnx")
    compared = []
    for n in (10, 12):
        for k in range(10):
            i = 1200 + k
            values = game(network, torch.tensor(x[i]), int(y[i]), n)
            (WORK / "games" / f"n{n}_{k:02}.json").write_text(json.dumps(list(values)))
            if k < (1 if QUICK else 2):
                compared.append((n, values))
    moebius()
    forward(networks)
    extraction(compared)


main()
