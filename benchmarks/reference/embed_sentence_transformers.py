"""Embeds with sentence-transformers' `encode` over all texts; it sorts them by length. See embedding.py."""

import time

begin = time.perf_counter()

import sentence_transformers
import torch

import embedding

options = embedding.arguments(__doc__)
torch.set_num_threads(options.threads)
weights = torch.bfloat16 if options.precision == "bf16" else torch.float32
model = sentence_transformers.SentenceTransformer(options.model, device="cpu", model_kwargs={"dtype": weights})


def embed(texts):
    return model.encode(texts, batch_size=embedding.BATCH, show_progress_bar=False, normalize_embeddings=True)


embedding.measure(options, embed, begin, batches=False)
