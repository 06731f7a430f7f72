"""One prediction with ONNX Runtime and nothing else that takes long to load, on the graph of export_classifier.py.

    python predict_onnxruntime.py BUNDLE GRAPH.onnx TEXT --threads 2

Prints {"label", "scores"}.
"""

import argparse
import json

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("bundle")
parser.add_argument("graph")
parser.add_argument("text")
parser.add_argument("--threads", type=int, required=True)
options = parser.parse_args()
settings = onnxruntime.SessionOptions()
settings.intra_op_num_threads = options.threads
# It was optimised when it was written.
settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
session = onnxruntime.InferenceSession(options.graph, settings, providers=["CPUExecutionProvider"])
encoding = Tokenizer.from_file(f"{options.bundle}/tokenizer.json").encode(options.text)
values = {"input_ids": encoding.ids, "attention_mask": encoding.attention_mask, "token_type_ids": encoding.type_ids}
[logits] = session.run(None, {entry.name: np.array([values[entry.name]]) for entry in session.get_inputs()})
exponents = np.exp(logits[0] - logits[0].max())
scores = (exponents / exponents.sum()).tolist()
with open(f"{options.bundle}/config.json", encoding="utf-8") as source:
    labels = json.load(source)["id2label"]
labels = [labels[str(index)] for index in range(len(scores))]
print(json.dumps({"label": labels[scores.index(max(scores))], "scores": dict(zip(labels, scores))}))
