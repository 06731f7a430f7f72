"""Logits that PEFT gives for an adapter that `train --adapter-out` wrote.

usage: python adapter_logits.py ADAPTER CLASSES MAX_LENGTH TEXTS.json

Needs peft==0.21.0 beside the packages of requirements.txt. TEXTS.json is a list of strings. Prints {"logits": [[...], ...]}; of an
adapter of tokens, which its task_type tells, with a list for each token.
"""
import json, sys
import torch
from peft import PeftConfig, PeftModel
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer

adapter, classes, max_length, inputs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.load(open(sys.argv[4]))
config = PeftConfig.from_pretrained(adapter)
base = config.base_model_name_or_path
kind = AutoModelForTokenClassification if config.task_type == "TOKEN_CLS" else AutoModelForSequenceClassification
tokenizer = AutoTokenizer.from_pretrained(base)
model = PeftModel.from_pretrained(kind.from_pretrained(base, num_labels=classes), adapter).eval()
logits = []
with torch.no_grad():
    # One text at a time: no padding, so that only the arithmetic is compared.
    for text in inputs:
        batch = tokenizer(text, truncation=True, max_length=max_length, return_tensors="pt")
        logits.append(model(**batch).logits[0].tolist())
json.dump({"logits": logits}, sys.stdout)
