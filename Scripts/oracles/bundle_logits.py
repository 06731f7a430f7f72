"""Logits that transformers gives for a bundle.

usage: python bundle_logits.py BUNDLE MAX_LENGTH TEXTS.json

TEXTS.json is a list of strings, or of pairs of strings. Prints {"logits": [[...], ...], "labels": [...], "problem_type": ...}.
"""
import json, sys
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

bundle, max_length, inputs = sys.argv[1], int(sys.argv[2]), json.load(open(sys.argv[3]))
tokenizer = AutoTokenizer.from_pretrained(bundle)
model = AutoModelForSequenceClassification.from_pretrained(bundle).eval()
logits = []
with torch.no_grad():
    # One text at a time: no padding, so that only the arithmetic is compared.
    for text in inputs:
        texts = [text] if isinstance(text, str) else text
        batch = tokenizer(*texts, truncation=True, max_length=max_length, return_tensors="pt")
        logits.append(model(**batch).logits[0].tolist())
labels = [model.config.id2label[i] for i in range(model.config.num_labels)]
json.dump({"logits": logits, "labels": labels, "problem_type": model.config.problem_type}, sys.stdout)
