"""A small convolutional network on sentences, trained in PyTorch under Onset; sst2-conv.yaml says how.

Players are words: what the network sees of a sentence are the numbers of its words in the vocabulary, 0 where it has ended.
"""

import os
from pathlib import Path

import onset
import torch

LENGTH = 32
EMBEDDING = 64
CHANNELS = 64

torch.use_deterministic_algorithms(True)


class Network(torch.nn.Module):
    """Words as vectors; windows of three and five words; the strongest answer of each kind of window."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.embedding = torch.nn.Embedding(words, EMBEDDING, padding_idx=0)
        with torch.no_grad():
            self.embedding.weight *= 0.2  # vectors of length 1 or so are learned, those of 8 are memorised
        self.windows = torch.nn.ModuleList(
            torch.nn.Conv1d(EMBEDDING, CHANNELS, width, padding=width // 2) for width in (3, 5)
        )
        self.head = torch.nn.Sequential(
            torch.nn.Linear(2 * CHANNELS, 64), torch.nn.ReLU(), torch.nn.Linear(64, 2)
        )

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        vectors = self.embedding(tokens).transpose(1, 2)
        found = [torch.relu(window(vectors)).amax(2) for window in self.windows]
        return self.head(torch.cat(found, 1))


with onset.run(example=torch.zeros(1, LENGTH, dtype=torch.long), steps=4000, device="cpu") as run:
    tokens, labels = onset.data()
    tokens = tokens.long()
    torch.manual_seed(run.seed)
    vocabulary = next(Path().rglob("vocabulary.txt"))  # the study's data lie beside this script
    model = Network(len(vocabulary.read_text(encoding="utf-8").splitlines()))
    optimizer = torch.optim.SGD(model.parameters(), lr=float(os.environ.get("LEARNING_RATE", "0.2")))
    batches = onset.Batches(len(tokens), 32, run.seed)

    step = run.resume(model, optimizer)
    while step < run.last_step:
        rows = batches[step]
        loss = torch.nn.functional.cross_entropy(model(tokens[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        run.checkpoint(model, optimizer, step)
        if step % 500 == 0:
            print(f"step {step}: loss {loss.item():.4f}")
