"""Embeds with transformers and torch, batch by batch in the order given. bf16: all weights; autocast: the factors of
products. See embedding.py."""

import time

begin = time.perf_counter()

import torch
import transformers

import embedding

options = embedding.arguments(__doc__)
torch.set_num_threads(options.threads)
transformers.logging.disable_progress_bar()
weights = torch.bfloat16 if options.precision == "bf16" else torch.float32
model = transformers.AutoModel.from_pretrained(options.model, dtype=weights).eval()
encode = embedding.padded_tokenizer(options)


@torch.inference_mode()
def embed(texts):
    ids, mask = encode(texts)
    with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "autocast"):
        hidden = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).last_hidden_state
    return embedding.pool(hidden.float().numpy(), mask)


embedding.measure(options, embed, begin)
