"""Exact search by NumPy and by faiss, one query a call.

    python search_vectors.py prepare DIRECTORY --rows 1000000 --dimensions 384
    OMP_NUM_THREADS=1 python search_vectors.py measure DIRECTORY --threads 1

`prepare` writes random vectors of length 1 as float32.npy, their int8 codes, their bits, and a query. `measure` prints
{"figures": {case: microseconds}, "rows": the ten nearest of float32}.
"""

import argparse
import json
import pathlib

import numpy as np

import timing


def prepare(directory, rows, dimensions):
    generator = np.random.default_rng(1)
    names = {"float32": np.float32, "int8": np.int8, "binary": np.uint8}
    arrays = {name: np.lib.format.open_memmap(
        directory / f"{name}.npy", "w+", kind, (rows, dimensions // 8 if name == "binary" else dimensions))
        for name, kind in names.items()}
    limit = 6 / dimensions ** 0.5
    for start in range(0, rows, 50_000):
        part = generator.standard_normal((min(50_000, rows - start), dimensions), dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
        arrays["float32"][start:start + len(part)] = part
        arrays["int8"][start:start + len(part)] = np.clip(np.rint((part + limit) / (2 * limit / 255)) - 128, -128, 127)
        arrays["binary"][start:start + len(part)] = np.packbits(part > 0, axis=1)
    query = generator.standard_normal(dimensions, dtype=np.float32)
    (query / np.linalg.norm(query)).astype("<f4").tofile(directory / "query.bin")
    for name, array in arrays.items():
        array.flush()
        description = {
            "version": 1, "format": "npy", "model": "", "dimensions": dimensions, "element": name, "rows": rows,
            "first_row": 0, "pooling": ["mean"], "normalized": True, "max_length": 128, "prompt": "",
            "id_type": "integer", "columns": []}
        if name == "int8":
            description["ranges"] = {"minimum": [-limit] * dimensions, "maximum": [limit] * dimensions}
        (directory / f"{name}.npy.json").write_text(json.dumps(description))


def measure(directory, threads):
    import faiss
    import threadpoolctl
    faiss.omp_set_num_threads(threads)
    rows = np.load(directory / "float32.npy")
    query = np.fromfile(directory / "query.bin", "<f4")
    k = 10

    def nearest():
        scores = rows @ query
        best = np.argpartition(-scores, k)[:k]
        return best[np.argsort(-scores[best])]

    figures = {}
    with threadpoolctl.threadpool_limits(limits=threads):
        found = nearest()
        figures[f"numpy/float32/{threads}"] = timing.microseconds(nearest, seconds=2)
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        assert index.search(query[None], k)[1][0].tolist() == found.tolist()
        figures[f"faiss/float32/{threads}"] = timing.microseconds(lambda: index.search(query[None], k), seconds=2)
        del index
        index = faiss.IndexScalarQuantizer(rows.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        index.train(rows[:10_000])
        index.add(rows)
        figures[f"faiss/int8/{threads}"] = timing.microseconds(lambda: index.search(query[None], k), seconds=2)
        del index
        bits, own = np.load(directory / "binary.npy"), np.packbits(query > 0)
        index = faiss.IndexBinaryFlat(rows.shape[1])
        index.add(bits)
        figures[f"faiss/binary/{threads}"] = timing.microseconds(lambda: index.search(own[None], 100), seconds=2)
    print(json.dumps({"figures": figures, "rows": found.tolist()}))


parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("task", choices=["prepare", "measure"])
parser.add_argument("directory", type=pathlib.Path)
parser.add_argument("--rows", type=int, default=1_000_000)
parser.add_argument("--dimensions", type=int, default=384)
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()
if options.task == "prepare":
    prepare(options.directory, options.rows, options.dimensions)
else:
    measure(options.directory, options.threads)
