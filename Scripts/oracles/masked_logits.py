"""What transformers makes of an encoder directory with a head for masked tokens.

    python masked_logits.py DIRECTORY TEXT

Prints one JSON object: the ids, the logits of AutoModelForMaskedLM, the states of AutoModel, and what either lacked.
"""

import json
import sys

import torch
from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer

directory, text = sys.argv[1:]
tokens = AutoTokenizer.from_pretrained(directory)(text, return_tensors="pt")
head, told = AutoModelForMaskedLM.from_pretrained(directory, output_loading_info=True)
encoder, more = AutoModel.from_pretrained(directory, output_loading_info=True)
with torch.no_grad():
    logits = head.eval()(**tokens).logits
    states = encoder.eval()(**tokens).last_hidden_state
print(json.dumps({
    "ids": tokens["input_ids"][0].tolist(), "logits": logits.flatten().tolist(), "states": states.flatten().tolist(),
    "missing": sorted(told["missing_keys"]) + sorted(more["missing_keys"])}))
