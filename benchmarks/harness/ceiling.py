"""What the machine can do at most, and what a piece of work needs at least."""

import csv
import functools
import json
import shutil
import statistics
import sys
from typing import NamedTuple

from harness.processes import ROOT, ProgramFailed, run


class Ceiling(NamedTuple):
    gflops: float
    """Multiply-adds in fp32 on registers, two operations each, 10⁹ a second."""
    gigabytes: float
    """Read and written by a triad over arrays larger than the caches, 10⁹ bytes a second."""
    bf16: float = 0
    """As gflops, with bf16 factors; 0 where no unit does them, and where that was not yet measured."""
    int8: float = 0

    def sentence(self, threads):
        units = "".join(f", {value:.0f} in {name}" for name, value in [("bf16", self.bf16), ("int8", self.int8)] if value)
        return (f"Measured ceiling at {threads} thread{'s' if threads > 1 else ''}: {self.gflops:.0f} GFLOP/s of "
                f"multiply-adds{units}, {self.gigabytes:.1f} GB/s of memory.")

    def of(self, precision):
        """That of the unit that multiplies in this precision; fp32's where there is none."""
        return {"bf16": self.bf16, "int8": self.int8}.get(precision, 0) or self.gflops


def from_figures(figures, threads):
    """From what `figures` gave, or lists of it from several rounds."""
    def value(name):
        found = figures.get(f"machine/{name}/{threads}", 0)
        return statistics.median(found) if isinstance(found, list) else found
    return Ceiling(value("fp32"), value("triad"), value("bf16"), value("int8"))


def figures(threads):
    """{machine/KIND/THREADS: 10⁹ operations a second, of triad bytes}."""
    return json.loads(run([sys.executable, ROOT / "benchmarks/harness/peak.py", library(), threads]).output)


def measured(threads):
    return from_figures(figures(threads), threads)


@functools.cache
def library():
    """peak.c, compiled."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        raise ProgramFailed("no C compiler, which the measured ceilings need")
    target = ROOT / "benchmarks/.build/peak.so"
    target.parent.mkdir(parents=True, exist_ok=True)
    run([compiler, "-O3", "-ffp-contract=fast", "-shared", "-fPIC", "-o", target, ROOT / "benchmarks/harness/peak.c"])
    return target


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
