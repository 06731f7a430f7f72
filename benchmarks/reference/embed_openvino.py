"""Embeds with OpenVINO in fp32. See embedding.py."""

import time

begin = time.perf_counter()

import numpy as np
import openvino

import embedding

options = embedding.arguments(__doc__)
core = openvino.Core()
compiled = core.compile_model(f"{options.model}/openvino.xml", "CPU", {
    "INFERENCE_NUM_THREADS": options.threads, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"})
request = compiled.create_infer_request()
encode = embedding.padded_tokenizer(options)


def embed(texts):
    ids, mask = encode(texts)
    hidden = request.infer({"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
    return embedding.pool(hidden, mask)


embedding.measure(options, embed, begin)
