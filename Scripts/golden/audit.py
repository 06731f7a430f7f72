"""Golden figures of an audit: what scikit-learn's cross_val_predict says of rows that a softmax regression did not learn from,
cleanlab's overlapping classes on the same probabilities, rows beyond Tukey's fence of the mean cosine distances, and the
nearest rows of another part by numpy's cosines.

usage: python audit.py > Tests/BertFeaturesTests/Golden/audit.json      (needs cleanlab 2.9)
"""
import json, sys

import cleanlab
import numpy as np
import sklearn
from cleanlab.dataset import find_overlapping_classes
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(23)


def rounded(x):
    return (np.round(x * 64) / 64).astype(np.float32)


cases = []
for rows, width, classes, folds, strength in [(90, 6, 3, 5, 0.1), (60, 4, 2, 3, 1.0), (120, 8, 4, 4, 0.03)]:
    centres = random.normal(size=(classes, width))
    y = np.arange(rows) % classes
    x = rounded(centres[y] + random.normal(size=(rows, width)))
    part = (np.arange(rows) // classes) % folds
    # Two classes are one row of weights in scikit-learn, and two in bertft: the same optimum has twice the C.
    model = LogisticRegression(C=strength * (2 if classes == 2 else 1), tol=1e-10, max_iter=10000)
    probabilities = cross_val_predict(
        make_pipeline(StandardScaler(), model), x.astype(np.float64), y, cv=PredefinedSplit(part), method="predict_proba")
    overlap = find_overlapping_classes(labels=y, pred_probs=probabilities)
    cases.append({
        "rows": rows, "columns": width, "classes": classes, "strength": strength, "x": x.flatten().tolist(), "y": y.tolist(),
        "parts": [np.flatnonzero(part == p).tolist() for p in range(folds)], "probabilities": probabilities.flatten().tolist(),
        "overlaps": [[int(min(a, b)), int(max(a, b)), int(n)] for a, b, n in zip(
            overlap["Class Index A"], overlap["Class Index B"], overlap["Num Overlapping Examples"])],
    })

# A cloud that points one way, and a few rows that point elsewhere.
rows, first, width, neighbours, threshold = 70, 50, 5, 6, 0.99
x = random.normal(size=(rows, width)) * 0.4 + np.array([3, 0, 0, 0, 0])
x[[4, 33, 61]] = random.normal(size=(3, width)) * 3 - np.array([6, 0, 0, 0, 0])
x = rounded(x)
unit = x.astype(np.float64) / np.linalg.norm(x.astype(np.float64), axis=1, keepdims=True)
distances = NearestNeighbors(n_neighbors=neighbours, metric="cosine", algorithm="brute").fit(unit).kneighbors()[0].mean(1)
low, high = np.percentile(distances, [25, 75])
fence = high + 1.5 * (high - low)
apart = [int(r) for r in np.argsort(-distances, kind="stable") if distances[r] > fence]
cosines = unit[first:] @ unit[:first].T
nearest = [[int(row.argmax()), float(row.max())] if row.max() >= threshold else None for row in cosines]
json.dump({
    "scikit-learn": sklearn.__version__, "cleanlab": cleanlab.__version__, "cases": cases,
    "parts": {"rows": rows, "first": first, "columns": width, "neighbours": neighbours, "threshold": threshold,
              "x": x.flatten().tolist(), "fence": float(fence), "apart": apart, "nearest": nearest},
}, sys.stdout)
print()
