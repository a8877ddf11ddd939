"""Trainings that are killed with SIGKILL where they say, and taken up from the newest folder that they finished."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, Callable, Optional, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import onset  # noqa: E402

torch: Any = sys.modules.get("torch")  # imported by the tests, which are skipped without it
Train = Callable[[onset.Run, Callable[[], None]], None]
"""Trains; calls the second once a batch, within the step."""


class Rows:
    """Examples whose noise is drawn when they are loaded, as augmentations are, from every generator there is."""

    def __init__(self, count: int) -> None:
        self.inputs = torch.randn(count, 6, generator=torch.Generator().manual_seed(1))

    def __len__(self) -> int:
        return len(self.inputs)

    def __getitem__(self, row: int) -> dict[str, Any]:
        numpy = sys.modules["numpy"]
        noise = torch.randn(6) + random.random() + numpy.random.rand()
        return {"x": self.inputs[row] + 0.1 * noise.float(), "labels": torch.tensor(row % 3)}


def nothing(model: Any, path: Path) -> None:
    path.write_bytes(b"")


def _child(train: Train, variables: dict[str, str], dies_at: Optional[int], log: Path) -> None:
    sys.stdout = sys.stderr = open(log, "a", buffering=1)
    torch.set_num_threads(1)  # threads of the parent are not there after a fork
    run = onset.Run(nothing, environment=variables)
    seen = 0

    def batch() -> None:
        nonlocal seen
        seen += 1
        if seen == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        train(run, batch)
    except Exception:
        traceback.print_exc()
        sys.exit(1)


def variables_of(folder: Path, schedule: str, newest: Optional[Path] = None) -> dict[str, str]:
    (folder / "finished").mkdir(parents=True)
    (folder / "schedule").write_text(schedule)
    return {
        "ONSET_SCHEDULE": str(folder / "schedule"),
        "ONSET_CHECKPOINTS": str(folder / "finished"),
        "ONSET_RESUME": str(newest / "state") if newest else "",
        "ONSET_STEP": str(_step(newest)) if newest else "0",
        "ONSET_SEED": "3",
        "ONSET_PROGRESS": str(folder / "progress"),
    }


def imported(train: Train) -> None:
    """Trains a step here, so that what libraries import late need not be imported by each of the processes that are forked."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        train(onset.Run(nothing, steps=1, environment={}), lambda: None)
    finally:
        torch.set_num_threads(threads)


def trained(train: Train, folder: Path, steps: int, dies: Sequence[int] = ()) -> dict[str, Any]:
    """All states that were written, by step: trained in one go, or killed after so many batches of each process.

    Each process takes up the newest state there is, and writes that step again, which is taken up if it dies before the next.
    """
    schedule = "".join(f"{step}\n" for step in range(steps + 1))
    found: dict[int, Path] = {}
    for process_number, dies_at in enumerate([*dies, None]):
        place = folder / str(process_number)
        variables = variables_of(place, schedule, found[max(found)] if found else None)
        process = multiprocessing.get_context("fork").Process(target=_child, args=(train, variables, dies_at, place / "log"))
        process.start()
        process.join(60)
        assert process.exitcode == (0 if dies_at is None else -signal.SIGKILL), (place / "log").read_text()[-3000:]
        found.update({_step(path): path for path in (place / "finished").glob("step-*")})
    assert sorted(found) == list(range(steps + 1))
    return {path.name: _contents(path / "state") for path in found.values()}


def _step(folder: Path) -> int:
    return int(folder.name.split("-")[1])


def _contents(state: Path) -> dict[str, Any]:
    files = [file for file in state.iterdir() if file.suffix in (".pt", ".bin", ".ckpt")]
    return {file.name: torch.load(file, weights_only=False) for file in files}


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two states differ, to the last bit."""
    if isinstance(one, torch.Tensor):
        same = isinstance(other, torch.Tensor) and one.dtype == other.dtype and one.equal(other)
        return [] if same else [path]
    if type(one) is not type(other):
        return [path]
    if isinstance(one, dict):
        if one.keys() != other.keys():
            return [f"{path}: keys"]
        return [found for key in one for found in differences(one[key], other[key], f"{path}/{key}")]
    if isinstance(one, (list, tuple)):
        if len(one) != len(other):
            return [f"{path}: length"]
        return [found for i in range(len(one)) for found in differences(one[i], other[i], f"{path}/{i}")]
    return [] if one == other else [path]
