"""Makes a file of random vectors and finds the nearest rows with NumPy, by products in double precision.

usage: python search_vectors.py float32|int8|binary|rescored FILE     the file's stem is the number of dimensions

Prints {"queries": [...], "rows": [...], "scores": [...]}: for each of 5 queries its 20 nearest rows.
"""
import json, pathlib, sys
import numpy as np

kind, path = sys.argv[1], pathlib.Path(sys.argv[2])
dimensions, count, k = int(path.stem), 3001, 20
random = np.random.default_rng(dimensions)
rows = random.standard_normal((count, dimensions)).astype("f4")
rows /= np.linalg.norm(rows, axis=1, keepdims=True)
queries = random.standard_normal((5, dimensions)).astype("f4")
queries /= np.linalg.norm(queries, axis=1, keepdims=True)
description = {
    "version": 1, "format": "npy", "model": "", "dimensions": dimensions,
    "element": "binary" if kind == "rescored" else kind, "rows": count, "first_row": 0, "pooling": ["mean"],
    "normalized": True, "max_length": 128, "prompt": "", "id_type": "integer", "columns": []}


def order(scores):
    return np.lexsort((np.arange(len(scores)), -scores))


def save(file, array, **more):
    np.save(file, array)
    (pathlib.Path(str(file) + ".json")).write_text(json.dumps({**description, **more}))


found, scores = [], []
if kind == "float32":
    save(path, rows)
    values = rows.astype("f8")
elif kind == "int8":
    low, high = rows.min(axis=0), rows.max(axis=0)
    step = ((high - low) / 255).astype("f8")
    codes = np.clip(np.rint((rows - low) / step) - 128, -128, 127).astype("i1")
    save(path, codes, ranges={"minimum": low.tolist(), "maximum": high.tolist()})
    values = low.astype("f8") + (codes.astype("f8") + 128) * step
else:
    bits = np.packbits(rows > 0, axis=1)
    save(path, bits)
    fine = rows
    if kind == "rescored":
        save(str(path) + ".fine.npy", rows, element="float32")
        fine = rows.astype("f8")
    else:
        fine = np.where(rows > 0, 1.0, -1.0) / np.sqrt(dimensions)
for query in queries:
    q = query.astype("f8")
    if kind in ("float32", "int8"):
        all = values @ q
        best = order(all)[:k]
        found.append(best.tolist())
        scores.append(all[best].tolist())
    else:
        distance = np.unpackbits(bits ^ np.packbits(query > 0), axis=1).sum(axis=1)
        candidates = order(-distance.astype("f8"))[:10 * k]
        again = fine[candidates] @ q
        best = np.lexsort((candidates, -again.round(9)))[:k]
        found.append(candidates[best].tolist())
        scores.append(again[best].tolist())
json.dump({"queries": queries.tolist(), "rows": found, "scores": scores}, sys.stdout)
