"""A pretrained transformer, fine-tuned on sentences in PyTorch under Onset; sst2-minilm.yaml says how."""

from pathlib import Path

import minilm
import onset
import torch

torch.use_deterministic_algorithms(True)
example = (torch.ones(1, minilm.LENGTH, dtype=torch.long), torch.ones(1, minilm.LENGTH, dtype=torch.long))

with onset.run(example=example, input_names=("ids", "mask"), steps=128, device="cpu") as run:
    pieces, labels = onset.data()
    pieces = pieces.long()
    weights = torch.load(next(Path().rglob("minilm.pt")), weights_only=True)
    torch.manual_seed(run.seed)
    model = minilm.Network(len(weights["pieces.weight"]), len(weights["positions.weight"]))
    missing = model.load_state_dict(weights, strict=False).missing_keys
    assert missing == ["head.weight", "head.bias"], missing
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.01)
    batches = onset.Batches(len(pieces), 16, run.seed)

    step = run.resume(model, optimizer)
    while step < run.last_step:
        rows = batches[step]
        logits = model(pieces[rows], (pieces[rows] != 0).long())
        loss = torch.nn.functional.cross_entropy(logits, labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        run.checkpoint(model, optimizer, step)
        if step % 8 == 0:
            print(f"step {step}: loss {loss.item():.4f}")
