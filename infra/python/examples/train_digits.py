"""A small network on handwritten digits, trained in PyTorch under Onset: what a script of your own looks like.

    infra/onset run infra/python/examples/digits.yaml
"""

import os

import onset
import torch

torch.use_deterministic_algorithms(True)
device = os.environ.get("TRAIN_DEVICE", "cpu")

with onset.run(example=torch.zeros(1, 1, 8, 8), steps=3000, device=device) as run:
    images, labels = (part.to(device) for part in onset.data())
    torch.manual_seed(run.seed)
    model = torch.nn.Sequential(
        torch.nn.Flatten(),
        *(torch.nn.Linear(64, 128), torch.nn.ReLU()),
        *(torch.nn.Linear(128, 128), torch.nn.ReLU()),
        *(torch.nn.Linear(128, 128), torch.nn.ReLU()),
        torch.nn.Linear(128, 10),
    ).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    batches = onset.Batches(len(images), 32, run.seed)

    step = run.resume(model, optimizer)
    while step < run.last_step:
        rows = batches[step]
        loss = torch.nn.functional.cross_entropy(model(images[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        run.checkpoint(model, optimizer, step)
        if step % 500 == 0:
            print(f"step {step}: loss {loss.item():.4f}")
