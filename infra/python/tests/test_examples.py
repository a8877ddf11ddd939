"""The example trainings of images do their part of the contract, on images that are made up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

numpy = pytest.importorskip("numpy", reason="SKIPPED, no numpy here")
torch = pytest.importorskip("torch", reason="SKIPPED, no torch here")
onnx = pytest.importorskip("onnx", reason="SKIPPED, no onnx here")

PYTHON = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("network", "shape"), [("lenet", (1, 28, 28)), ("vgg", (3, 32, 32))])
def test_images_are_learned_and_exported_with_an_open_batch(tmp_path: Path, network: str, shape: tuple[int, ...]) -> None:
    numpy.save(tmp_path / "train_inputs.npy", numpy.random.default_rng(0).random((8, *shape), dtype=numpy.float32))
    numpy.save(tmp_path / "train_labels.npy", numpy.arange(8, dtype=numpy.int64))
    (tmp_path / "schedule").write_text("0\n2\n")
    (tmp_path / "finished").mkdir()
    variables = {
        **os.environ,
        "PYTHONPATH": str(PYTHON),
        "ONSET_DATA": str(tmp_path),
        "ONSET_SCHEDULE": str(tmp_path / "schedule"),
        "ONSET_CHECKPOINTS": str(tmp_path / "finished"),
        "ONSET_PROGRESS": str(tmp_path / "progress"),
        "NETWORK": network,
        "BATCH": "4",
    }
    script = [sys.executable, str(PYTHON / "examples" / "train_images.py")]
    process = subprocess.Popen(script, env=variables, stdin=subprocess.PIPE)  # open until it ends: that is its supervisor
    assert process.wait(timeout=120) == 0
    first, last = (onnx.load(tmp_path / "finished" / f"step-{step}" / "model.onnx") for step in (0, 2))
    axes = first.graph.input[0].type.tensor_type.shape.dim
    assert (axes[0].dim_param, tuple(axis.dim_value for axis in axes[1:])) == ("n", shape)
    assert {tensor.name: tensor.raw_data for tensor in first.graph.initializer} != {
        tensor.name: tensor.raw_data for tensor in last.graph.initializer
    }
