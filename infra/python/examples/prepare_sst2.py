"""Makes what the study sst2-conv reads of SST-2: whole sentences, and the words that they are made of.

    python3 prepare_sst2.py GLUE_SST2_FOLDER sst2

The training file of SST-2 holds 67,349 phrases, most of them parts of longer ones. Divided at random, parts of one sentence would lie
in training and test alike, and the loss gap would mean little. So only phrases that are part of no other are kept, and the
sentences of the development file. Needs Python alone.
"""

import argparse
from collections import Counter
from pathlib import Path

SPECIAL = ["[PAD]", "[UNK]"]  # the former fills up short texts; the latter stands for rare words, and for words that are hidden


def read(path: Path) -> list[tuple[str, int]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "sentence\tlabel", f"{path} begins with {lines[0]!r}"
    rows = (line.rsplit("\t", 1) for line in lines[1:])
    return [(" ".join(text.split()), int(label)) for text, label in rows]


def whole(phrases: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Those that are part of no other, each once, in their order."""
    parts: set[str] = set()
    kept: set[str] = set()
    for text in sorted({text for text, _ in phrases}, key=lambda text: (-len(text.split()), text)):
        if text in parts:
            continue
        kept.add(text)
        words = text.split()
        for first in range(len(words)):
            parts.update(" ".join(words[first:last]) for last in range(first + 1, len(words) + 1))
    labels = dict(reversed(phrases))
    return [(text, labels[text]) for text in dict.fromkeys(text for text, _ in phrases) if text in kept]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("source", type=Path, help="folder that holds train.tsv and dev.tsv")
    arguments.add_argument("target", type=Path, help="folder that is written into")
    arguments.add_argument("--least", type=int, default=2, help="a word that stands in fewer sentences is unknown")
    given = arguments.parse_args()
    sentences = whole(read(given.source / "train.tsv") + read(given.source / "dev.tsv"))
    counts = Counter(word for text, _ in sentences for word in set(text.split()))
    words = sorted(word for word, count in counts.items() if count >= given.least)
    given.target.mkdir(parents=True, exist_ok=True)
    table = "".join(f"{text}\t{label}\n" for text, label in sentences)
    (given.target / "sentences.tsv").write_text("sentence\tlabel\n" + table, encoding="utf-8")
    (given.target / "vocabulary.txt").write_text("\n".join(SPECIAL + words) + "\n", encoding="utf-8")
    lengths = sorted(len(text.split()) for text, _ in sentences)
    print(f"{len(sentences):,} sentences of {lengths[len(lengths) // 2]} words (median), {lengths[-1]} at most;"
          f" {len(words):,} words; {sum(label for _, label in sentences):,} positive")


if __name__ == "__main__":
    main()
