"""Logits that transformers gives for models on token ids, and what it missed or did not know in their weights.

usage: python directory_logits.py SEQUENCES.json DIRECTORY...

SEQUENCES.json is {directory: [{"ids": [...], "types": [...] or null}, ...]}. Prints {directory: {"logits": [[...], ...],
"class": ..., "missing": [...], "unexpected": [...], "labels": [...]}}; of a classifier of tokens, which config.json tells, logits
has a list for each token.
"""
import json
import sys

import torch
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoModelForTokenClassification

sequences = json.load(open(sys.argv[1]))
answers = {}
for directory in sys.argv[2:]:
    tokens = AutoConfig.from_pretrained(directory).architectures[0].endswith("ForTokenClassification")
    kind = AutoModelForTokenClassification if tokens else AutoModelForSequenceClassification
    model, report = kind.from_pretrained(directory, output_loading_info=True)
    model.eval()
    logits = []
    with torch.no_grad():
        for sequence in sequences[directory]:
            types = sequence.get("types")
            known = {} if types is None else {"token_type_ids": torch.tensor([types])}
            logits.append(model(input_ids=torch.tensor([sequence["ids"]]), **known).logits[0].tolist())
    answers[directory] = {"logits": logits, "class": type(model).__name__,
                          "missing": sorted(report["missing_keys"]), "unexpected": sorted(report["unexpected_keys"]),
                          "labels": [model.config.id2label[i] for i in range(model.config.num_labels)]}
json.dump(answers, sys.stdout)
