"""Onset for PyTorch: training under it, evaluators of networks, and results as arrays. One file; only what is used is imported:
PyTorch, and the onnx package where networks are exported by it.

In an existing loop::

    import onset

    with onset.run(example=torch.zeros(1, 1, 8, 8), device=device) as r:   # device and threads are set before
        step = r.resume(model, optimizer)          # 0, or where an earlier process was; generators are restored too
        while step < r.last_step:
            ...                                    # one optimiser step
            step += 1
            r.checkpoint(model, optimizer, step)   # writes only where a checkpoint is wanted

Under Onset (``trainer: {kind: process, command: [python3, train.py], files: [train.py, onset.py]}``) the steps come from the
study's schedule. Run by hand the same script trains ``steps`` steps and writes nothing (``onset.data`` needs a folder then).
``activities/docs/process-trainer.md`` is the contract that is kept here: environment variables, folders that are renamed into
place, orders on standard input.
"""

from __future__ import annotations

import ast
import atexit
import csv
import ctypes
import hashlib
import json
import os
import random
import shutil
import signal
import struct
import sys
import threading
import time
import traceback
import warnings
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Callable, Iterator, Mapping, Optional, Sequence, Union

if TYPE_CHECKING:
    import torch

# ---- training -----------------------------------------------------------------------------------------------------------------

_TELL_SECONDS = 0.2
_ORDERS = ("save", "commit")

Export = Callable[[Any, Path], None]
"""Writes a model as an ONNX file."""


def _torch() -> Any:
    import torch

    return torch


def profile(device: Optional[str] = None) -> dict[str, str]:
    """What the bits of a training depend on here; Onset never mixes checkpoints of different answers in one run."""
    try:
        torch = _torch()
    except ImportError:
        return {"framework": f"Python {sys.version.split()[0]}", "device": device or "cpu"}
    asked = device or os.environ.get("TRAIN_DEVICE") or ("cuda" if torch.cuda.is_available() else "cpu")
    answer = {"framework": f"PyTorch {torch.__version__}"}
    if asked.startswith("cuda"):
        answer["device"] = torch.cuda.get_device_name(asked)
        answer["libraries"] = f"CUDA {torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}"
    elif asked == "cpu":
        answer["device"] = f"cpu {torch.backends.cpu.get_cpu_capability()}"
        answer["threads"] = str(torch.get_num_threads())
    else:
        answer["device"] = asked
    return answer


def _probed() -> bool:
    return os.environ.get("ONSET_PROBE") == "1"


def _answer_probe(device: Any = None, further: Optional[Mapping[str, Any]] = None) -> None:
    """Asked what its bits depend on, a process answers and ends: no data lie there yet."""
    if _probed():
        answer = profile(None if device is None else str(device))
        answer.update({name: str(value) for name, value in (further or {}).items()})
        Path(os.environ["ONSET_ANSWER"]).write_text(json.dumps(answer))
        sys.exit(0)


def _answer_at_last() -> None:
    """A script that ended before it said what its bits depend on, usually for want of data, is answered for with what is known."""
    ended_by = getattr(sys, "last_type", None)
    if ended_by is not None and issubclass(ended_by, ImportError):
        return  # it would not train here either
    try:
        if not Path(os.environ["ONSET_ANSWER"]).exists():  # a process that it started may have answered
            _answer_probe()
    except SystemExit:
        pass
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # whatever the status was


class Orders:
    """What the supervisor asks for, read from a file descriptor by a thread of its own; that it closes ends the process."""

    def __init__(self, descriptor: int, at_end: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._at_end = at_end
        self._asked: Optional[str] = None
        self._lock = threading.Lock()
        threading.Thread(target=self._read, name="onset-orders", daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                part = os.read(self._descriptor, 4096)
            except OSError:
                part = b""
            if not part:
                self._at_end()
                return
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                order = line.decode("ascii", "replace").strip()
                if order in _ORDERS:
                    with self._lock:
                        # a commit holds whatever a save does
                        self._asked = order if self._asked != "commit" else "commit"

    def take(self) -> Optional[str]:
        """The order that is open, once."""
        if self._asked is None:  # without the lock: this is asked at every step
            return None
        with self._lock:
            order, self._asked = self._asked, None
            return order


def _listen() -> Optional[Orders]:
    """Begins with the import, so that a process whose supervisor dies meanwhile ends too; the first of a tree alone listens."""
    if "ONSET_CHECKPOINTS" not in os.environ or "ONSET_HEARD" in os.environ:
        return None
    os.environ["ONSET_HEARD"] = str(os.getpid())
    try:
        os.setsid()  # a group of its own, to which whatever it starts belongs
    except (AttributeError, PermissionError):
        pass
    return Orders(0, _end)


def _end() -> None:
    """Whoever supervised is gone, and nothing of this tree is to hold a GPU for nobody."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(70)


class Run:
    """One training, under a supervisor or by hand. See :func:`run`."""

    def __init__(
        self,
        export: Export,
        steps: int = 0,
        environment: Optional[Mapping[str, str]] = None,
        orders: Optional[Orders] = None,
    ) -> None:
        here = os.environ if environment is None else environment
        self.supervised: bool = "ONSET_CHECKPOINTS" in here
        self.seed: int = int(here.get("ONSET_SEED", "0"))
        self._export = export
        self._orders = orders
        self._finished = Path(here.get("ONSET_CHECKPOINTS", ""))
        self._resume = here.get("ONSET_RESUME", "")
        self._from = int(here.get("ONSET_STEP", "0"))
        self._progress: Optional[int] = None
        self._told_at = float("-inf")
        self._wanted: frozenset[int] = frozenset()
        self.last_step: int = steps
        if self.supervised:
            self._wanted = frozenset(int(line) for line in Path(here["ONSET_SCHEDULE"]).read_text().split())
            self.last_step = max(self._wanted, default=self._from)
            self._progress = os.open(here["ONSET_PROGRESS"], os.O_CREAT | os.O_WRONLY, 0o600)

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *problem: object) -> None:
        if self._progress is not None:
            os.close(self._progress)
            self._progress = None

    def resume(self, model: Any, optimizer: Any = None, **kept: Any) -> int:
        """Takes up what an earlier process left, generators included, and returns its step; 0 where there was none.

        ``kept`` are further things with ``state_dict`` and ``load_state_dict``: a scheduler, a scaler, a generator.
        """
        step = 0
        if self._resume:
            step = self._from
            _restore(Path(self._resume), model, optimizer, kept)
        self._begin(step, model, lambda folder: _save(folder, model, optimizer, kept))
        return step

    def _begin(self, step: int, model: Any, save: Callable[[Path], None]) -> None:
        self._told(step, now=True)
        if self._resume:
            save = self._copy  # as it was: a trainer that has begun with it may stand elsewhere already
        if step in self._wanted:
            self._write(f"step-{step}", model, save, None, network=True)

    def checkpoint(
        self, model: Any, optimizer: Any, step: int, losses: Optional[Mapping[str, float]] = None, **kept: Any
    ) -> bool:
        """To be called after every optimiser step, with the number of steps taken; true where something was written.

        ``kept`` are the same as those of :meth:`resume`.
        """
        return self._stepped(step, model, lambda folder: _save(folder, model, optimizer, kept), losses)

    def _copy(self, folder: Path) -> None:
        shutil.copytree(self._resume, folder, dirs_exist_ok=True)

    def _stepped(
        self, step: int, model: Any, save: Callable[[Path], None], losses: Optional[Mapping[str, float]] = None
    ) -> bool:
        self._told(step)
        order = self._orders.take() if self._orders is not None else None
        if step in self._wanted or order == "commit":
            self._write(f"step-{step}", model, save, losses, network=True)
            return True
        if order == "save":
            self._write(f"resume-{step}", model, save, losses, network=False)
            return True
        return False

    def _told(self, step: int, now: bool = False) -> None:
        if self._progress is None:
            return
        at = time.monotonic()
        if now or at - self._told_at >= _TELL_SECONDS or step == self.last_step:
            self._told_at = at
            os.pwrite(self._progress, b"%012d\n" % step, 0)

    def _write(
        self,
        name: str,
        model: Any,
        save: Callable[[Path], None],
        losses: Optional[Mapping[str, float]],
        network: bool,
    ) -> None:
        target = self._finished / name
        if target.exists():
            return
        unfinished = self._finished / f"unfinished-{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / "state").mkdir(parents=True)
        save(unfinished / "state")
        if network:
            self._export(model, unfinished / "model.onnx")
        if losses is not None:
            (unfinished / "losses.json").write_text(json.dumps(dict(losses)))
        unfinished.rename(target)  # from here on it is there, as a whole


def run(
    example: Any = None,
    steps: int = 0,
    input_names: Sequence[str] = ("x",),
    export: Optional[Export] = None,
    device: Any = None,
    profile: Optional[Mapping[str, Any]] = None,
) -> Run:
    """Begins a training.

    ``example`` is an input of the model, or a tuple of its inputs, of any batch size; the first axis is left open in the
    exported file. ``steps`` counts only where nobody supervises. ``export`` writes the ONNX file another way.

    Asked by Onset what its bits depend on, a script answers here and ends. So whatever decides bits is set before, such as the
    number of threads, and data are looked for afterwards. ``device`` is where the model trains; by default it is taken to be what
    ``TRAIN_DEVICE`` says, else a GPU if there is one. ``profile`` holds further things that bits depend on, by name.
    """
    _answer_probe(device, profile)
    if export is None:
        if example is None:
            raise ValueError("onset.run needs example, an input of the model, or export, which writes it as an ONNX file")
        export = _exporter(example, tuple(input_names))
    return Run(export, steps, orders=_orders)


def _exporter(example: Any, input_names: tuple[str, ...]) -> Export:
    inputs = example if isinstance(example, tuple) else (example,)
    names = list(input_names) if len(input_names) == len(inputs) else [f"x{i}" for i in range(len(inputs))]

    def export(model: Any, path: Path) -> None:
        torch = _torch()
        modes = _modes(model)
        where = next((parameter.device for parameter in model.parameters()), torch.device("cpu"))
        generators = _generators()
        model.eval()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs two packages more
                torch.onnx.export(
                    model,
                    tuple(one.to(where) for one in inputs),
                    str(path),
                    input_names=names,
                    output_names=["logits"],
                    dynamic_axes={name: {0: "n"} for name in [*names, "logits"]},
                    dynamo=False,
                )
        finally:
            _set_modes(modes)
            _set_generators(generators)

    return export


def _modes(model: Any) -> list[tuple[Any, bool]]:
    """Which of its modules train: a script may keep some in evaluation mode, such as frozen normalisation."""
    return [(module, module.training) for module in model.modules()]


def _set_modes(modes: Sequence[tuple[Any, bool]]) -> None:
    for module, training in modes:  # outer ones first; by train(), since some undo there what they did in eval()
        if module.training != training:
            module.train(training)
    for module, training in modes:
        module.training = training  # what stands in two places may have been set again from the other


def _generators() -> dict[str, Any]:
    """States of all generators that a training usually draws from."""
    states: dict[str, Any] = {"python": random.getstate()}
    if "numpy" in sys.modules:
        name, words, *rest = sys.modules["numpy"].random.get_state()
        states["numpy"] = (name, words.tolist(), *rest)  # plain: readers of states that refuse code take lists and no arrays
    if "torch" in sys.modules:
        torch = sys.modules["torch"]
        states["torch"] = torch.get_rng_state()
        if torch.cuda.is_available() and torch.cuda.is_initialized():
            states["cuda"] = torch.cuda.get_rng_state_all()
    return states


def _set_generators(states: Mapping[str, Any]) -> None:
    random.setstate(states["python"])
    if "numpy" in states:
        import numpy

        numpy.random.set_state(states["numpy"])
    if "torch" in states:
        _torch().set_rng_state(states["torch"])
    if "cuda" in states:
        _torch().cuda.set_rng_state_all(states["cuda"])


def _state_of(thing: Any) -> Any:
    return thing.get_state() if hasattr(thing, "get_state") else thing.state_dict()


def _save(folder: Path, model: Any, optimizer: Any, kept: Mapping[str, Any]) -> None:
    state = {
        "model": None if model is None else model.state_dict(),
        "optimizer": None if optimizer is None else optimizer.state_dict(),
        "kept": {name: _state_of(thing) for name, thing in kept.items()},
        "generators": _generators(),
    }
    if "torch" in sys.modules:
        _torch().save(state, folder / "state.pt")
    else:
        import pickle

        (folder / "state.pickle").write_bytes(pickle.dumps(state))


def _restore(folder: Path, model: Any, optimizer: Any, kept: Mapping[str, Any]) -> None:
    """Reads what this program wrote itself; Onset has hashed it and never looks into it."""
    if (folder / "state.pt").exists():
        state = _torch().load(folder / "state.pt", map_location="cpu", weights_only=False)
    else:
        import pickle

        state = pickle.loads((folder / "state.pickle").read_bytes())
    if set(state["kept"]) != set(kept):
        raise ValueError(f"the state keeps {sorted(state['kept'])}, resume was given {sorted(kept)}")
    if model is not None:
        model.load_state_dict(state["model"])
    if optimizer is not None:
        optimizer.load_state_dict(state["optimizer"])
    for name, thing in kept.items():
        (thing.set_state if hasattr(thing, "set_state") else thing.load_state_dict)(state["kept"][name])
    _set_generators(state["generators"])


def read_npy(path: Union[str, Path]) -> tuple[tuple[int, ...], "array[Any]"]:
    """Shape and values of an array of float32 or int64 in C order, without NumPy."""
    content = Path(path).read_bytes()
    if content[:6] != b"\x93NUMPY":
        raise ValueError(f"{path} is no .npy file")
    length = int.from_bytes(content[8:10], "little") if content[6] == 1 else int.from_bytes(content[8:12], "little")
    begin = (10 if content[6] == 1 else 12) + length
    header = ast.literal_eval(content[begin - length : begin].decode("latin-1"))
    kinds = {"<f4": "f", "<i8": "q"}
    if header["fortran_order"] or header["descr"] not in kinds:
        raise ValueError(f"{path} holds {header['descr']}, which is not read here")
    values = array(kinds[header["descr"]])
    values.frombytes(content[begin:])
    return tuple(header["shape"]), values


def data(folder: Optional[str] = None) -> tuple[Any, Any]:
    """The study's training examples and their labels as tensors: split, scaled and made noisy as the study says.

    To be called after :func:`run`.
    """
    _answer_probe()
    here = folder or os.environ.get("ONSET_DATA")
    if not here:
        raise RuntimeError(
            "onset.data needs a folder where nobody supervises: call onset.data('FOLDER'), or set ONSET_DATA, with"
            " train_inputs.npy (float32) and train_labels.npy (int64) in it"
        )
    torch = _torch()
    inputs, labels = (read_npy(Path(here) / f"train_{part}.npy") for part in ("inputs", "labels"))
    return (
        torch.frombuffer(inputs[1], dtype=torch.float32).reshape(inputs[0]).clone(),
        torch.frombuffer(labels[1], dtype=torch.int64).clone(),
    )


class Batches:
    """Which examples each step takes: a random order of all for each epoch, decided by seed and step alone.

    So a training that is taken up again needs no position. ``batches[step]`` are the rows of a step; as the ``batch_sampler`` of
    a ``DataLoader`` it begins at ``start``.
    """

    def __init__(self, examples: int, batch: int, seed: int = 0, start: int = 0, end: Optional[int] = None) -> None:
        if not 0 < batch <= examples:
            raise ValueError(f"batch is {batch}; it must lie in 1..{examples}")
        self.examples, self.batch, self.seed, self.start, self.end = examples, batch, seed, start, end
        self._epoch = -1
        self._order: list[int] = []

    def __getitem__(self, step: int) -> list[int]:
        epoch, place = divmod(step, self.examples // self.batch)  # the last rows of an epoch, less than a batch, are left out
        if epoch != self._epoch:
            self._epoch = epoch
            self._order = list(range(self.examples))
            random.Random(f"{self.seed}/{epoch}").shuffle(self._order)
        return self._order[place * self.batch : (place + 1) * self.batch]

    def __iter__(self) -> Iterator[list[int]]:
        step = self.start
        while self.end is None or step < self.end:
            yield self[step]
            step += 1

    def __len__(self) -> int:
        if self.end is None:
            raise TypeError("batches without end have no length")
        return max(0, self.end - self.start)


class Loader:
    """A data loader whose place within an epoch can be kept: ``Loader(DataLoader(..., shuffle=True))``, of a known length.

    Its state is what the generators were when the epoch began, and how many batches have been taken since. Taken up, it draws that
    epoch's order again and passes over those batches, which are not loaded where the process that trains loads them itself.
    """

    def __init__(self, loader: Any) -> None:
        len(loader)  # without a length nobody could tell a full epoch from a part of one
        self._loader = loader
        self._began: Any = None
        self._taken = 0
        self._resumed = False
        self._at_first: Callable[[], None] = lambda: None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._loader, name)

    def __len__(self) -> int:
        return len(self._loader)

    def __iter__(self) -> Iterator[Any]:
        # a generator, so nothing of this is done before the first batch is asked for, when all that is kept has been restored
        self._at_first()
        if self._resumed and self._taken < len(self):
            now = _generators()
            _set_generators(self._began[0])
            self._set_own(self._began[1])
            batches = iter(self._loader)
            for _ in range(self._taken):
                _pass_over(batches)
            _set_generators(now)
        else:
            self._began = _generators(), self._own()
            self._taken = 0
            batches = iter(self._loader)
        self._resumed = False
        for batch in batches:
            self._taken += 1
            yield batch

    def state_dict(self) -> dict[str, Any]:
        return {"began": self._began, "taken": self._taken, "own": self._own()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._began, self._taken, self._resumed = state["began"], state["taken"], state["taken"] > 0
        self._set_own(state["own"])

    def _generators_of_its_own(self) -> list[Any]:
        batches = getattr(self._loader, "batch_sampler", None)
        places = (self._loader, getattr(self._loader, "sampler", None), batches, getattr(batches, "sampler", None))
        found = (getattr(place, "generator", None) for place in places)
        return [generator for generator in found if generator is not None]

    def _own(self) -> list[Any]:
        return [generator.get_state() for generator in self._generators_of_its_own()]

    def _set_own(self, states: Sequence[Any]) -> None:
        for generator, state in zip(self._generators_of_its_own(), states):
            generator.set_state(state)


def _once_at_first(loaders: Any) -> None:
    """Sets generators to what they are now when the first batch is taken: what Lightning does until then may draw from them."""
    states = [_generators()]

    def restore() -> None:
        if states:
            _set_generators(states.pop())

    for loader in _torch().utils._pytree.tree_leaves(loaders):
        if isinstance(loader, Loader):
            loader._at_first = restore


def _pass_over(batches: Any) -> None:
    if getattr(batches, "_num_workers", None) == 0 and hasattr(batches, "_next_index"):
        batches._next_index()  # what PyTorch's iterator loads the next batch by
    else:
        next(batches)


class _Callback:
    """Answers every hook of a trainer that it does not use by doing nothing, so that it needs none of their base classes."""

    run: Run

    def __getattr__(self, name: str) -> Any:
        if name.startswith("on_") or name in ("setup", "teardown"):
            return lambda *args, **kwargs: None
        raise AttributeError(name)


class LightningCallback(_Callback):
    """For Lightning::

        callback = onset.LightningCallback(run)
        trainer = Trainer(callbacks=[callback], max_steps=run.last_step, enable_checkpointing=False)
        trainer.fit(module, onset.Loader(DataLoader(...)), ckpt_path=callback.checkpoint)

    Lightning's own checkpoint is the state, and Lightning takes it up: weights, optimisers, schedulers, loops, the scaler; here
    generators are kept besides. A step is a batch, or as many as ``accumulate_grad_batches``, after which optimisers have stepped;
    ``max_steps`` counts every optimiser's. Validation leaves the generators as it found them. ``weights_only=False`` goes to
    ``fit`` where hyperparameters were saved that are no plain values.
    """

    state_key = _legacy_state_key = "onset"

    def __init__(self, run: Run) -> None:
        self.run = run
        self.step = run._from if run._resume else 0
        self._stepped = 0
        self._loaded: Optional[int] = None
        self._before_validation: Optional[dict[str, Any]] = None

    @property
    def checkpoint(self) -> Optional[str]:
        """What Lightning is to take up; None at the beginning."""
        return str(Path(self.run._resume) / "lightning.ckpt") if self.run._resume else None

    def state_dict(self) -> dict[str, Any]:
        return {"step": self.step}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._loaded = state["step"]

    def on_train_start(self, trainer: Any, module: Any) -> None:
        if self.run._resume:
            if self._loaded != self.step:
                raise ValueError("a training that is taken up needs trainer.fit(..., ckpt_path=callback.checkpoint)")
            _restore(Path(self.run._resume), None, None, {})
            loop = trainer.fit_loop
            if loop.restarted_mid_epoch and loop.epoch_loop.batch_progress.is_last_batch:
                loop.reset_restart_stage()  # that epoch was over, and Lightning would not count the next one
            _once_at_first(trainer.train_dataloader)
        if self.run.supervised:
            self._check(trainer)
        self._stepped = trainer.global_step
        self.run._begin(self.step, module, lambda folder: self._save(trainer, folder))
        self._before_validation = _generators() if trainer.enable_validation else None

    def on_train_batch_end(self, trainer: Any, module: Any, *batch: Any) -> None:
        if trainer.global_step != self._stepped:  # else gradients are being accumulated, and no state holds those
            self._stepped = trainer.global_step  # higher by two where two optimisers stepped
            self.step += 1
            self.run._stepped(self.step, module, lambda folder: self._save(trainer, folder))
            if self.step >= self.run.last_step:
                trainer.should_stop = True
        if trainer.enable_validation:
            self._before_validation = _generators()

    def on_validation_end(self, trainer: Any, module: Any) -> None:
        # a training that is taken up after a checkpoint may not validate again what was validated before
        if self._before_validation is not None:
            _set_generators(self._before_validation)

    @staticmethod
    def _save(trainer: Any, folder: Path) -> None:
        trainer.save_checkpoint(folder / "lightning.ckpt")
        _save(folder, None, None, {})

    @staticmethod
    def _check(trainer: Any) -> None:
        loaders = _torch().utils._pytree.tree_leaves(trainer.train_dataloader)
        for loader in loaders:
            if not hasattr(loader, "load_state_dict"):
                kind = type(loader).__name__
                raise ValueError(f"a {kind} cannot be taken up within an epoch: give trainer.fit onset.Loader(DataLoader(...))")
        lengths = {len(loader) for loader in loaders if isinstance(loader, Loader)}
        if lengths and trainer.num_training_batches not in lengths:
            raise ValueError("limit_train_batches and overfit_batches end epochs that onset.Loader takes for unfinished ones")


class HuggingFaceCallback(_Callback):
    """For the trainer of transformers::

        callback = onset.HuggingFaceCallback(run)
        args = TrainingArguments(..., max_steps=run.last_step, save_strategy="no")
        Trainer(model, args, ..., callbacks=[callback]).train(resume_from_checkpoint=callback.checkpoint)

    The trainer takes up weights, its own state and its place in the data; optimiser, scheduler and generators are taken up here,
    since the trainer's own way draws what a collator draws at random anew. Evaluation leaves the generators as it found them.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.step = run._from if run._resume else 0
        self._draws = _Draws()
        self._before_evaluation: Optional[dict[str, Any]] = None

    @property
    def checkpoint(self) -> Optional[str]:
        """What the trainer is to take up; None at the beginning."""
        return self.run._resume or None

    def on_train_begin(self, args: Any, state: Any, control: Any, **parts: Any) -> None:
        if state.global_step != self.step:
            raise ValueError("a training that is taken up needs trainer.train(resume_from_checkpoint=callback.checkpoint)")
        self._draws.watch(getattr(parts.get("train_dataloader"), "batch_sampler", None))
        if self.run._resume:
            _restore(Path(self.run._resume), None, self._kept(parts), {"draws": self._draws})
            self._draws.then(_generators())
        self.run._begin(self.step, parts["model"], lambda folder: self._save(state, parts, folder))
        self._before_evaluation = _generators()

    def on_step_begin(self, args: Any, state: Any, control: Any, **parts: Any) -> None:
        self._draws.apply()

    def on_step_end(self, args: Any, state: Any, control: Any, **parts: Any) -> None:
        self.step = state.global_step
        self.run._stepped(self.step, parts["model"], lambda folder: self._save(state, parts, folder))
        self._before_evaluation = _generators() if control.should_evaluate else None
        if self.step >= self.run.last_step:
            control.should_training_stop = True

    def on_epoch_end(self, args: Any, state: Any, control: Any, **parts: Any) -> None:
        self._before_evaluation = _generators()

    def on_evaluate(self, args: Any, state: Any, control: Any, **parts: Any) -> None:
        # the checkpoint of this step was written before, and a training that is taken up there does not evaluate again
        if self._before_evaluation is not None:
            _set_generators(self._before_evaluation)

    def _save(self, state: Any, parts: Mapping[str, Any], folder: Path) -> None:
        state.save_to_json(str(folder / "trainer_state.json"))
        _torch().save(parts["model"].state_dict(), folder / "pytorch_model.bin")  # where the trainer looks for weights
        _save(folder, None, self._kept(parts), {"draws": self._draws})

    @staticmethod
    def _kept(parts: Mapping[str, Any]) -> Any:
        return _Several([parts[name] for name in ("optimizer", "lr_scheduler") if parts.get(name) is not None])


class _Draws:
    """What generators were when a batch sampler was asked for batches.

    The data loader of accelerate loads a batch ahead. So when a checkpoint is written the next batch has been drawn, before the step
    that the checkpoint follows; taken up, it is drawn with the generators of then, and all that follows with those of the checkpoint.
    """

    def __init__(self) -> None:
        self._count = 0
        self._ended = True
        self._before: Optional[dict[str, Any]] = None
        self._to_set: dict[int, dict[str, Any]] = {}

    def watch(self, sampler: Any) -> None:
        if sampler is None:
            return
        through, plain = self._through, type(sampler)

        class Watched(plain):  # type: ignore[misc, valid-type]
            def __iter__(self) -> Iterator[Any]:
                return through(super().__iter__())

        # in place: the trainer makes other loaders around the same sampler, and looks at what kind it is
        sampler.__class__ = Watched

    def _through(self, batches: Iterator[Any]) -> Iterator[Any]:
        self._count, self._ended = 0, False
        while True:
            states = self._to_set.pop(self._count, None)
            if states is not None:
                _set_generators(states)
            self._before = _generators()
            try:
                batch = next(batches)
            except StopIteration:
                self._ended = True
                return
            self._count += 1
            yield batch

    def state_dict(self) -> dict[str, Any]:
        return {"count": self._count, "before": None if self._ended else self._before}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._count = state["count"]
        if state["before"] is not None:
            self._to_set = {self._count - 1: state["before"]}

    def then(self, states: dict[str, Any]) -> None:
        if self._to_set:  # else an epoch begins
            self._to_set[self._count] = states

    def apply(self) -> None:
        """Before a step: where other processes load, the draw at which generators were to be set may have been far ahead."""
        if self._to_set:
            _set_generators(self._to_set[max(self._to_set)])
            self._to_set = {}


class _Several:
    """Things with states, as one."""

    def __init__(self, things: Sequence[Any]) -> None:
        self._things = list(things)

    def state_dict(self) -> list[Any]:
        return [thing.state_dict() for thing in self._things]

    def load_state_dict(self, states: list[Any]) -> None:
        for thing, state in zip(self._things, states, strict=True):
            thing.load_state_dict(state)


if _probed():
    import concurrent.futures.thread  # noqa: F401 - PyTorch wants it, and at an exit it is no longer to be had

    atexit.register(_answer_at_last)
_orders = _listen()

# ---- end of training ----------------------------------------------------------------------------------------------------------

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


# a request costs some tenths of a millisecond however many rows it asks about: as much as a small network takes for a hundred
_ROWS_OF_A_REQUEST = 4096


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
        torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]  # costs time
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
        self._alive: Callable[[], None] = lambda: None
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
            "rows": -(-_ROWS_OF_A_REQUEST // self._batch) * self._batch,
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
            self._alive = _now_and_then(lambda: frames.write(_ALIVE, 0))
            try:
                answered, parts = answers[kind](payload)
            except Exception as failure:  # noqa: BLE001 - whatever it is, whoever asks has to know
                traceback.print_exc()
                words = f"{type(failure).__name__}: {failure}"
                blamed = kind == _OPEN and not _of_the_machine(failure)
                frames.write_json(_REFUSED, number, {"model": blamed, "message": words[:2000]})
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
            self._alive()
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


def _now_and_then(act: Callable[[], None]) -> Callable[[], None]:
    """Acts once a second at most, however often it is called, and not within the first."""
    last = time.monotonic()

    def called() -> None:
        nonlocal last
        if time.monotonic() - last > 1:
            act()
            last = time.monotonic()

    return called


def _of_the_machine(failure: Exception) -> bool:
    """Whether the network may well be opened elsewhere or later: memory, files or a library are wanting here."""
    import torch

    if isinstance(failure, (MemoryError, OSError, ImportError, torch.cuda.OutOfMemoryError)):
        return True
    return isinstance(failure, RuntimeError) and "DefaultCPUAllocator" in str(failure)  # a processor's memory has no type


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
        import pandas  # type: ignore[import-untyped]

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
