"""Embeds with ONNX Runtime on the graph that export.py optimised (fp32) or also quantized (int8). See embedding.py."""

import time

begin = time.perf_counter()

import numpy as np
import onnxruntime

import embedding

options = embedding.arguments(__doc__)
settings = onnxruntime.SessionOptions()
settings.intra_op_num_threads = options.threads
settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
name = {"fp32": "optimised.onnx", "int8": "int8.onnx"}[options.precision]
session = onnxruntime.InferenceSession(f"{options.model}/{name}", settings, providers=["CPUExecutionProvider"])
kinds = {entry.name: np.int32 if "int32" in entry.type else np.int64 for entry in session.get_inputs()}
encode = embedding.padded_tokenizer(options)


def embed(texts):
    ids, mask = encode(texts)
    values = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    [hidden] = session.run(None, {key: values[key].astype(kind) for key, kind in kinds.items()})
    return embedding.pool(hidden, mask)


embedding.measure(options, embed, begin)
