"""Classifiers of a base model's sizes with random weights, and their logits in transformers.

usage: python random_model.py DIRECTORY MODEL_TYPE:FORMAT...

FORMAT is how the weights are stored: safetensors, float16, bfloat16, shards, bin or bin-shards. Writes config.json and
weights into DIRECTORY/MODEL_TYPE; prints {MODEL_TYPE: {"logits": [[...], ...], "ids": [[...], ...], "types": [[...], ...]}, ...}.
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForSequenceClassification


def make(kind, form, directory):
    torch.manual_seed(5)
    # A small vocabulary: its rows are not what is compared.
    sizes = {"vocab_size": 2000, "num_labels": 3}
    if kind == "electra":
        sizes |= {"embedding_size": 768, "hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}
    elif kind == "albert":
        sizes |= {"hidden_size": 768, "num_attention_heads": 12, "intermediate_size": 3072}
    elif kind == "xlnet":
        sizes |= {"d_model": 768, "n_layer": 12, "n_head": 12, "d_inner": 3072}
    elif kind == "gpt2":
        sizes |= {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
    config = AutoConfig.for_model(kind, **sizes)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        # Biases and LayerNorm begin at 0 and 1, where a mistake would not show.
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.05)
        if form in ("float16", "bfloat16"):
            kept = getattr(torch, form)
            for parameter in model.parameters():
                parameter.copy_(parameter.to(kept))
    state = {name: value.contiguous() for name, value in model.state_dict().items()}
    if form in ("float16", "bfloat16"):
        state = {name: value.to(kept) for name, value in state.items()}
    config.save_pretrained(directory)
    ending = "bin" if form.startswith("bin") else "safetensors"
    stem = "pytorch_model" if ending == "bin" else "model"

    def write(part, name):
        torch.save(part, directory / name) if ending == "bin" else save_file(part, directory / name, {"format": "pt"})

    if form.endswith("shards"):
        names = list(state)
        halves = [names[: len(names) // 2], names[len(names) // 2 :]]
        files = [f"{stem}-0000{i + 1}-of-00002.{ending}" for i in range(2)]
        for file, half in zip(files, halves):
            write({n: state[n] for n in half}, file)
        index = {"metadata": {}, "weight_map": {n: f for f, half in zip(files, halves) for n in half}}
        (directory / f"{stem}.{ending}.index.json").write_text(json.dumps(index))
    else:
        write(state, f"{stem}.{ending}")
    logits, sequences, kinds = [], [], []
    with torch.no_grad():
        for length in (1, 23, 140):
            ids = torch.randint(3, 2000, (1, length))
            types = (torch.arange(length) * 2 // length).unsqueeze(0)
            reads = kind in ("electra", "albert", "xlnet")
            logits.append(model(input_ids=ids, **({"token_type_ids": types} if reads else {})).logits[0].tolist())
            sequences.append(ids[0].tolist())
            kinds.append(types[0].tolist() if reads else [0] * length)
    return {"logits": logits, "ids": sequences, "types": kinds}


answers = {}
for argument in sys.argv[2:]:
    kind, form = argument.split(":")
    answers[kind] = make(kind, form, pathlib.Path(sys.argv[1]) / kind)
json.dump(answers, sys.stdout)
