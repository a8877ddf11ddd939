"""Convolutional networks on images, trained in PyTorch under Onset; the study's settings come from its environment.

    infra/onset run infra/python/examples/mnist-lenet.yaml --set data.source=... --set data.labels=...
"""

import os

import onset
import torch
from torch import nn


def lenet() -> nn.Module:
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )


def vgg() -> nn.Module:
    """VGG-11 at a quarter of its width, without its last two stages, for images of 32 x 32."""
    return nn.Sequential(
        *(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.Linear(128, 10)),
    )


# the network, and the shape of the images that it takes
NETWORKS = {"lenet": (lenet, (1, 28, 28)), "vgg": (vgg, (3, 32, 32))}

torch.use_deterministic_algorithms(True)
device = os.environ.get("TRAIN_DEVICE", "cpu")
network, shape = NETWORKS[os.environ.get("NETWORK", "lenet")]

with onset.run(example=torch.zeros(1, *shape), device=device) as run:
    images, labels = (part.to(device) for part in onset.data())
    torch.manual_seed(run.seed)
    model = network().to(device)  # PyTorch draws weights from +-1/sqrt(fan_in), as the reference does
    optimizer = torch.optim.SGD(
        model.parameters(),
        lr=float(os.environ.get("LEARNING_RATE", "0.03")),
        momentum=float(os.environ.get("MOMENTUM", "0")),
    )
    batches = onset.Batches(len(images), int(os.environ.get("BATCH", "32")), run.seed)

    step = run.resume(model, optimizer)
    while step < run.last_step:
        rows = batches[step]
        loss = nn.functional.cross_entropy(model(images[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        run.checkpoint(model, optimizer, step)
        if step % 500 == 0:
            print(f"step {step}: loss {loss.item():.4f}")
