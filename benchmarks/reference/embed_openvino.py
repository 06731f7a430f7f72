"""Embeds with OpenVINO, by default in the precision that it chooses by the processor. See embedding.py."""

import time

begin = time.perf_counter()

import numpy as np
import openvino

import embedding

options = embedding.arguments(__doc__)
core = openvino.Core()
hint = {"fp32": "f32", "bf16": "bf16"}.get(options.precision)
if hint == "bf16" and "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
    embedding.unavailable(f"OpenVINO {openvino.__version__} has no bf16 on this processor")
name = "openvino-int8.xml" if options.precision == "int8" else "openvino.xml"
compiled = core.compile_model(f"{options.model}/{name}", "CPU", {
    "INFERENCE_NUM_THREADS": options.threads, "PERFORMANCE_HINT": "LATENCY",
    **({"INFERENCE_PRECISION_HINT": hint} if hint else {})})
request = compiled.create_infer_request()
encode = embedding.padded_tokenizer(options)


def embed(texts):
    ids, mask = encode(texts)
    hidden = request.infer({"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})[0]
    return embedding.pool(hidden, mask)


embedding.measure(options, embed, begin)
