"""The callback for Lightning, with Lightning: killed and taken up, every checkpoint is the uninterrupted training's."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any, Callable, Sequence

import pytest

torch = pytest.importorskip("torch", reason="SKIPPED, no torch here")
pytest.importorskip("numpy", reason="SKIPPED, no numpy here")
lightning = pytest.importorskip("lightning", reason="SKIPPED, no lightning here")

from killed import Rows, Train, differences, imported, nothing, trained, variables_of  # noqa: E402
import onset  # noqa: E402 - whose folder killed has made known

ROWS, BATCH = 30, 4  # eight batches an epoch, the last of them smaller


class Module(lightning.LightningModule):  # type: ignore[name-defined, misc]
    def __init__(self, batch: Callable[[], None], schedule: str) -> None:
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Dropout(0.4), torch.nn.Tanh(), torch.nn.Linear(8, 3))
        self.batch = batch
        self.schedule = schedule

    def forward(self, x: Any) -> Any:
        return self.layers(x)

    def training_step(self, rows: Any, index: int) -> Any:
        self.batch()
        loss = torch.nn.functional.cross_entropy(self(rows["x"]), rows["labels"])
        self.log("loss", loss)
        return loss

    def validation_step(self, rows: Any, index: int) -> None:
        self.log("validated", torch.nn.functional.cross_entropy(self(rows["x"]), rows["labels"]))

    def configure_optimizers(self) -> Any:
        optimizer = torch.optim.AdamW(self.parameters(), lr=0.05)
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": self.schedule}}


class TwoOptimizers(Module):
    """Steps its optimisers itself, so Lightning's count goes up by two."""

    def __init__(self, batch: Callable[[], None], schedule: str) -> None:
        super().__init__(batch, schedule)
        self.automatic_optimization = False

    def training_step(self, rows: Any, index: int) -> None:
        loss = super().training_step(rows, index)
        optimizers = self.optimizers()
        for optimizer in optimizers:
            optimizer.zero_grad()
        self.manual_backward(loss)
        for optimizer in optimizers:
            optimizer.step()

    def configure_optimizers(self) -> Any:
        return [torch.optim.Adam(self.layers[place].parameters(), lr=0.05) for place in (0, 3)]


def training(
    schedule: str = "step",
    accumulated: int = 1,
    validated: float = 0,
    module: Callable[[Callable[[], None], str], Any] = Module,
    callback: Callable[[onset.Run], onset.LightningCallback] = onset.LightningCallback,
    loader: Callable[[Any], Any] = onset.Loader,
    workers: int = 0,
    own: bool = False,
) -> Train:
    def train(run: onset.Run, batch: Callable[[], None]) -> None:
        warnings.simplefilter("ignore")
        logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
        lightning.seed_everything(run.seed)
        kept = callback(run)
        trainer = lightning.Trainer(
            callbacks=[kept],
            max_steps=run.last_step * (2 if module is TwoOptimizers else 1),
            accumulate_grad_batches=accumulated,
            enable_checkpointing=False,
            accelerator="cpu",
            logger=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=1,
            val_check_interval=validated or None,
        )
        generator = torch.Generator().manual_seed(5) if own else None
        rows = torch.utils.data.DataLoader(Rows(ROWS), BATCH, shuffle=True, num_workers=workers, generator=generator)
        validation = torch.utils.data.DataLoader(Rows(8), 4) if validated else None
        trainer.fit(module(batch, schedule), loader(rows), validation, ckpt_path=kept.checkpoint)

    return train


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    imported(training())


# batches within each process at which it dies: in the first, within an epoch, right after its end, after several
KILLS: dict[str, tuple[Train, int, Sequence[int]]] = {
    "plain": (training(), 30, [1, 4, 6, 2, 9]),
    "scheduled by epochs, validated": (training("epoch", validated=1.0), 26, [3, 7, 9, 2, 7]),
    "validated within epochs": (training(validated=3), 20, [4, 4, 3, 9]),
    "accumulated": (training(accumulated=3), 10, [2, 6, 3, 12]),
    "two optimisers": (training(module=TwoOptimizers), 20, [3, 6, 2]),
    "a generator of the loader's own": (training(own=True), 20, [3, 7, 2]),
    "loaded by other processes": (training(workers=2), 10, [4, 6]),
}


def weighed(one: Any, other: Any) -> list[str]:
    """Differences but for the counters of validations, which are not repeated where they were due after a checkpoint."""
    return [path for path in differences(one, other) if "val_loop" not in path]


@pytest.mark.parametrize("case", KILLS)
def test_killed_and_taken_up_every_state_is_that_of_the_uninterrupted_training(tmp_path: Path, case: str) -> None:
    train, steps, kills = KILLS[case]
    whole = trained(train, tmp_path / "whole", steps)
    assert weighed(whole, trained(train, tmp_path / "killed", steps, kills)) == []
    tensors = weighed(whole["step-1"]["lightning.ckpt"]["state_dict"], whole["step-2"]["lightning.ckpt"]["state_dict"])
    assert len(tensors) == 4, "negative control: a step changes all"


class Forgetful(onset.LightningCallback):
    """Takes up all but the generators."""

    def on_train_start(self, trainer: Any, module: Any) -> None:
        if not self.run._resume:
            super().on_train_start(trainer, module)
            return
        restored, onset._set_generators = onset._set_generators, lambda states: None
        try:
            super().on_train_start(trainer, module)
        finally:
            onset._set_generators = restored
        lightning.seed_everything(self.run.seed)
        onset._once_at_first(trainer.train_dataloader)


class Placeless(onset.Loader):
    """Has a state and takes up none."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        pass


@pytest.mark.parametrize("train", [training(callback=Forgetful), training(loader=Placeless)])
def test_without_generators_or_place_it_would_be_another_training_negative_control(tmp_path: Path, train: Train) -> None:
    whole = trained(training(), tmp_path / "whole", 6)
    killed = trained(train, tmp_path / "killed", 6, [4])
    assert differences(whole["step-3"], killed["step-3"]) == []
    different = differences(whole["step-6"]["lightning.ckpt"]["state_dict"], killed["step-6"]["lightning.ckpt"]["state_dict"])
    assert len(different) == 4


def test_a_loader_that_cannot_be_taken_up_and_a_forgotten_checkpoint_are_refused(tmp_path: Path) -> None:
    for name, wrapped in {"bare": lambda loader: loader, "two": lambda loader: {"a": loader}, "own": list}.items():
        with pytest.raises(AssertionError, match="onset.Loader"):
            trained(training(loader=wrapped), tmp_path / name, 3)

    class Lost(onset.LightningCallback):
        checkpoint = None

    with pytest.raises(AssertionError, match="ckpt_path=callback.checkpoint"):
        trained(training(callback=Lost), tmp_path / "lost", 3, [2])


def test_an_order_waits_until_accumulated_gradients_are_used(tmp_path: Path) -> None:
    class Asked:
        orders = ["save"]

        def take(self) -> Any:
            return self.orders.pop() if self.orders else None

    asked: Any = Asked()
    run = onset.Run(nothing, environment=variables_of(tmp_path / "run", "2\n"), orders=asked)
    training(accumulated=3)(run, lambda: None)
    assert {path.name for path in (tmp_path / "run" / "finished").iterdir()} == {"resume-1", "step-2"}
