"""Makes what the embedding peers load from a directory of transformers: ONNX graphs, OpenVINO's form, CTranslate2's.

    python export.py MODEL_DIR OUT_DIR DATA.csv

OUT_DIR/optimised.onnx  exported by torch, fused by onnxruntime.transformers (attention, embeddings, bias + GELU,
                        residual + LayerNorm)
OUT_DIR/int8.onnx       the same, quantized dynamically with one scale for each output channel
OUT_DIR/openvino.xml    converted from the exported graph, weights in fp32
OUT_DIR/openvino-int8.xml  the same, weights and activations in 8 bits, whose ranges are those of a hundred texts of DATA
OUT_DIR/ctranslate2/    converted from the checkpoint
"""

import csv
import pathlib
import sys
import tempfile
import warnings

import ctranslate2
import nncf
import numpy as np
import onnx
import openvino
import torch
import transformers
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from tokenizers import Tokenizer

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


class HiddenStates(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, ids, mask, types):
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


def examples(source, data):
    """Inputs of a hundred texts, one by one."""
    tokenizer = Tokenizer.from_file(f"{source}/tokenizer.json")
    tokenizer.no_padding()
    with open(data, encoding="utf-8-sig", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    for encoding in tokenizer.encode_batch(texts[::len(texts) // 100]):
        ids = np.array([encoding.ids])
        yield dict(zip(INPUTS, [ids, np.ones_like(ids), np.zeros_like(ids)]))


def main():
    warnings.filterwarnings("ignore")
    source, out, data = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    out.mkdir(parents=True, exist_ok=True)
    # Plain matrix products and softmax, the pattern that the optimiser knows how to fuse.
    model = transformers.AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    ids = torch.randint(1000, 2000, (2, 12))
    with tempfile.TemporaryDirectory() as directory:
        exported = f"{directory}/exported.onnx"
        torch.onnx.export(
            HiddenStates(model), (ids, torch.ones_like(ids), torch.zeros_like(ids)), exported, input_names=INPUTS,
            output_names=["hidden"], opset_version=17, dynamo=False,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in [*INPUTS, "hidden"]})
        fused = optimizer.optimize_model(
            exported, model_type="bert", num_heads=model.config.num_attention_heads,
            hidden_size=model.config.hidden_size, opt_level=1, use_gpu=False)
        print(fused.get_fused_operator_statistics(), file=sys.stderr)
        fused.save_model_to_file(str(out / "optimised.onnx"))
        converted = openvino.convert_model(exported)
        openvino.save_model(converted, out / "openvino.xml", compress_to_fp16=False)
        quantized = nncf.quantize(converted, nncf.Dataset(examples(source, data)), model_type=nncf.ModelType.TRANSFORMER)
        openvino.save_model(quantized, out / "openvino-int8.xml", compress_to_fp16=False)
    quantize_dynamic(out / "optimised.onnx", out / "int8.onnx", per_channel=True, weight_type=QuantType.QInt8,
                     extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
    ctranslate2.converters.TransformersConverter(source).convert(str(out / "ctranslate2"), force=True)
    (out / "complete").touch()


main()
