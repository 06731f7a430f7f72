"""Writes a bundle's classifier as the graph that predict_onnxruntime.py loads, optimised beforehand.

    python export_classifier.py BUNDLE OUT.onnx
"""

import sys
import tempfile
import warnings

import onnxruntime
import torch
from transformers import AutoModelForSequenceClassification

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask, types):
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits


warnings.filterwarnings("ignore")
bundle, out = sys.argv[1:]
model = AutoModelForSequenceClassification.from_pretrained(bundle, attn_implementation="eager").eval()
ids = torch.randint(1000, 2000, (2, 12))
with tempfile.TemporaryDirectory() as directory:
    torch.onnx.export(
        Logits(model), (ids, torch.ones_like(ids), torch.zeros_like(ids)), f"{directory}/exported.onnx", input_names=INPUTS,
        output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={name: {0: "batch", 1: "length"} for name in INPUTS})
    settings = onnxruntime.SessionOptions()
    settings.optimized_model_filepath = out
    onnxruntime.InferenceSession(f"{directory}/exported.onnx", settings, providers=["CPUExecutionProvider"])
