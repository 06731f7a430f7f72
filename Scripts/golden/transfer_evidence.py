"""Golden figures of distances between domains, estimates of accuracy without labels, verdicts and weights of several sources.

usage: python transfer_evidence.py > Tests/BertFeaturesTests/Golden/transfer_evidence.json

Distances: scikit-learn's classifiers and kernels, put together by the formulas of Ben-David et al. 2007 and Gretton et al. 2012.
Estimates: the formulas of their papers in numpy. Intervals and weights: scipy.
"""
import json, sys

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.metrics.pairwise import linear_kernel, pairwise_distances, rbf_kernel
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from shift_vectors import cloud, noise

distances = []
for seed, n, m, columns, shift in [(1, 60, 45, 4, 0.0), (3, 80, 120, 6, 0.3), (5, 30, 31, 3, 2.0), (7, 700, 500, 5, 0.1)]:
    xs, xt = cloud(seed, n, columns), cloud(seed + 1, m, columns, shift)
    x, y = np.concatenate([xs, xt]), np.r_[np.zeros(n), np.ones(m)]
    parts = np.r_[np.arange(n) % 5, np.arange(m) % 5]
    model = LogisticRegression(C=1, class_weight="balanced", tol=1e-9, max_iter=10000)
    error = 1 - balanced_accuracy_score(y, cross_val_predict(model, x, y, cv=PredefinedSplit(parts)))
    count = min(len(x), 500)
    some = x[np.arange(count) * len(x) // count]
    gamma = 1 / (2 * np.median(pairwise_distances(some, metric="sqeuclidean")[np.tril_indices(count, -1)]))

    def unbiased(kernel):
        within = lambda rows: (kernel(rows, rows).sum() - np.diag(kernel(rows, rows)).sum()) / (len(rows) * (len(rows) - 1))
        return within(xs) + within(xt) - 2 * kernel(xs, xt).mean()

    distances.append({"seed": seed, "rows": n, "others": m, "columns": columns, "shift": shift, "error": error,
                      "gamma": gamma, "radial": unbiased(lambda a, b: rbf_kernel(a, b, gamma)),
                      "linear": unbiased(linear_kernel)})


def answers(seed, rows, classes, sharpness):
    logits = noise(seed, rows, classes) * sharpness
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    return probabilities


estimates = []
for seed, n, m, classes in [(21, 40, 30, 2), (31, 200, 150, 4), (41, 500, 400, 3)]:
    before, after = answers(seed, n, classes, 3), answers(seed + 1, m, classes, 2)
    labels = (np.abs(noise(seed + 2, n, 1)[:, 0]) < 0.75).astype(int)
    labels = np.where(labels == 1, before.argmax(1), (before.argmax(1) + 1) % classes)
    right, source, target = before.argmax(1) == labels, before.max(1), after.max(1)
    weights = np.exp(noise(seed + 3, n, 1)[:, 0] * 2)
    # Garg et al., equation 2: as large a share of the source is below the threshold as is wrong.
    threshold = np.sort(source)[(~right).sum()]
    # Their change from one model to another, by chance: the deviation of the bootstrap by its formula for means.
    estimates.append({
        "seed": seed, "rows": n, "others": m, "classes": classes, "labels": labels.tolist(), "accuracy": right.mean(),
        "atc": (target >= threshold).mean(), "doc": right.mean() - (source.mean() - target.mean()),
        "weighted": np.average(right, weights=weights),
        "deviation": float(np.sqrt((right * 1.0 - source).var() / n + target.var() / m))})

verdicts = []
for rows, won, lost in [(100, 30, 5), (100, 5, 30), (50, 6, 4), (20, 0, 0), (300, 12, 3), (40, 4, 0)]:
    interval = binomtest(won, won + lost).proportion_ci(method="wilson") if won + lost else (0, 1)
    share = (won + lost) / rows
    low, high = (share * (2 * p - 1) for p in interval)
    verdicts.append({"rows": rows, "won": won, "lost": lost, "low": low, "high": high,
                     "verdict": "helped" if low > 0 else "hurt" if high < 0 else "unclear"})



def on_simplex(count, loss, gradient):
    """The weights from 0 on that add up to 1 and make a convex loss smallest."""
    best = minimize(loss, np.full(count, 1 / count), jac=gradient, method="SLSQP", bounds=[(0, 1)] * count,
                    constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(count)},
                    options={"ftol": 1e-15, "maxiter": 1000})
    return {"weights": best.x.tolist(), "loss": best.fun}


ensembles = []
for seed, models, rows, classes in [(51, 2, 20, 2), (61, 4, 60, 3), (71, 3, 8, 2), (81, 5, 200, 4)]:
    logits = np.stack([noise(seed + i, rows, classes) * (2 + i) for i in range(models)])
    labels = (logits[0] + 0.5 * logits[-1]).argmax(1)
    labels[::4] = (labels[::4] + 1) % classes
    right = np.eye(classes)[labels]

    def loss(w):
        return -(log_softmax(np.tensordot(w, logits, 1), axis=1) * right).sum(1).mean()

    def gradient(w):
        return ((softmax(np.tensordot(w, logits, 1), axis=1) - right) * logits).sum(2).mean(1)

    ensembles.append({"seed": seed, "models": models, "rows": rows, "classes": classes, "labels": labels.tolist()}
                     | on_simplex(models, loss, gradient))

mixtures = []
for seed, counts, m, columns, shifts in [
        (91, [40, 60], 50, 3, [0.2, 1.0]), (101, [30, 30, 30], 80, 4, [-0.5, 0.6, 3.0]), (111, [80, 20, 50, 40], 60, 5, [0.1, 0.1, 0.4, -1])]:
    parts = [cloud(seed + i, n, columns, s) for i, (n, s) in enumerate(zip(counts, shifts))]
    target = cloud(seed + 9, m, columns, 0.15)
    gamma = 0.7
    mean = lambda a, b: rbf_kernel(a, b, gamma).mean()
    inner = np.array([[mean(a, b) for b in parts] for a in parts])
    outer = np.array([mean(a, target) for a in parts])
    mixtures.append({"seed": seed, "counts": counts, "others": m, "columns": columns, "shifts": shifts, "shift": 0.15, "gamma": gamma}
                    | on_simplex(len(parts), lambda w: w @ inner @ w - 2 * w @ outer + mean(target, target),
                                 lambda w: 2 * (inner @ w - outer)))
json.dump({"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "distances": distances,
           "estimates": estimates, "verdicts": verdicts, "ensembles": ensembles, "mixtures": mixtures}, sys.stdout)
print()
