"""Embeds with CTranslate2, which takes the padding out by itself. See embedding.py."""

import time

begin = time.perf_counter()

import ctranslate2
import numpy as np
from tokenizers import Tokenizer

import embedding

options = embedding.arguments(__doc__)
kind = {"fp32": "float32", "bf16": "bfloat16", "int8": "int8", "int8_bf16": "int8_bfloat16"}[options.precision]
able = ctranslate2.get_supported_compute_types("cpu")
if kind not in able:
    embedding.unavailable(f"CTranslate2 {ctranslate2.__version__} has on this processor {', '.join(sorted(able))}")
encoder = ctranslate2.Encoder(options.model, device="cpu", intra_threads=options.threads, inter_threads=1,
                              compute_type=kind)
tokenizer = Tokenizer.from_file(options.tokenizer)
tokenizer.enable_truncation(embedding.MAX_LENGTH)
tokenizer.no_padding()


def embed(texts):
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    hidden = np.array(encoder.forward_batch(ids).last_hidden_state)
    lengths = np.array([len(row) for row in ids])
    return embedding.pool(hidden, (np.arange(hidden.shape[1]) < lengths[:, None]).astype(np.float32))


embedding.measure(options, embed, begin)
