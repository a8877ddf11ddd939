"""The transformer of all-MiniLM-L6-v2 in plain PyTorch: six layers of BERT, mean pooling, and a classifier on top."""

import torch

WIDTH, HEADS, LAYERS, INNER, LENGTH = 384, 12, 6, 1536, 32
DROPOUT = 0.1


class Layer(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (torch.nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = torch.nn.Linear(WIDTH, INNER), torch.nn.Linear(INNER, WIDTH)
        self.first, self.second = (torch.nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = torch.nn.Dropout(DROPOUT)

    def forward(self, x: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        def heads(part: torch.Tensor) -> torch.Tensor:
            return part.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)

        scores = heads(self.query(x)) @ heads(self.key(x)).transpose(2, 3) / (WIDTH // HEADS) ** 0.5
        attention = self.dropout(torch.softmax(scores + hidden, -1))
        mixed = (attention @ heads(self.value(x))).transpose(1, 2).flatten(2)
        x = self.first(x + self.dropout(self.mixed(mixed)))
        return self.second(x + self.dropout(self.narrow(torch.nn.functional.gelu(self.wide(x)))))


class Network(torch.nn.Module):
    """Takes the numbers of word pieces, and 1 where a piece is no filler; gives the logits of two classes."""

    def __init__(self, pieces: int, positions: int) -> None:
        super().__init__()
        self.pieces = torch.nn.Embedding(pieces, WIDTH)
        self.positions = torch.nn.Embedding(positions, WIDTH)
        self.types = torch.nn.Embedding(2, WIDTH)
        self.norm = torch.nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = torch.nn.Dropout(DROPOUT)
        self.layers = torch.nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = torch.nn.Linear(WIDTH, 2)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        shown = mask.to(torch.float32)
        hidden = ((1 - shown) * -1e4)[:, None, None, :]
        x = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.types.weight[0]
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, hidden)
        pooled = (x * shown[:, :, None]).sum(1) / shown.sum(1, keepdim=True)
        return self.head(self.dropout(pooled))


def names() -> dict[str, str]:
    """What the published weights call each of this network's tensors, by its name here; the classifier has none."""
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "mixed": "attention.output.dense",
        "first": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "second": "output.LayerNorm",
    }
    all_names = {
        "pieces.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "types.weight": "embeddings.token_type_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    for layer in range(LAYERS):
        for own, theirs in parts.items():
            for kind in ("weight", "bias"):
                all_names[f"layers.{layer}.{own}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
    return all_names
