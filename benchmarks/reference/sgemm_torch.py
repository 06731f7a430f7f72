"""torch's sgemm (its CPU build stands on MKL or OpenBLAS), and the same in bf16 (on oneDNN). Prints {case: microseconds}.

    python sgemm_torch.py --threads 1
"""

import argparse
import json

import torch

import shapes
import timing

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--threads", type=int, required=True)
threads = parser.parse_args().threads
torch.set_num_threads(threads)
torch.manual_seed(1)

figures = {}
for name, a, b, c in shapes.sgemm_operands(lambda m, n: torch.rand(m, n) - 0.5):
    figures[f"{name}/{threads}"] = timing.microseconds(lambda: torch.mm(a, b, out=c))
    # The strides stay, and with them which factor is transposed.
    a, b, c = (matrix.to(torch.bfloat16) for matrix in [a, b, c])
    figures[f"{name.replace('sgemm', 'bf16gemm')}/{threads}"] = timing.microseconds(lambda: torch.mm(a, b, out=c))
configuration = [line.strip(" -") for line in torch.__config__.show().splitlines()]
libraries = [line for line in configuration if "Math Kernel" in line or "BLAS" in line]
print(json.dumps({"figures": figures, "library": f"torch {torch.__version__} ({libraries[0] if libraries else '?'})"}))
