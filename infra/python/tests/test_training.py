"""onset.py keeps its part of the contract: what is taken up goes on bit for bit, and folders appear as wholes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Optional

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import onset  # noqa: E402

torch = pytest.importorskip("torch", reason="SKIPPED, no torch here")


def environment(folder: Path, schedule: list[int], resume: Optional[Path] = None, step: int = 0) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schedule").write_text("".join(f"{at}\n" for at in schedule))
    (folder / "finished").mkdir()
    return {
        "ONSET_SCHEDULE": str(folder / "schedule"),
        "ONSET_CHECKPOINTS": str(folder / "finished"),
        "ONSET_RESUME": str(resume / "state") if resume else "",
        "ONSET_STEP": str(step),
        "ONSET_SEED": "3",
        "ONSET_PROGRESS": str(folder / "progress"),
    }


class Asked:
    """Orders at given steps, as the supervisor might give them."""

    def __init__(self, *orders: Optional[str]) -> None:
        self.orders = list(orders)

    def take(self) -> Optional[str]:
        return self.orders.pop(0) if self.orders else None


def train(run: onset.Run, until: Optional[int] = None) -> dict[str, Any]:
    """A training that draws from every generator and whose optimiser has a memory."""
    torch.manual_seed(run.seed)
    random.seed(run.seed)
    model = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.Dropout(0.3), torch.nn.Linear(7, 3))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 4, 0.5)
    own = torch.Generator().manual_seed(9)
    step = run.resume(model, optimizer, scheduler=scheduler, own=own)
    while step < (until or run.last_step):
        x = torch.randn(8, 5) + random.random() + torch.randn(8, 5, generator=own)
        loss = model(x).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        step += 1
        run.checkpoint(model, optimizer, step, scheduler=scheduler, own=own)
    return {name: value.clone() for name, value in model.state_dict().items()}


def export(model: Any, path: Path) -> None:
    path.write_bytes(b"".join(value.numpy().tobytes() for value in model.state_dict().values()))


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("stop", [1, 5, 10])
def test_resumed_training_equals_the_uninterrupted_one_bit_for_bit(tmp_path: Path, stop: int) -> None:
    whole = train(onset.Run(export, environment=environment(tmp_path / "whole", [0, 20])))
    first = onset.Run(export, environment=environment(tmp_path / "first", [0, 20]), orders=Asked(*[None] * (stop - 1), "save"))
    train(first, until=stop + 2)  # what it did after the save is lost
    saved = tmp_path / "first" / "finished" / f"resume-{stop}"
    second = onset.Run(export, environment=environment(tmp_path / "second", [20], saved, stop))
    assert same(train(second), whole)
    assert [path.name for path in (tmp_path / "second" / "finished").iterdir()] == ["step-20"]


def test_without_its_generators_it_would_not_negative_control(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = train(onset.Run(export, environment=environment(tmp_path / "whole", [20])))
    first = onset.Run(export, environment=environment(tmp_path / "first", [20]), orders=Asked(None, "save"))
    train(first, until=3)
    monkeypatch.setattr(onset, "_set_generators", lambda states: None)
    saved = tmp_path / "first" / "finished" / "resume-2"
    assert not same(train(onset.Run(export, environment=environment(tmp_path / "second", [20], saved, 2))), whole)


def test_a_checkpoint_is_a_whole_folder_of_the_scheduled_step(tmp_path: Path) -> None:
    train(onset.Run(export, environment=environment(tmp_path, [0, 4, 6]), orders=Asked(None, "commit", "commit")))
    finished = {path.name: sorted(p.name for p in path.iterdir()) for path in (tmp_path / "finished").iterdir()}
    assert set(finished) == {"step-0", "step-2", "step-3", "step-4", "step-6"}
    assert all(names == ["model.onnx", "state"] for names in finished.values())
    assert (tmp_path / "progress").read_text() == f"{6:012d}\n"


def test_writing_a_checkpoint_changes_nothing_of_the_training(tmp_path: Path) -> None:
    real = onset._exporter(torch.zeros(1, 5), ("x",))
    sparse = train(onset.Run(real, environment=environment(tmp_path / "sparse", [8])))
    dense = train(onset.Run(real, environment=environment(tmp_path / "dense", list(range(9)))))
    assert same(sparse, dense)


def frozen(run: onset.Run) -> dict[str, Any]:
    """A training that keeps a part in evaluation mode, as fine-tuning does with normalisation."""
    torch.manual_seed(run.seed)
    model = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.BatchNorm1d(7), torch.nn.Dropout(0.3), torch.nn.Linear(7, 3))
    model[1].eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    step = run.resume(model, optimizer)
    while step < run.last_step:
        optimizer.zero_grad()
        model(torch.randn(8, 5)).square().mean().backward()
        optimizer.step()
        step += 1
        run.checkpoint(model, optimizer, step)
    assert [module.training for module in model] == [True, False, True, True]
    return {name: value.clone() for name, value in model.state_dict().items()}


def test_a_part_that_is_kept_in_evaluation_mode_stays_in_it_wherever_checkpoints_lie(tmp_path: Path) -> None:
    real = onset._exporter(torch.zeros(1, 5), ("x",))
    sparse = frozen(onset.Run(real, environment=environment(tmp_path / "sparse", [4])))
    dense = frozen(onset.Run(real, environment=environment(tmp_path / "dense", [0, 1, 2, 3, 4])))
    assert same(sparse, dense)
    assert sparse["1.num_batches_tracked"] == 0


def test_modes_return_through_train_and_for_parts_in_two_places() -> None:
    class Merged(torch.nn.Linear):  # as adapters do: eval() folds weights together, train() takes them apart
        merged = False

        def train(self, mode: bool = True) -> "Merged":
            self.merged = not mode
            return super().train(mode)

    shared = Merged(2, 2)
    model = torch.nn.Sequential(torch.nn.Sequential(shared), torch.nn.Sequential(shared, Merged(2, 2)))
    model.eval()
    model[1].training = True
    model[1][1].train()
    modes = onset._modes(model)
    model.eval()
    onset._set_modes(modes)
    assert onset._modes(model) == modes
    assert not model[1][1].merged


def test_by_hand_it_trains_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = onset.Run(export, steps=3, environment={})
    train(run)
    assert not run.supervised and run.last_step == 3
    assert list(tmp_path.iterdir()) == []


def test_a_state_of_other_things_is_refused(tmp_path: Path) -> None:
    train(onset.Run(export, environment=environment(tmp_path / "a", [2])))
    run = onset.Run(export, environment=environment(tmp_path / "b", [4], tmp_path / "a" / "finished" / "step-2", 2))
    with pytest.raises(ValueError, match="scheduler"):
        run.resume(torch.nn.Linear(5, 7))


def test_batches_depend_on_seed_and_step_alone() -> None:
    one, other = onset.Batches(10, 3, seed=1), onset.Batches(10, 3, seed=1)
    forwards = [one[step] for step in range(9)]
    assert [other[step] for step in reversed(range(9))] == forwards[::-1]
    assert sorted(sum(forwards[:3], [])) != sorted(range(10)) and len(set(sum(forwards[:3], []))) == 9
    assert onset.Batches(10, 3, seed=2)[0] != forwards[0]
    assert list(onset.Batches(10, 3, seed=1, start=4, end=6)) == forwards[4:6]
    with pytest.raises(ValueError, match="batch is 11"):
        onset.Batches(10, 11)


def test_arrays_are_read_without_numpy(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    values = numpy.arange(24, dtype=numpy.float32).reshape(4, 1, 2, 3)
    numpy.save(tmp_path / "train_inputs.npy", values)
    numpy.save(tmp_path / "train_labels.npy", numpy.array([3, 1, 2, 0]))
    inputs, labels = onset.data(str(tmp_path))
    assert inputs.tolist() == values.tolist() and labels.tolist() == [3, 1, 2, 0]
    numpy.save(tmp_path / "train_inputs.npy", values.astype(numpy.float64))
    with pytest.raises(ValueError, match="f8"):
        onset.data(str(tmp_path))


class Loaded(list):  # type: ignore[type-arg]
    """Says which examples were loaded."""

    def __init__(self, values: list[int]) -> None:
        super().__init__(values)
        self.seen: list[int] = []

    def __getitem__(self, row: Any) -> Any:
        self.seen.append(row)
        return super().__getitem__(row)


def looped(run: onset.Run, rows: Loaded, own: bool) -> list[list[int]]:
    """Batches as an own loop takes them, a random number drawn at each."""
    torch.manual_seed(run.seed)
    generator = torch.Generator().manual_seed(5) if own else None
    loader = onset.Loader(torch.utils.data.DataLoader(rows, 3, shuffle=True, generator=generator))
    model = torch.nn.Linear(1, 1)
    step = run.resume(model, loader=loader)
    found = []
    while step < run.last_step:
        for batch in loader:
            found.append([*batch.tolist(), torch.rand(()).item()])
            step += 1
            run.checkpoint(model, None, step, loader=loader)
            if step == run.last_step:
                break
    return found


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("stop", [1, 3, 4, 7, 8])
def test_a_shuffling_loader_is_taken_up_within_its_epoch_and_loads_nothing_twice(tmp_path: Path, stop: int, own: bool) -> None:
    whole = looped(onset.Run(export, environment=environment(tmp_path / "whole", [stop, 14])), Loaded(list(range(10))), own)
    assert sorted(sum((batch[:-1] for batch in whole[:4]), [])) == list(range(10)), "four batches are an epoch"
    assert whole[:4] != whole[4:8]
    saved, rows = tmp_path / "whole" / "finished" / f"step-{stop}", Loaded(list(range(10)))
    resumed = onset.Run(export, environment=environment(tmp_path / "resumed", [14], saved, stop))
    assert looped(resumed, rows, own) == whole[stop:]
    assert rows.seen == [row for batch in whole[stop:] for row in batch[:-1]]


def script(folder: Path, text: str, variables: dict[str, str], **how: Any) -> "subprocess.Popen[bytes]":
    (folder / "script.py").write_text(text)
    paths = {"PYTHONPATH": str(Path(onset.__file__).parent), "PATH": os.environ["PATH"]}
    return subprocess.Popen([sys.executable, str(folder / "script.py")], env={**paths, **variables}, **how)


def probed(folder: Path, text: str, status: int = 0) -> Any:
    answer = folder / "answer.json"
    process = script(folder, text, {"ONSET_PROBE": "1", "ONSET_ANSWER": str(answer)}, stderr=subprocess.DEVNULL)
    assert process.wait(120) == status
    return json.loads(answer.read_text()) if answer.exists() else None


def test_asked_what_its_bits_depend_on_it_answers_for_the_threads_and_the_device_that_it_trains_with(tmp_path: Path) -> None:
    threads = torch.get_num_threads() + 3
    told = probed(tmp_path, f"""
import onset, torch
torch.set_num_threads({threads})
run = onset.run(example=torch.zeros(1), device=torch.device("cpu"), profile={{"nodes": 2}})
torch.set_num_threads({threads + 1})
onset.data()
""")
    assert told["framework"] == f"PyTorch {torch.__version__}"
    assert told["device"].startswith("cpu ")
    assert told["threads"] == str(threads)
    assert told["nodes"] == "2"
    other = probed(tmp_path, "import onset, torch\nonset.run(example=torch.zeros(1), device='xpu')")
    assert other["device"] == "xpu", "negative control: what it is told counts"


@pytest.mark.parametrize("text", [
    "try: onset.data()\nexcept RuntimeError: os._exit(3)",
    "onset.read_npy(os.environ.get('ONSET_DATA', 'nowhere') + '/train_inputs.npy')",
    "os.environ['ONSET_DATA']",
    "raise SystemExit(4)",
    "",
])
def test_a_script_that_wants_data_before_it_begins_a_run_answers_all_the_same(tmp_path: Path, text: str) -> None:
    told = probed(tmp_path, f"import os, onset, torch\ntorch.set_num_threads(3)\n{text}")
    assert told["framework"] == f"PyTorch {torch.__version__}" and told["device"]
    assert told.get("threads", "3") == "3"


def test_a_script_that_ends_before_it_imports_pytorch_answers_too(tmp_path: Path) -> None:
    assert probed(tmp_path, "import onset\n{}['data']")["framework"] == f"PyTorch {torch.__version__}"


def test_a_script_that_lacks_a_library_does_not_answer(tmp_path: Path) -> None:
    assert probed(tmp_path, "import onset\nimport no_such_library", status=1) is None


def test_what_a_script_has_answered_its_parent_does_not_overwrite(tmp_path: Path) -> None:
    child = "import onset; onset.run(export=print, device='meta')"
    told = probed(tmp_path, f"import onset, subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])\nsys.exit(4)")
    assert told["device"] == "meta"


def test_a_closed_input_ends_the_process_and_what_it_started(tmp_path: Path) -> None:
    text = "import onset, subprocess, time\nprint(subprocess.Popen(['sleep', '600']).pid, flush=True)\ntime.sleep(600)"
    variables = environment(tmp_path / "run", [5])
    process = script(tmp_path, text, variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    started = int(process.stdout.readline())
    time.sleep(0.2)
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(20) != 0
    stat = Path(f"/proc/{started}/stat")
    for _ in range(100):
        if not stat.exists() or ") Z " in stat.read_text():
            return
        time.sleep(0.05)
    pytest.fail("what it started goes on")
