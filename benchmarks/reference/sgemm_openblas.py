"""OpenBLAS's sgemm, the one inside numpy. Prints {case: microseconds}.

    OPENBLAS_NUM_THREADS=1 python sgemm_openblas.py --threads 1

numpy hands contiguous matrices and their transposes to cblas_sgemm as they are; its own share of a call is about a
microsecond.
"""

import argparse
import json

import numpy as np
import threadpoolctl

import shapes
import timing

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--threads", type=int, required=True)
threads = parser.parse_args().threads

generator = np.random.default_rng(1)
with threadpoolctl.threadpool_limits(limits=threads, user_api="blas"):
    figures = {}
    for name, a, b, c in shapes.sgemm_operands(lambda m, n: generator.random((m, n), dtype=np.float32) - 0.5):
        figures[f"{name}/{threads}"] = timing.microseconds(lambda: np.matmul(a, b, out=c))
    library = next(entry for entry in threadpoolctl.threadpool_info() if entry["user_api"] == "blas")
print(json.dumps({"figures": figures, "library": f"OpenBLAS {library['version']} ({library['architecture']})"}))
