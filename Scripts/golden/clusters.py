"""Golden figures of clustering: scikit-learn's KMeans from given centres, kmeans_plusplus with its random numbers, and
silhouette_samples.

usage: python clusters.py > Tests/BertFeaturesTests/Golden/clusters.json
"""
import json, sys, warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.metrics import silhouette_samples

warnings.filterwarnings("ignore")
random = np.random.default_rng(5)


def blobs(rows, width, groups, spread, shift=0.0):
    centres = random.normal(size=(groups, width)) * 2
    x = centres[np.arange(rows) % groups] + random.normal(size=(rows, width)) * spread + shift
    return np.round(x * 64).astype(np.float32) / 64


def starts(x, count, kind):
    centres = x[random.permutation(len(x))[:count]].astype(np.float64)
    if kind == "far":
        # Nobody is near the last two: they become empty and are moved.
        centres[-2:] = 100 + np.arange(2)[:, None]
    return centres


cases = []
# Rows, columns, groups, spread, clusters, kind, tolerance, iterations at the most, and a distance of all from the origin.
for rows, width, groups, spread, count, kind, tolerance, iterations, shift in [
    (60, 3, 4, 0.5, 4, "rows", 1e-4, 300, 0.0), (90, 8, 5, 1.5, 7, "rows", 0.0, 300, 0.0),
    (80, 5, 3, 1.0, 6, "far", 1e-4, 300, 0.0), (120, 6, 2, 3.0, 5, "rows", 1e-2, 300, 0.0),
    (100, 4, 2, 2.0, 6, "rows", 0.0, 3, 0.0), (70, 4, 3, 0.7, 3, "rows", 1e-4, 300, 50.0),
]:
    x = blobs(rows, width, groups, spread, shift)
    init = starts(x, count, kind)
    fit = KMeans(count, init=init, n_init=1, tol=tolerance, max_iter=iterations).fit(x.astype(np.float64))
    cases.append({
        "rows": rows, "columns": width, "clusters": count, "tolerance": tolerance, "most": iterations,
        "x": x.flatten().tolist(), "first": init.flatten().tolist(), "labels": fit.labels_.tolist(),
        "centres": fit.cluster_centers_.flatten().tolist(), "inertia": float(fit.inertia_), "iterations": int(fit.n_iter_),
        "silhouettes": silhouette_samples(x.astype(np.float64), fit.labels_).tolist(),
    })

begins = []
for rows, width, groups, count, seed in [(50, 3, 4, 4, 0), (80, 5, 3, 9, 1), (40, 2, 6, 2, 2), (60, 4, 2, 12, 3)]:
    x = blobs(rows, width, groups, 1.0)
    _, indices = kmeans_plusplus(x.astype(np.float64), count, random_state=seed)
    tries = 2 + int(np.log(count))
    # The first centre takes one number, each other as many as there are tries.
    draws = np.random.RandomState(seed).random_sample(1 + (count - 1) * tries)
    begins.append({"rows": rows, "columns": width, "clusters": count, "x": x.flatten().tolist(),
                   "draws": draws.tolist(), "chosen": indices.tolist()})

json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "begins": begins}, sys.stdout)
print()
