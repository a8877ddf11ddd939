"""Onset for PyTorch: evaluators of networks, and results as arrays. One file; only what is used is imported."""

from __future__ import annotations

import csv
import ctypes
import hashlib
import json
import os
import struct
import sys
import traceback
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Callable, Iterator, Mapping, Optional, Union

if TYPE_CHECKING:
    import torch

# ---- evaluating networks, and reading results -----------------------------------------------------------------------------------
#
# An evaluator is a program that Onset starts and asks over standard input and output; activities/docs/process-evaluator.md is
# the contract. With PyTorch it is this, listed in the study with onset.py (evaluator: {kind: process, command: [python3,
# evaluate.py], files: [evaluate.py, onset.py]}):
#
#     import onset, torch
#
#     def load(path):
#         return torch.export.load(path).module()
#
#     onset.evaluator(load)

_MAGIC = b"ONEV"
_VERSION = 1
_HEADER = struct.Struct("<4sHHII")
_HELLO, _OPEN, _OPENED, _CLOSE, _CLOSED, _ROWS, _MASKED, _OUTPUTS, _REFUSED, _ALIVE = range(1, 11)


class _Frames:
    """The frames of one evaluator's standard input and output."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source = source
        self._sink = sink

    def read(self) -> Optional[tuple[int, int, bytearray]]:
        """Type, number and payload of the next frame; None where there are no more."""
        header = self._source.read(_HEADER.size)
        if not header:
            return None
        magic, version, kind, number, length = _HEADER.unpack(header)
        if magic != _MAGIC or version != _VERSION:
            raise RuntimeError(f"no frame of version {_VERSION} of the evaluator's protocol: {header!r}")
        payload = bytearray(length)
        view = memoryview(payload)
        while view:
            count = self._source.readinto(view)  # type: ignore[attr-defined]
            if not count:
                return None
            view = view[count:]
        return kind, number, payload

    def write(self, kind: int, number: int, *payload: Any) -> None:
        length = sum(memoryview(part).nbytes for part in payload)
        self._sink.write(_HEADER.pack(_MAGIC, _VERSION, kind, number, length))
        for part in payload:
            self._sink.write(part)
        self._sink.flush()

    def write_json(self, kind: int, number: int, value: dict[str, Any]) -> None:
        self.write(kind, number, json.dumps(value).encode())

    @staticmethod
    def of_process() -> "_Frames":
        """Takes over standard output, so that nothing that is printed gets between frames: it goes to standard error."""
        sink = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        return _Frames(sys.stdin.buffer, sink)


def evaluator(
    load: Callable[[str], Any],
    *,
    forward: Optional[Callable[[Any, "torch.Tensor"], "torch.Tensor"]] = None,
    device: Optional[str] = None,
    dtype: Optional["torch.dtype"] = None,
    batch: Optional[int] = None,
    threads: int = 1,
    deterministic: bool = True,
) -> None:
    """Answers Onset's questions about networks until there are no more; a script's last line.

    load: opens a checkpoint; gets the path of its file, or of the folder of its files, which may be gone afterwards. What it
        returns is put into evaluation mode and onto the device.
    forward: what is computed of a network and its inputs, [rows, *shape]: logits or log-probabilities [rows, classes]; or one
        number a row, [rows] or [rows, 1]. By default the network is called.
    device: where; by default the one that the study asks for (observation.device).
    dtype: of inputs; by default float32. torch.long for tokens.
    batch: rows that a network sees at once; by default 256 on a processor and 1024 elsewhere. Always so many, since kernels, and with them the last bits, depend on it.
    threads: of the processor; they decide bits too.
    deterministic: asks PyTorch for kernels that repeat themselves, and for full float32 in products.
    """
    frames = _Frames.of_process()
    import torch

    torch.set_num_threads(threads)
    if device is None:
        device = os.environ.get("ONSET_DEVICE", "cpu")
        if device == "cuda":
            device = f"cuda:{os.environ.get('ONSET_GPU', '0')}"
    if deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(True, warn_only=True)
        torch.utils.deterministic.fill_uninitialized_memory = False  # it costs time and changes no result
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_tf32 = False
    place = torch.device(device)
    evaluation = _TorchEvaluation(load, forward, place, dtype or torch.float32, batch or (256 if place.type == "cpu" else 1024))
    with torch.inference_mode():
        frames.write_json(_HELLO, 0, evaluation.hello())
        evaluation.serve(frames)


class _TorchEvaluation:
    """Networks that are open on one device."""

    def __init__(
        self,
        load: Callable[[str], Any],
        forward: Optional[Callable[[Any, "torch.Tensor"], "torch.Tensor"]],
        device: "torch.device",
        dtype: "torch.dtype",
        batch: int,
    ) -> None:
        self._load = load
        self._forward = forward or (lambda network, inputs: network(inputs))
        self._device = device
        self._dtype = dtype
        self._batch = batch
        self._models: dict[int, tuple[Any, list[int], int]] = {}

    def hello(self) -> dict[str, Any]:
        import torch

        name = torch.cuda.get_device_name(self._device) if self._device.type == "cuda" else "CPU"
        threads = torch.get_num_threads()
        bits = {
            "batch": self._batch,
            "threads": threads if self._device.type == "cpu" else 0,
            "kernels": self._probe(),
        }
        words = f"PyTorch {torch.__version__} on {name}"
        if self._device.type == "cpu":
            words += f", {threads} thread" + ("s" if threads > 1 else "")
        return {
            "framework": f"torch {torch.__version__}",
            "device": self._device.type,
            "bits": ";".join(f"{key}={value}" for key, value in bits.items()),
            "words": words,
        }

    def _probe(self) -> str:
        """What kernels make of fixed inputs: machines that give the same are exchangeable, whatever they are called."""
        import torch

        def values(*shape: int) -> "torch.Tensor":
            count = 1
            for size in shape:
                count *= size
            numbers = torch.arange(count, dtype=torch.int64)
            return (((numbers * 7919) % 1009).to(torch.float32) / 1009 - 0.5).reshape(shape).to(self._device)

        hidden = torch.tanh(values(self._batch, 333) @ values(333, 61))
        image = torch.nn.functional.conv2d(values(8, 3, 14, 14), values(7, 3, 3, 3), padding=1)
        row = torch.nn.functional.layer_norm(torch.softmax(values(64, 99), 1), (99,))
        digest = hashlib.sha256()
        for result in (hidden, image, row):
            digest.update(_bytes(result))
        return digest.hexdigest()[:32]

    def serve(self, frames: _Frames) -> None:
        answers = {_OPEN: self._open, _CLOSE: self._close, _ROWS: self._rows, _MASKED: self._masked}
        while True:
            request = frames.read()
            if request is None:
                return
            kind, number, payload = request
            try:
                answered, parts = answers[kind](payload)
            except Exception as failure:  # noqa: BLE001 - whatever it is, whoever asks has to know
                traceback.print_exc()
                words = f"{type(failure).__name__}: {failure}"
                frames.write_json(_REFUSED, number, {"model": kind == _OPEN, "message": words[:2000]})
            else:
                frames.write(answered, number, *parts)

    def _open(self, payload: bytearray) -> tuple[int, list[Any]]:
        import torch

        request = json.loads(payload.decode())
        shape = [int(size) for size in request["shape"]]
        network = self._load(request["path"])
        if isinstance(network, torch.nn.Module):
            try:
                network.eval()
            except NotImplementedError:
                pass  # an exported program has its mode built in
            network.to(self._device)
        features = 1
        for size in shape:
            features *= size
        one = torch.zeros((self._batch, features), dtype=torch.float32, device=self._device)
        outputs = self._ask(network, shape, one).shape[1]
        self._models[request["model"]] = network, shape, outputs
        return _OPENED, [json.dumps({"features": features, "outputs": outputs}).encode()]

    def _close(self, payload: bytearray) -> tuple[int, list[Any]]:
        self._models.pop(json.loads(payload.decode())["model"], None)
        return _CLOSED, [b"{}"]

    def _rows(self, payload: bytearray) -> tuple[int, list[Any]]:
        import torch

        model, count, features, _ = struct.unpack_from("<4i", payload)
        rows = torch.frombuffer(payload, dtype=torch.float32, offset=16).reshape(count, features)

        def some(first: int, last: int) -> "torch.Tensor":
            return rows[first:last].to(self._device)

        return self._answer(model, count, some)

    def _masked(self, payload: bytearray) -> tuple[int, list[Any]]:
        import torch

        model, count, features, players = struct.unpack_from("<4i", payload)
        numbers = torch.frombuffer(payload, dtype=torch.float32, offset=16, count=2 * features).to(self._device)
        sample, baseline = numbers[:features], numbers[features:]
        owner = torch.frombuffer(payload, dtype=torch.int32, offset=16 + 8 * features, count=features).to(self._device)
        width = (players + 31) // 32
        masks = torch.frombuffer(payload, dtype=torch.int32, offset=16 + 12 * features, count=count * width)
        masks = masks.reshape(count, width).to(self._device)
        # what torch.where does, on the numbers' bits: it takes a fifth of the time. Features of no player always stay.
        baseline = torch.where(owner < 0, sample, baseline).view(torch.int32)
        change = sample.view(torch.int32) ^ baseline
        owner = owner.clamp(min=0)
        bit = owner & 31
        word = (owner >> 5).long()

        def some(first: int, last: int) -> "torch.Tensor":
            words = masks[first:last]
            if width > 1:
                words = words.index_select(1, word)
            rows = ((words >> bit) & 1).neg_()
            return rows.bitwise_and_(change).bitwise_xor_(baseline).view(torch.float32)

        return self._answer(model, count, some)

    def _answer(
        self, model: int, count: int, some: Callable[[int, int], "torch.Tensor"]
    ) -> tuple[int, list[Any]]:
        import torch

        network, shape, width = self._models[model]
        outputs = []
        for first in range(0, count, self._batch):
            rows = some(first, min(count, first + self._batch))
            missing = self._batch - rows.shape[0]
            if missing:
                rows = torch.cat((rows, rows[-1:].expand(missing, -1)))
            outputs.append(self._ask(network, shape, rows))
        whole = torch.cat(outputs)[:count] if outputs else torch.zeros(0, width)
        return _OUTPUTS, [struct.pack("<2i", count, width), _bytes(whole)]

    def _ask(self, network: Any, shape: list[int], rows: "torch.Tensor") -> "torch.Tensor":
        outputs = self._forward(network, rows.reshape(-1, *shape).to(self._dtype))
        if outputs.dim() == 1:
            outputs = outputs.unsqueeze(1)
        if outputs.dim() != 2 or outputs.shape[0] != rows.shape[0]:
            raise ValueError(
                f"the network gives {list(outputs.shape)} for {rows.shape[0]} rows; expected [rows, classes], or [rows]"
            )
        return outputs.to(dtype=rows.dtype)


def _bytes(values: "torch.Tensor") -> bytes:
    """The numbers of a tensor as they lie in memory, float32; without NumPy, which need not be there."""
    plain = values.detach().to("cpu").float().contiguous()
    return ctypes.string_at(plain.data_ptr(), plain.numel() * 4) if plain.numel() else b""


def next_token_log_odds(logits: "torch.Tensor", tokens: "torch.Tensor") -> "torch.Tensor":
    """Log-odds log p - log(1 - p) of each of some tokens against the whole vocabulary, in double precision.

    logits: [rows, vocabulary], those of the next token.
    tokens: [candidates], token numbers; a study's classes are their places here, and its output is ``value``.
    """
    logits = logits.double()
    own = logits.index_select(1, tokens)
    top = logits.max(1, keepdim=True).values
    odds = (logits - top).exp()
    others = odds.sum(1, keepdim=True) - odds.index_select(1, tokens)
    # where a token has all but nothing left to the others, the sum of the others alone is exact
    for column, token in enumerate(tokens.tolist()):
        small = others[:, column] < 1e-6
        if small.any():
            rest = odds[small].clone()
            rest[:, token] = 0
            others[small, column] = rest.sum(1)
    return own - top - others.log()


class Table(Mapping[str, "array[Any] | list[str]"]):
    """A table of a report: columns by name, numbers as arrays of doubles (nan where a cell is empty), the rest as lists."""

    def __init__(self, path: Path) -> None:
        with open(path, newline="", encoding="utf-8") as lines:
            rows = csv.reader(lines)
            names = next(rows, [])
            cells: list[list[str]] = [[] for _ in names]
            for row in rows:
                for column, cell in zip(cells, row):
                    column.append(cell)
        self._columns = {name: _numbers(column) for name, column in zip(names, cells)}

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def arrays(self) -> dict[str, Any]:
        """The columns as NumPy arrays."""
        import numpy

        return {name: numpy.asarray(column) for name, column in self._columns.items()}

    def frame(self) -> Any:
        """The table as a pandas data frame."""
        import pandas

        return pandas.DataFrame(self.arrays())


class Results(Mapping[str, Table]):
    """What a study came to: ``outcome`` as a dictionary, and the tables of its report by name."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.outcome: dict[str, Any] = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
        self._tables = {file.stem: file for file in sorted((folder / "csv").glob("*.csv"))}

    def __getitem__(self, name: str) -> Table:
        return Table(self._tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        return f"Results({self.outcome.get('study')!r}, verdict={self.outcome.get('verdict')!r}, tables={list(self)})"


def load(path: Union[str, Path]) -> Results:
    """The results of a study: ``onset.load("onset-data/reports/digits")["strengths"].frame()``.

    path: the folder of a report, its outcome.json, or a data directory that holds a single report.
    """
    folder = Path(path)
    if folder.name == "outcome.json":
        folder = folder.parent
    if not (folder / "outcome.json").is_file():
        reports = sorted(found.parent for found in (folder / "reports").glob("*/outcome.json"))
        if len(reports) != 1:
            names = ", ".join(report.name for report in reports) or "none"
            raise FileNotFoundError(f"{folder} is no report of a study, nor a data directory with one; reports in it: {names}")
        folder = reports[0]
    return Results(folder)


def _numbers(cells: list[str]) -> "array[Any] | list[str]":
    try:
        return array("d", (float(cell) if cell else float("nan") for cell in cells))
    except ValueError:
        return cells


# ---- end of evaluating and results ----------------------------------------------------------------------------------------------
