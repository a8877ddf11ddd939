"""A small network with dropout on handwritten digits, trained by Lightning under Onset.

    infra/onset run infra/python/examples/lightning.yaml
"""

import warnings

import lightning
import onset
import torch

warnings.filterwarnings("ignore", category=UserWarning, module="lightning")  # on loaders without workers, for one
torch.use_deterministic_algorithms(True)


class Digits(lightning.LightningModule):
    def __init__(self) -> None:
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Flatten(),
            *(torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Dropout(0.2)),
            *(torch.nn.Linear(128, 128), torch.nn.ReLU(), torch.nn.Dropout(0.2)),
            torch.nn.Linear(128, 10),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.layers(images)

    def training_step(self, batch: list[torch.Tensor], index: int) -> torch.Tensor:
        images, labels = batch
        return torch.nn.functional.cross_entropy(self(images), labels)

    def configure_optimizers(self) -> dict[str, object]:
        optimizer = torch.optim.SGD(self.parameters(), lr=0.05, momentum=0.5)
        schedule = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.98)
        return {"optimizer": optimizer, "lr_scheduler": schedule}  # Lightning steps it at the end of an epoch


with onset.run(example=torch.zeros(1, 1, 8, 8), steps=2000, device="cpu", profile={"Lightning": lightning.__version__}) as run:
    examples = torch.utils.data.TensorDataset(*onset.data())
    lightning.seed_everything(run.seed)
    module = Digits()
    loader = onset.Loader(torch.utils.data.DataLoader(examples, batch_size=32, shuffle=True))
    callback = onset.LightningCallback(run)
    trainer = lightning.Trainer(
        callbacks=[callback],
        max_steps=run.last_step,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,  # Onset keeps them
        enable_progress_bar=False,
    )
    trainer.fit(module, loader, ckpt_path=callback.checkpoint)
