"""What the machine can do at most, and what a piece of work needs at least."""

import csv
from typing import NamedTuple

from harness.kernels import measure

STEPS = 1 << 20
CHAINS = 12
TRIAD_BYTES = 3 * 4096 * 4096 * 4


class Ceiling(NamedTuple):
    gflops: float
    """Multiply-adds on registers, two operations each, 10⁹ a second."""
    gigabytes: float
    """Read and written by a triad over arrays larger than the caches, 10⁹ bytes a second."""

    def sentence(self, threads):
        return (f"Measured ceiling at {threads} thread{'s' if threads > 1 else ''}: {self.gflops:.0f} GFLOP/s of "
                f"multiply-adds, {self.gigabytes:.1f} GB/s of memory.")


def from_figures(figures, threads):
    """From benchmarks named machine/…; the best of the rounds where there are several."""
    gflops = gigabytes = 0.0
    for name, microseconds in figures.items():
        if name.startswith("machine/fma-") and name.endswith(f"/{threads}"):
            bits = int(name.split("/")[1].removeprefix("fma-"))
            gflops = 2 * STEPS * CHAINS * (bits // 32) * threads / microseconds / 1e3
        if name == f"machine/triad/{threads}":
            gigabytes = TRIAD_BYTES / microseconds / 1e3
    return Ceiling(gflops, gigabytes)


def measured(threads):
    return from_figures(measure("Kernels", f"machine/.*/{threads}"), threads)


class Encoder(NamedTuple):
    hidden: int
    feed_forward: int
    layers: int

    def forward_flops(self, lengths):
        """Of real tokens only: the products of each layer, and scores and values of the attention."""
        tokens = sum(lengths)
        products = 2 * tokens * (4 * self.hidden**2 + 2 * self.hidden * self.feed_forward)
        attention = sum(4 * length**2 * self.hidden for length in lengths)
        return self.layers * (products + attention)

    def weight_bytes(self):
        return 4 * self.layers * (4 * self.hidden**2 + 2 * self.hidden * self.feed_forward)


MINILM = Encoder(hidden=384, feed_forward=1536, layers=6)
BERT_BASE = Encoder(hidden=768, feed_forward=3072, layers=12)


def read_texts(path):
    with open(path, encoding="utf-8-sig", newline="") as source:
        return [row["text"] for row in csv.DictReader(source)]


def token_lengths(model, texts, limit=None):
    """Tokens of each text with the special ones, as the encoder gets them."""
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(f"{model}/tokenizer.json")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if limit:
        tokenizer.enable_truncation(limit)
    return [len(encoding.ids) for encoding in tokenizer.encode_batch(texts)]
