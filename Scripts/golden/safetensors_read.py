"""Prints what the reference reads in a safetensors file: python safetensors_read.py FILE

One JSON object: metadata, and for each tensor its name, shape and the bits of its values as 32-bit floats.
"""

import json
import sys

from safetensors import safe_open

with safe_open(sys.argv[1], framework="numpy") as file:
    tensors = []
    for name in file.keys():
        array = file.get_tensor(name)
        tensors.append({"name": name, "shape": list(array.shape), "bits": array.reshape(-1).view("uint32").tolist()})
    print(json.dumps({"metadata": file.metadata(), "tensors": tensors}))
