"""onset.py keeps its part of the evaluator's contract, and reads results."""

from __future__ import annotations

import json
import math
import struct
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any, Iterator, Optional

import pytest

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))
import onset  # noqa: E402

torch = pytest.importorskip("torch", reason="SKIPPED, no torch here")

SCRIPT = """
    import onset, torch, sys

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = torch.nn.Sequential(
                torch.nn.Flatten(), torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Dropout(0.5), torch.nn.Linear(8, 3))

        def forward(self, x):
            assert x.shape[1:] == (1, 2, 3), x.shape
            return self.layers(x)

    def load(path):
        print("printed while loading")
        net = Net()
        net.load_state_dict(torch.load(path, weights_only=True))
        return net

    if __name__ == "__main__":
        onset.evaluator(load, batch=16)
"""


class Asked:
    """An evaluator, as Onset asks it."""

    def __init__(self, folder: Path, script: str = SCRIPT) -> None:
        (folder / "evaluate.py").write_text(textwrap.dedent(script))
        self.process = subprocess.Popen(
            [sys.executable, "evaluate.py"],
            cwd=folder,
            env={"PYTHONPATH": str(HERE), "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdin and self.process.stdout
        self.frames = onset._Frames(self.process.stdout, self.process.stdin)
        self.number = 0
        self.alive = 0
        self.hello = self.answer(onset._HELLO, 0)

    def answer(self, wanted: int, number: int) -> Any:
        while True:
            frame = self.frames.read()
            assert frame is not None, self.process.stderr and self.process.stderr.read()
            kind, answered, payload = frame
            if kind != onset._ALIVE:
                break
            self.alive += 1
        assert answered == number
        if kind != onset._OUTPUTS:
            assert kind == wanted, payload
            return json.loads(payload.decode())
        count, width = struct.unpack_from("<2i", payload)
        return torch.frombuffer(payload, dtype=torch.float32, offset=8).reshape(count, width).clone()

    def ask(self, kind: int, wanted: int, *payload: bytes) -> Any:
        self.number += 1
        self.frames.write(kind, self.number, *payload)
        return self.answer(wanted, self.number)

    def open(self, path: Path, wanted: int = onset._OPENED) -> Any:
        request = {"model": 5, "path": str(path), "shape": [1, 2, 3], "classes": 3}
        return self.ask(onset._OPEN, wanted, json.dumps(request).encode())

    def rows(self, rows: "torch.Tensor") -> "torch.Tensor":
        head = struct.pack("<4i", 5, rows.shape[0], rows.shape[1], 0)
        return self.ask(onset._ROWS, onset._OUTPUTS, head, onset._bytes(rows))

    def masked(self, sample: Any, baseline: Any, owner: list[int], players: int, masks: list[int]) -> "torch.Tensor":
        width = (players + 31) // 32
        head = struct.pack("<4i", 5, len(masks), len(owner), players)
        words = [mask >> 32 * word & 0xFFFFFFFF for mask in masks for word in range(width)]
        body = onset._bytes(sample) + onset._bytes(baseline) + struct.pack(f"<{len(owner)}i", *owner)
        return self.ask(onset._MASKED, onset._OUTPUTS, head, body, struct.pack(f"<{len(words)}I", *words))

    def end(self) -> Optional[int]:
        assert self.process.stdin
        self.process.stdin.close()
        return self.process.wait(20)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    evaluator = Asked(tmp_path)
    yield evaluator
    evaluator.process.kill()


def weights(folder: Path) -> Path:
    generator = torch.Generator().manual_seed(1)
    state = {
        "layers.1.weight": torch.randn(8, 6, generator=generator),
        "layers.1.bias": torch.randn(8, generator=generator),
        "layers.4.weight": torch.randn(3, 8, generator=generator),
        "layers.4.bias": torch.randn(3, generator=generator),
    }
    torch.save(state, folder / "model.pt")
    return folder / "model.pt"


def test_what_it_says_of_itself_decides_bits(asked: Asked) -> None:
    assert asked.hello["framework"] == f"torch {torch.__version__}"
    assert asked.hello["device"] == "cpu"
    assert "batch=16;threads=1;kernels=" in asked.hello["bits"]
    assert asked.hello["rows"] == 4096, "whole batches"


def test_one_that_takes_long_for_a_request_shows_that_it_is_at_work(tmp_path: Path) -> None:
    slow = SCRIPT.replace("return self.layers(x)", "import time; time.sleep(0.3); return self.layers(x)")
    asked = Asked(tmp_path, slow)
    try:
        asked.open(weights(tmp_path))
        time.sleep(1.2)
        asked.rows(torch.rand(16, 6))
        assert asked.alive == 0, "negative control: an answer at once needs no sign"
        asked.rows(torch.rand(160, 6))
        assert 1 <= asked.alive <= 3
    finally:
        asked.process.kill()


def test_rows_are_answered_in_evaluation_mode_whatever_stands_beside_them(asked: Asked, tmp_path: Path) -> None:
    path = weights(tmp_path)
    assert asked.open(path) == {"features": 6, "outputs": 3}
    rows = torch.rand(37, 6)
    outputs = asked.rows(rows)
    assert torch.equal(outputs, asked.rows(rows))
    assert torch.equal(outputs[:1], asked.rows(rows[:1]))
    state = torch.load(path, weights_only=True)
    hidden = torch.relu(rows @ state["layers.1.weight"].T + state["layers.1.bias"])
    expected = hidden @ state["layers.4.weight"].T + state["layers.4.bias"]
    assert torch.allclose(outputs, expected, atol=1e-5)


@pytest.mark.parametrize("players", [3, 70])
def test_masks_give_what_the_rows_that_they_stand_for_do(asked: Asked, tmp_path: Path, players: int) -> None:
    asked.open(weights(tmp_path))
    sample, baseline = torch.rand(6), torch.tensor([-0.0, 1, 2, 3, 4, 5])
    owner = [0, -1, players - 1, 0, 1, -1]
    masks = [value * 0x9E3779B97F4A7C15 % (1 << players) for value in range(50)]
    rows = torch.stack([
        torch.stack([sample[f] if p < 0 or mask >> p & 1 else baseline[f] for f, p in enumerate(owner)]) for mask in masks
    ])
    found = asked.masked(sample, baseline, owner, players, masks)
    assert torch.equal(found, asked.rows(rows))
    assert not torch.equal(found[0], found[1]), "negative control: masks matter"


def test_a_model_that_does_not_load_is_refused_in_words_and_the_next_is_not(asked: Asked, tmp_path: Path) -> None:
    torch.save({}, tmp_path / "empty.pt")
    refusal = asked.open(tmp_path / "empty.pt", onset._REFUSED)
    assert refusal["model"] is True
    assert "Missing key" in refusal["message"]
    assert asked.open(weights(tmp_path))["outputs"] == 3


@pytest.mark.parametrize(("failure", "blamed"), [
    ("raise MemoryError()", False),
    ("torch.empty(10**15)", False),
    ("raise torch.cuda.OutOfMemoryError('CUDA out of memory')", False),
    ("open('/no/such/library.so')", False),
    ("import no_such_library", False),
    ("raise RuntimeError('Error(s) in loading state_dict')", True),
    ("raise ValueError('no network')", True),
])
def test_a_network_is_not_blamed_for_what_the_machine_lacks(tmp_path: Path, failure: str, blamed: bool) -> None:
    evaluator = Asked(tmp_path, f"""
        import onset, torch
        def load(path):
            {failure}
        onset.evaluator(load, batch=4)
    """)
    assert evaluator.open(tmp_path, onset._REFUSED)["model"] is blamed
    assert evaluator.end() == 0


def test_it_ends_when_its_standard_input_does(asked: Asked) -> None:
    assert asked.end() == 0


def test_one_number_a_row_is_one_output(tmp_path: Path) -> None:
    evaluator = Asked(tmp_path, """
        import onset, torch
        onset.evaluator(lambda path: torch.nn.Flatten(), forward=lambda net, x: net(x).sum(1), batch=4)
    """)
    assert evaluator.open(tmp_path) == {"features": 6, "outputs": 1}
    assert evaluator.rows(torch.ones(2, 6)).tolist() == [[6.0], [6.0]]
    assert evaluator.end() == 0


def test_next_token_log_odds_are_those_of_the_softmax_even_where_it_saturates() -> None:
    logits = torch.tensor([[1.0, 2.0, 3.0, -1.0], [400.0, 0.0, 1.0, 2.0]])
    found = onset.next_token_log_odds(logits, torch.tensor([0, 2]))
    for row in range(2):
        for column, token in enumerate([0, 2]):
            others = [float(z) for t, z in enumerate(logits[row]) if t != token]
            top = max(others)
            expected = float(logits[row, token]) - top - math.log(sum(math.exp(z - top) for z in others))
            assert found[row, column].item() == pytest.approx(expected, rel=1e-9)


def test_results_are_columns_by_name(tmp_path: Path) -> None:
    report = tmp_path / "reports" / "mine"
    (report / "csv").mkdir(parents=True)
    (report / "outcome.json").write_text('{"study": "mine", "verdict": "none"}')
    (report / "csv" / "losses.csv").write_text('step,loss,word\n0,2.5,"a, b"\n10,,c\n')
    for path in (report, tmp_path, report / "outcome.json"):
        results = onset.load(path)
        assert results.outcome["verdict"] == "none"
        table = results["losses"]
        assert list(table) == ["step", "loss", "word"]
        assert list(table["step"]) == [0.0, 10.0]
        assert table["loss"][0] == 2.5 and math.isnan(table["loss"][1])
        assert table["word"] == ["a, b", "c"]
    with pytest.raises(FileNotFoundError, match="no report"):
        onset.load(report / "csv")
