"""The callback for the trainer of transformers, with it: killed and taken up, every checkpoint is the uninterrupted one's."""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any, Callable, Sequence

import pytest

torch = pytest.importorskip("torch", reason="SKIPPED, no torch here")
pytest.importorskip("numpy", reason="SKIPPED, no numpy here")
os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
transformers = pytest.importorskip("transformers", reason="SKIPPED, no transformers here")
pytest.importorskip("accelerate", reason="SKIPPED, no accelerate here")

from killed import Rows, Train, differences, imported, trained  # noqa: E402
import onset  # noqa: E402 - whose folder killed has made known

ROWS, BATCH = 30, 4  # eight batches an epoch, the last of them smaller


class Network(torch.nn.Module):  # type: ignore[name-defined, misc]
    def __init__(self) -> None:
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.Dropout(0.4), torch.nn.Tanh(), torch.nn.Linear(8, 3))

    def forward(self, x: Any, labels: Any = None) -> Any:
        logits = self.layers(x)
        return {"loss": torch.nn.functional.cross_entropy(logits, labels), "logits": logits}


class Sentences:
    def __len__(self) -> int:
        return ROWS

    def __getitem__(self, row: int) -> dict[str, Any]:
        return {"input_ids": torch.arange(row, row + 7) % 30 + 2}


def bert() -> Any:
    return transformers.BertForMaskedLM(transformers.BertConfig(
        vocab_size=32, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, max_position_embeddings=8
    ))


def masked(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Hides tokens at random as batches are made, which is what masked language models are trained on."""
    tokens = torch.stack([row["input_ids"] for row in rows])
    hidden = torch.rand(tokens.shape) < 0.3
    hidden[:, 0] = True
    return {"input_ids": tokens.masked_fill(hidden, 1), "labels": tokens.masked_fill(~hidden, -100)}


def training(
    network: Callable[[], Any] = Network,
    rows: Callable[[], Any] = lambda: Rows(ROWS),
    collator: Any = None,
    callback: Callable[[onset.Run], onset.HuggingFaceCallback] = onset.HuggingFaceCallback,
    **further: Any,
) -> Train:
    def train(run: onset.Run, batch: Callable[[], None]) -> None:
        warnings.simplefilter("ignore")
        logging.getLogger("transformers").setLevel(logging.ERROR)

        class Trainer(transformers.Trainer):  # type: ignore[name-defined, misc]
            def training_step(self, *parts: Any, **named: Any) -> Any:
                batch()
                return super().training_step(*parts, **named)

        transformers.set_seed(run.seed)
        kept = callback(run)
        args = transformers.TrainingArguments(**{
            "output_dir": str(run._finished.parent),
            "max_steps": run.last_step,
            "save_strategy": "no",
            "per_device_train_batch_size": BATCH,
            "per_device_eval_batch_size": BATCH,
            "learning_rate": 0.05,
            "warmup_steps": 3,
            "logging_steps": 4,
            "seed": run.seed,
            "report_to": "none",
            "disable_tqdm": True,
            "use_cpu": True,
            **further,
        })
        evaluated = rows() if further.get("eval_strategy") else None
        trainer = Trainer(
            network(), args, train_dataset=rows(), eval_dataset=evaluated, data_collator=collator, callbacks=[kept]
        )
        trainer.train(resume_from_checkpoint=kept.checkpoint)

    return train


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    imported(training(output_dir=tempfile.gettempdir()))


# batches within each process at which it dies: in the first, within an epoch, right after its end, after several
KILLS: dict[str, tuple[Train, int, Sequence[int]]] = {
    "plain": (training(data_seed=11), 22, [4, 6, 2, 9]),
    "masked language model": (training(bert, Sentences, masked, lr_scheduler_type="cosine"), 12, [3, 7]),
    "accumulated": (training(gradient_accumulation_steps=3), 8, [2, 6, 10]),
    "evaluated by steps": (training(eval_strategy="steps", eval_steps=3), 12, [4, 6]),
    "evaluated by epochs": (training(eval_strategy="epoch", eval_on_start=True), 12, [4, 7]),
}


@pytest.mark.parametrize("case", KILLS)
def test_killed_and_taken_up_every_state_is_that_of_the_uninterrupted_training(tmp_path: Path, case: str) -> None:
    train, steps, kills = KILLS[case]
    whole = trained(train, tmp_path / "whole", steps)
    assert differences(whole, trained(train, tmp_path / "killed", steps, kills)) == []
    assert len(differences(whole["step-1"]["pytorch_model.bin"], whole["step-8"]["pytorch_model.bin"])) >= 4


class Forgetful(onset.HuggingFaceCallback):
    """Takes up all but what the generators were when the next batch was drawn, as the trainer's own way does."""

    def on_train_begin(self, *parts: Any, **named: Any) -> None:
        super().on_train_begin(*parts, **named)
        self._draws._to_set = {}


def test_without_its_generators_it_would_be_another_training_negative_control(tmp_path: Path) -> None:
    whole = trained(training(), tmp_path / "whole", 6)
    killed = trained(training(callback=Forgetful), tmp_path / "killed", 6, [4])
    assert differences(whole["step-3"], killed["step-3"]) == []
    assert len(differences(whole["step-6"]["pytorch_model.bin"], killed["step-6"]["pytorch_model.bin"])) == 4


def test_batches_that_other_processes_load_are_taken_up_where_loading_draws_nothing(tmp_path: Path) -> None:
    train = training(rows=lambda: [Rows(ROWS)[row] for row in range(ROWS)], dataloader_num_workers=2)
    whole = trained(train, tmp_path / "whole", 10)
    killed = trained(train, tmp_path / "killed", 10, [4, 6])
    for part in ("pytorch_model.bin", "state.pt"):
        different = differences(whole["step-10"][part], killed["step-10"][part])
        assert [path for path in different if "/draws/" not in path] == []


def test_a_forgotten_checkpoint_is_refused(tmp_path: Path) -> None:
    class Lost(onset.HuggingFaceCallback):
        checkpoint = None

    with pytest.raises(AssertionError, match="resume_from_checkpoint=callback.checkpoint"):
        trained(training(callback=Lost), tmp_path / "lost", 3, [2])
