"""Values of activations of torch.nn, as a layer's settings name them by class.

usage: python activations.py MATRIX.json CLASS...

MATRIX.json is [[...], ...]. Prints {CLASS: [...]}, the values row by row.
"""
import json
import sys
import warnings

import torch
from sentence_transformers.util import import_from_string

warnings.filterwarnings("ignore")
x = torch.tensor(json.load(open(sys.argv[1])))
with torch.no_grad():
    json.dump({name: import_from_string(name)().eval()(x).flatten().tolist() for name in sys.argv[2:]}, sys.stdout)
