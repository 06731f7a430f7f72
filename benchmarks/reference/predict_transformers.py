"""One prediction with transformers: what a script does that needs a single answer.

    python predict_transformers.py BUNDLE TEXT

Prints {"label", "scores"}.
"""

import json
import sys

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

bundle, text = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(bundle)
model = AutoModelForSequenceClassification.from_pretrained(bundle).eval()
with torch.inference_mode():
    scores = model(**tokenizer(text, truncation=True, return_tensors="pt")).logits.softmax(-1)[0].tolist()
labels = [model.config.id2label[index] for index in range(len(scores))]
print(json.dumps({"label": labels[scores.index(max(scores))], "scores": dict(zip(labels, scores))}))
