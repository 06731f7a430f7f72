"""torch's encoder at growing batch, length and number of layers, the cases of benchmarks/Benchmarks/Encoder.

    python encoder_torch.py MODEL_DIR --threads 1

transformers' BertModel with torch's fused attention, in inference mode, all sequences of one length, so no padding.
"""

import argparse
import json

import torch
import transformers

import timing

BATCH, LENGTH, LAYERS = 8, 128, 6
AXES = {"batch": [(batch, LENGTH, LAYERS) for batch in [1, 2, 4, 8, 16, 32]],
        "length": [(BATCH, length, LAYERS) for length in [32, 64, 128, 256, 512]],
        "layers": [(BATCH, LENGTH, layers) for layers in [1, 2, 3, 4, 5, 6]]}

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("model")
parser.add_argument("--threads", type=int, required=True)
options = parser.parse_args()
torch.set_num_threads(options.threads)
transformers.logging.disable_progress_bar()

model = transformers.BertModel.from_pretrained(options.model, attn_implementation="sdpa").eval()
every = model.encoder.layer
figures = {}
with torch.inference_mode():
    for axis, sizes in AXES.items():
        for batch, length, layers in sizes:
            model.encoder.layer = every[:layers]
            ids = torch.arange(1000, 1000 + 7 * length, 7).repeat(batch, 1)
            figures[f"encoder/{axis}/{batch}x{length}x{layers}/{options.threads}"] = timing.microseconds(
                lambda: model(input_ids=ids), seconds=0.6, warm_up=1, most=100)
print(json.dumps({"figures": figures}))
