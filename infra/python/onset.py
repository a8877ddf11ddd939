"""Onset for PyTorch: evaluators of networks, and results as arrays. One file; only what is used is imported."""

# ---------------------------------------------------------------------------------------------------------------------
# Evaluating networks for Onset, and reading its results
#
# An evaluator is a program that Onset starts and asks over standard input and output; activities/docs/process-evaluator.md
# is the contract. With PyTorch it is this:
#
#     import onset, torch
#
#     def load(path):
#         return torch.export.load(path).module()
#
#     onset.evaluator(load)
# ---------------------------------------------------------------------------------------------------------------------
from __future__ import annotations

import ctypes
import hashlib
import json
import os
import struct
import sys
import traceback
from typing import TYPE_CHECKING, Any, BinaryIO, Callable, Optional

if TYPE_CHECKING:
    import torch

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
    batch: int = 256,
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
    batch: rows that a network sees at once. Always so many, since kernels, and with them the last bits, depend on it.
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
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_tf32 = False
    evaluation = _TorchEvaluation(load, forward, torch.device(device), dtype or torch.float32, batch)
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
        width = (players + 7) // 8
        masks = torch.frombuffer(payload, dtype=torch.uint8, offset=16 + 12 * features, count=count * width)
        masks = masks.reshape(count, width).to(self._device)
        present = (masks.unsqueeze(2) >> torch.arange(8, dtype=torch.uint8, device=self._device)) & 1
        present = present.reshape(count, 8 * width)[:, :players]
        # features that belong to no player stay: they are the last column's
        present = torch.cat((present, present.new_ones(count, 1)), 1).bool()
        column = torch.where(owner < 0, players, owner).long()

        def some(first: int, last: int) -> "torch.Tensor":
            return torch.where(present[first:last].index_select(1, column), sample, baseline)

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
