"""How a model with a smaller vocabulary compares with the one it was made of, in transformers.

usage: python pruned_models.py ORIGINAL PRUNED TEXTS.json

Prints one JSON object: of the texts how many are cut into the same tokens, the largest difference of the logits, or of an
encoder without a classifier of the last states, the tokens of both vocabularies, and what the pruned one lacked.
"""
import json
import sys

import torch
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoTokenizer

texts = json.load(open(sys.argv[3]))
answers, tokens, sizes, missing = [], [], [], []
for directory in sys.argv[1:3]:
    classifies = AutoConfig.from_pretrained(directory).architectures[0].endswith("ForSequenceClassification")
    kind = AutoModelForSequenceClassification if classifies else AutoModel
    model, report = kind.from_pretrained(directory, output_loading_info=True)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    found, cut = [], []
    with torch.no_grad():
        for text in texts:
            batch = tokenizer(text, truncation=True, max_length=24, return_tensors="pt")
            out = model.eval()(**batch)
            found.append(out.logits if classifies else out.last_hidden_state)
            cut.append(tokenizer.convert_ids_to_tokens(batch["input_ids"][0].tolist()))
    answers.append(found)
    tokens.append(cut)
    sizes.append(model.get_input_embeddings().num_embeddings)
    missing = sorted(report["missing_keys"])
same = [a == b for a, b in zip(*tokens)]
print(json.dumps({
    "same": sum(same), "tokens": sizes, "missing": missing,
    "difference": max([(a - b).abs().max().item() for a, b, s in zip(*answers, same) if s], default=None)}))
