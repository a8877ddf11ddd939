"""Networks and games that both sides work on."""

import csv
import gzip
import json
import math

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def digits(root):
    """Images (64 pixels in 0..1) and labels of the bundled handwritten digits."""
    with gzip.open(root / "activities/src/main/resources/dev/onset/data/digits.csv.gz", "rt") as file:
        rows = [[float(x) for x in row] for row in csv.reader(file) if len(row) == 65 and row[0][:1].isdigit()]
    data = np.array(rows)
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
    for _ in range(steps):
        batch = torch.randint(0, len(x), (64,))
        loss = torch.nn.functional.cross_entropy(network(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def export(network, features, file):
    """Writes a network layer by layer: torch's own exporter would need one more package."""
    nodes, tensors, at = [], [], "x"

    def tensor(name, value):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    for i, layer in enumerate(network):
        out = "logits" if i == len(network) - 1 else f"h{i}"
        if isinstance(layer, (torch.nn.Linear, torch.nn.Conv2d)):
            w = tensor(f"w{i}", layer.weight.detach().numpy())
            b = tensor(f"b{i}", layer.bias.detach().numpy())
            if isinstance(layer, torch.nn.Linear):
                nodes.append(helper.make_node("Gemm", [at, w, b], [out], transB=1))
            else:
                nodes.append(helper.make_node("Conv", [at, w, b], [out], pads=[layer.padding[0]] * 4))
        elif isinstance(layer, torch.nn.ReLU):
            nodes.append(helper.make_node("Relu", [at], [out]))
        elif isinstance(layer, torch.nn.MaxPool2d):
            nodes.append(helper.make_node("MaxPool", [at], [out], kernel_shape=[2, 2], strides=[2, 2]))
        elif isinstance(layer, torch.nn.Unflatten):
            shape = tensor(f"s{i}", np.array([-1, 1, 28, 28], dtype=np.int64))
            nodes.append(helper.make_node("Reshape", [at, shape], [out]))
        elif isinstance(layer, torch.nn.Flatten):
            nodes.append(helper.make_node("Flatten", [at], [out]))
        else:
            raise ValueError(f"no ONNX for {layer}")
        at = out
    graph = helper.make_graph(
        nodes, "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", features])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])], tensors,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, file)


def kept(players, features):
    """[coalition, feature]: whether the sample's value stays; coalitions are little-endian bitmasks."""
    coalitions = torch.arange(1 << len(players))
    keep = torch.ones((1 << len(players), features), dtype=torch.bool)
    for i, group in enumerate(players):
        keep[:, group] = (coalitions >> i & 1).bool()[:, None]
    return keep


def log_odds(logits, label):
    others = torch.cat([logits[:, :label], logits[:, label + 1:]], dim=1)
    return logits[:, label] - torch.logsumexp(others, dim=1)


def stripes(features, n):
    """n players of equal width, side by side."""
    width = features // n
    return [list(range(i * width, (i + 1) * width)) for i in range(n)]


def ink(x, n):
    """The n blocks of 2 x 2 pixels with most ink."""
    blocks = [[8 * r + c for r in (i, i + 1) for c in (j, j + 1)] for i in range(0, 8, 2) for j in range(0, 8, 2)]
    order = sorted(range(16), key=lambda b: (-sum(float(x[p]) for p in blocks[b]), b))[:n]
    return [blocks[b] for b in sorted(order)]


def game(network, x, label, n):
    """Log-odds of the label by coalition of the n inkiest blocks; black for what is absent."""
    with torch.no_grad():
        rows = torch.where(kept(ink(x, n), len(x)), torch.tensor(x), torch.zeros(()))
        return log_odds(network(rows).double(), int(label)).numpy()


def fixtures(root):
    """(name, values, noise bound, optimum without noise, optimum with it) computed by an independent implementation."""
    folder = root / "activities/src/test/resources/fixtures"
    for name, known in json.loads((folder / "objectives.json").read_text()).items():
        with open(folder / f"{name}.csv", newline="") as file:
            values = np.array([float(row["v"]) for row in csv.DictReader(file)])
        yield name, values, known["noiseBound"], known["optimum"], known["optimumWithNoise"]


class Planted:
    """
    A sum of AND and OR terms and noise, a function of the mask. A term has 1 to most players, each number as likely, drawn
    without replacement; three in ten of two players and more are ORs; a coefficient's magnitude is uniform in [.5, 1.5], its sign
    either. The noise is a sum of sines of random projections, its standard deviation a share of that of the terms' sum when every
    player is present with probability 1/2.
    """

    CONSTANT, SINES = 0.25, 8

    def __init__(self, n, terms, most, relative_noise, seed):
        random = np.random.default_rng(seed)
        self.n, self.terms, taken = n, [], set()
        while len(self.terms) < terms:
            members = tuple(sorted(random.choice(n, random.integers(1, most + 1), replace=False).tolist()))
            if members not in taken:
                taken.add(members)
                kind = "or" if len(members) > 1 and random.random() < 0.3 else "and"
                self.terms.append((kind, members, random.uniform(0.5, 1.5) * random.choice([-1, 1])))
        self.projection = 30 * random.standard_normal((n, self.SINES))
        self.phases = random.uniform(0, 2 * np.pi, self.SINES)
        self.noise = relative_noise * math.sqrt(self.variance())

    def variance(self):
        """Of the terms' sum, in closed form."""
        total = 0
        for kind, a, c in self.terms:
            for other, b, d in self.terms:
                shared = len(set(a) & set(b))
                if shared:
                    apart = 0.5 ** (len(a) + len(b))
                    total += c * d * (apart * 2**shared - apart if kind == other else apart)
        return total

    def __call__(self, masks):
        """Values of masks [count, n]."""
        masks = np.asarray(masks, dtype=bool)
        total = np.full(len(masks), self.CONSTANT)
        for kind, members, c in self.terms:
            chosen = masks[:, list(members)]
            total += c * (chosen.all(axis=1) if kind == "and" else chosen.any(axis=1))
        return total + self.noise * math.sqrt(2 / self.SINES) * np.sin(masks @ self.projection + self.phases).sum(axis=1)

    def export(self, file):
        """As a network of two classes whose log-odds of the first are the game: x is 1 where a player is present."""
        t = len(self.terms)
        w, b, out, constant = np.zeros((self.n, t)), np.zeros(t), np.zeros((t, 2)), self.CONSTANT
        for i, (kind, members, c) in enumerate(self.terms):
            w[list(members), i] = 1 if kind == "and" else -1
            b[i] = 1 - len(members) if kind == "and" else 1
            out[i, 0] = c if kind == "and" else -c
            constant += 0 if kind == "and" else c
        sines = np.zeros((self.SINES, 2))
        sines[:, 0] = self.noise * math.sqrt(2 / self.SINES)
        tensors = {"w": w, "b": b, "out": out, "constant": np.array([constant, 0]), "projection": self.projection,
                   "phases": self.phases, "sines": sines, "none": np.zeros(2)}
        nodes = [
            helper.make_node("Gemm", ["x", "w", "b"], ["sums"]),
            helper.make_node("Relu", ["sums"], ["acting"]),
            helper.make_node("Gemm", ["acting", "out", "constant"], ["game"]),
            helper.make_node("Gemm", ["x", "projection", "phases"], ["angles"]),
            helper.make_node("Sin", ["angles"], ["waves"]),
            helper.make_node("Gemm", ["waves", "sines", "none"], ["noise"]),
            helper.make_node("Add", ["game", "noise"], ["logits"]),
        ]
        graph = helper.make_graph(
            nodes, "planted",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", self.n])],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 2])],
            [numpy_helper.from_array(value.astype(np.float32), name) for name, value in tensors.items()],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, file)
