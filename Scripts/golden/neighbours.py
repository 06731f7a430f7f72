"""Golden figures of what neighbours tell: scikit-learn's NearestNeighbors and KNeighborsClassifier with the metric cosine,
its NearestCentroid and KNeighborsClassifier with each row left out, and near-duplicates from numpy's cosines in double precision with scipy's connected components.

usage: python neighbours.py > Tests/BertFeaturesTests/Golden/neighbours.json
"""
import json, sys

import numpy as np
import sklearn
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from scipy.sparse.csgraph import connected_components
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid, NearestNeighbors

random = np.random.default_rng(11)


def rounded(x):
    return (np.round(x * 64) / 64).astype(np.float32)


def unit(x):
    x = x.astype(np.float64)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


cases = []
for rows, queries, width, classes, count in [(40, 12, 6, 3, 5), (60, 9, 4, 2, 1), (30, 8, 10, 4, 7)]:
    centres = random.normal(size=(classes, width)) * 1.5
    y = np.arange(rows) % classes
    x = rounded(centres[y] + random.normal(size=(rows, width)))
    q = rounded(centres[np.arange(queries) % classes] + random.normal(size=(queries, width)))
    # One query is a labelled row, and one points where a labelled row does.
    q[0], q[1] = x[3], x[4] * 2
    search = NearestNeighbors(n_neighbors=count, metric="cosine", algorithm="brute").fit(x.astype(np.float64))
    distances, places = search.kneighbors(q.astype(np.float64))
    scores = {}
    for weights in ["uniform", "distance"]:
        model = KNeighborsClassifier(count, weights=weights, metric="cosine", algorithm="brute").fit(x.astype(np.float64), y)
        # Rows of one direction: scikit-learn's distance of the first two queries is 0 or rounding, and ours is 0.
        scores[weights] = model.predict_proba(q.astype(np.float64)).flatten().tolist()
    wide, far = x.astype(np.float64), q.astype(np.float64)
    centroids = NearestCentroid().fit(wide, y)
    # The squared distances of each row to the means of which it is no part.
    held = np.stack([
        ((wide[row] - NearestCentroid().fit(np.delete(wide, row, 0), np.delete(y, row)).centroids_) ** 2).sum(1)
        for row in range(rows)])
    # Platt's targets: a class of n rows is right with (n + 1) / (n + 2), the others share the rest.
    own = (np.bincount(y)[y] + 1) / (np.bincount(y)[y] + 2)
    targets = np.repeat(((1 - own) / (classes - 1))[:, None], classes, 1)
    targets[np.arange(rows), y] = own
    loss = lambda spread: -(targets * log_softmax(-held / 2 / np.exp(spread), axis=1)).sum()
    centre = np.log(((wide[:, None] - centroids.centroids_) ** 2).sum(2).mean())
    spread = float(np.exp(minimize_scalar(loss, bounds=(centre - 6, centre + 6), method="bounded",
                                          options={"xatol": 1e-9}).x))
    logits = -((far[:, None] - centroids.centroids_) ** 2).sum(2) / 2 / spread
    rights = {}
    for weights in ["uniform", "distance"]:
        for k in [1, 3, 5, 10, 20]:
            model = KNeighborsClassifier(k, weights=weights, metric="cosine", algorithm="brute")
            rights[f"{weights}-{k}"] = int((cross_val_predict(model, wide, y, cv=LeaveOneOut()) == y).sum())
    cases.append({
        "rows": rows, "queries": queries, "columns": width, "classes": classes, "count": count, "x": x.flatten().tolist(),
        "y": y.tolist(), "q": q.flatten().tolist(), "places": places.tolist(), "cosines": (1 - distances).tolist(),
        "uniform": scores["uniform"], "distance": scores["distance"], "nearestMeans": centroids.predict(far).tolist(),
        "spread": spread, "softmax": np.exp(log_softmax(logits, axis=1)).flatten().tolist(),
        "meansRight": int((held.argmin(1) == y).sum()), "rights": rights,
    })


def duplicates(x, threshold):
    norms = np.linalg.norm(x.astype(np.float64), axis=1)
    u = x / np.where(norms > 0, norms, 1)[:, None]
    cosines = u @ u.T
    near = (cosines >= threshold - 1e-12) & (norms > 0)[:, None] & (norms > 0)[None, :]
    np.fill_diagonal(near, False)
    _, component = connected_components(near, directed=False)
    kept, of, similarity = [], [], []
    for row in range(len(x)):
        best = max((k for k in kept if near[row, k]), key=lambda k: (round(cosines[row, k], 9), -k), default=None)
        if best is None:
            kept.append(row)
        of.append(best)
        similarity.append(None if best is None else float(cosines[row, best]))
    sizes = np.bincount(component)
    numbers, groups = {}, []
    for c in component:
        groups.append(numbers.setdefault(int(c), len(numbers)) if sizes[c] > 1 else None)
    return of, similarity, groups


alike = []
for rows, width, threshold, spread in [(80, 6, 0.95, 0.25), (120, 4, 0.9, 0.5), (60, 8, 1.0, 0.3), (100, 3, 0.99, 0.3)]:
    x = rounded(random.normal(size=(rows, width)))
    for row in range(1, rows, 2):
        x[row] = rounded(x[random.integers(row)] + random.normal(size=width) * spread)
    # The same row, the same direction, no direction.
    x[7], x[9], x[11], x[13] = x[2], x[2] * 4, 0, x[2]
    of, similarity, groups = duplicates(x, threshold)
    alike.append({"rows": rows, "columns": width, "threshold": threshold, "x": x.flatten().tolist(), "of": of,
                  "similarities": similarity, "groups": groups})

json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "alike": alike}, sys.stdout)
print()
