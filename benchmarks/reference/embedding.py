"""What the embedding peers share: their arguments, the loop over batches, pooling, and what they print.

Each peer is a script of its own, used alike:

    python embed_NAME.py MODEL DATA.csv --threads 2 [--precision fp32|bf16|autocast|int8|int8_bf16|default] [--out FILE.npy]

MODEL is what `export.py` made for it (or the encoder's directory). Sentence vectors are the mean of the real tokens,
normalised. Tokenizing is part of the measured time; loading is not. Prints {"texts", "load_seconds", "seconds"}. A peer
that has not this precision on this processor ends with status 69 and says so.
"""

import argparse
import csv
import json
import sys
import time

import numpy as np
from tokenizers import Tokenizer

BATCH = 32
MAX_LENGTH = 256
"""The encoder's own `max_seq_length`."""


def arguments(description):
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--tokenizer", required=True, help="tokenizer.json")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--precision", default="fp32",
                        choices=["fp32", "bf16", "autocast", "int8", "int8_bf16", "default"])
    parser.add_argument("--max-length", type=int, default=MAX_LENGTH)
    parser.add_argument("--out")
    return parser.parse_args()


def unavailable(why):
    print(why, file=sys.stderr)
    sys.exit(69)


def read_texts(options):
    with open(options.data, encoding="utf-8-sig", newline="") as source:
        return [row["text"] for row in csv.DictReader(source)]


def padded_tokenizer(options):
    """Texts → ids and mask, [B, n], padded to the longest of the batch."""
    tokenizer = Tokenizer.from_file(options.tokenizer)
    tokenizer.enable_truncation(options.max_length)
    tokenizer.enable_padding()

    def encode(texts):
        encodings = tokenizer.encode_batch(texts)
        return (np.array([encoding.ids for encoding in encodings]),
                np.array([encoding.attention_mask for encoding in encodings]))
    return encode


def pool(hidden, mask):
    """Mean of the real tokens, at length 1. hidden [B, n, H], mask [B, n]."""
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
    return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def measure(options, embed, begin, batches=True):
    """Times EMBED (texts → vectors, [B, H]) over the data and prints what it took. BEGIN is when the script began."""
    texts = read_texts(options)
    embed(texts[:BATCH])
    load_seconds = time.perf_counter() - begin

    start = time.perf_counter()
    size = BATCH if batches else len(texts)
    vectors = np.concatenate([embed(texts[first:first + size]) for first in range(0, len(texts), size)])
    seconds = time.perf_counter() - start
    if options.out:
        np.save(options.out, vectors.astype(np.float32))
    print(json.dumps({"texts": len(texts), "load_seconds": load_seconds, "seconds": seconds}))
