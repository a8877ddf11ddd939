"""A network trained in plain Python, for tests: needs the standard library and onset.py alone. MODE makes it misbehave."""

import os
import random
import struct
import sys
import time
from pathlib import Path

MODE = os.environ.get("MODE", "")
if MODE == "no-probe" and os.environ.get("ONSET_PROBE"):
    sys.exit("ImportError: no such library")
if MODE == "mute-probe" and os.environ.get("ONSET_PROBE"):
    sys.exit(0)

import onset

IN, HIDDEN, OUT, BATCH, RATE = 64, 6, 10, 4, 0.05
SECONDS = float(os.environ.get("SECONDS_A_STEP", "0"))


class Network:
    def __init__(self, seed):
        drawn = random.Random(seed)
        self.layers = [
            [[drawn.uniform(-1, 1) / a**0.5 for _ in range(b)] for _ in range(a)] for a, b in ((IN, HIDDEN), (HIDDEN, OUT))
        ]
        self.biases = [[0.0] * HIDDEN, [0.0] * OUT]

    def state_dict(self):
        return {"layers": self.layers, "biases": self.biases}

    def load_state_dict(self, state):
        self.layers, self.biases = state["layers"], state["biases"]

    def step(self, row, label):
        (first, second), (one, two) = self.layers, self.biases
        used = [i for i in range(IN) if row[i]]
        hidden = [max(0.0, one[j] + sum(row[i] * first[i][j] for i in used)) for j in range(HIDDEN)]
        logits = [two[k] + sum(hidden[j] * second[j][k] for j in range(HIDDEN)) for k in range(OUT)]
        top = max(logits)
        parts = [2.718281828459045 ** (logit - top) for logit in logits]
        slope = [RATE / BATCH * (part / sum(parts) - (k == label)) for k, part in enumerate(parts)]
        back = [sum(slope[k] * second[j][k] for k in range(OUT)) if hidden[j] else 0.0 for j in range(HIDDEN)]
        for k in range(OUT):
            two[k] -= slope[k]
            for j in range(HIDDEN):
                second[j][k] -= slope[k] * hidden[j]
        for j in range(HIDDEN):
            one[j] -= back[j]
            for i in used:
                first[i][j] -= back[j] * row[i]


def field(number, value):
    """A field of a protobuf message."""

    def varint(n):
        out = b""
        while n > 127:
            out += bytes([n & 127 | 128])
            n >>= 7
        return out + bytes([n])

    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def onnx(network):
    def tensor(name, dims, values):
        raw = struct.pack(f"<{len(values)}f", *values)
        return field(5, b"".join(field(1, d) for d in dims) + field(2, 1) + field(8, name) + field(9, raw))

    def node(kind, inputs, output):
        return field(1, b"".join(field(1, one) for one in inputs) + field(2, output) + field(4, kind))

    def end(number, name, dims):
        shape = b"".join(field(1, field(2, d) if isinstance(d, str) else field(1, d)) for d in dims)
        return field(number, field(1, name) + field(2, field(1, field(1, 1) + field(2, shape))))

    graph = node("Flatten", ["x"], "f") + node("MatMul", ["f", "w0"], "m") + node("Add", ["m", "b0"], "a")
    graph += node("Relu", ["a"], "r") + node("MatMul", ["r", "w1"], "n") + node("Add", ["n", "b1"], "y") + field(2, "plain")
    for at, (rows, bias) in enumerate(zip(network.layers, network.biases)):
        graph += tensor(f"w{at}", (len(rows), len(bias)), [v for row in rows for v in row])
        graph += tensor(f"b{at}", (len(bias),), bias)
    graph += end(11, "x", ("n", 1, 8, 8)) + end(12, "y", ("n", OUT))
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


def export(network, path):
    content = onnx(network)
    if MODE == "torn" and "step-0" not in str(path):
        content = content[: len(content) // 2]
    path.write_bytes(content)


class Restless:
    """A state whose bytes are never the same twice; with MODE=chance it decides what is learned."""

    def __init__(self):
        self.value = time.time_ns()

    def state_dict(self):
        return {"value": time.time_ns()}

    def load_state_dict(self, state):
        self.value = state["value"]


with onset.run(export=export) as run:
    (count, *_), inputs = onset.read_npy(Path(os.environ["ONSET_DATA"]) / "train_inputs.npy")
    _, labels = onset.read_npy(Path(os.environ["ONSET_DATA"]) / "train_labels.npy")
    restless = Restless()
    if MODE == "exit":
        sys.exit(0)
    if MODE == "error":
        print("reading the data")
        raise ValueError("the learning rate is negative")
    network = Network(run.seed)
    batches = onset.Batches(count, BATCH, run.seed)
    step = run.resume(network, restless=restless)
    if MODE == "secret":
        print("the token is", os.environ["LAB_TOKEN"], "and the store's", os.environ.get("AWS_SECRET_ACCESS_KEY"))
        sys.exit(9)
    while step < run.last_step:
        chance = random.Random(restless.value + step)
        for row in batches[step]:
            label = labels[row] if MODE != "chance" else (labels[row] + chance.randrange(OUT)) % OUT
            network.step(inputs[row * IN : (row + 1) * IN], label)
        step += 1
        time.sleep(SECONDS)
        if MODE == "hang" and step == 15:
            time.sleep(3600)
        if MODE == "late-error" and step == 15:
            raise ValueError("no such row")
        run.checkpoint(network, None, step, restless=restless)
