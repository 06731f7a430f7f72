"""Golden figures of heads of several sources, weighted: scikit-learn and scipy on the vectors of a random BERT.

usage: python source_heads.py > Tests/BertTuningTests/Golden/source-heads.json

The encoder, the texts and their vectors are those of small_encoder.py. The third source has labels that say nothing.
"""
import json, sys

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import pairwise_distances, rbf_kernel

from small_encoder import STRENGTHS, centred, described, deviations, encoder, texts, vectors


def fitted(x, y, strength):
    """A regression on features of deviation one, as weights and biases for features as they are."""
    mean, spread = x.mean(0), deviations(x)
    model = LogisticRegression(C=strength, tol=1e-10, max_iter=50000).fit((x - mean) / spread, y)
    w = model.coef_ / spread
    return w, model.intercept_ - w @ mean


def strength_of(x, y):
    """The penalty that cross-validation chooses: rows of each label go to five parts in turn."""
    part = np.array([(y[:i] == y[i]).sum() % 5 for i in range(len(y))])

    def loss(strength):
        total = 0
        for held in range(5):
            w, b = fitted(x[part != held], y[part != held], strength)
            chances = log_softmax(x[part == held] @ w.T + b, axis=1)
            total -= np.maximum(chances[np.arange(len(chances)), y[part == held]], np.log(1e-15)).sum()
        return total
    return STRENGTHS[int(np.argmin([loss(strength) for strength in STRENGTHS]))]


def on_simplex(count, loss, gradient):
    best = minimize(loss, np.full(count, 1 / count), jac=gradient, method="SLSQP", bounds=[(0, 1)] * count,
                    constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(count)},
                    options={"ftol": 1e-15, "maxiter": 1000})
    return best.x


config, model = encoder()
sources = [texts(5, 45, 0, 3), texts(15, 60, 1, 1), texts(25, 30, 1, 2)]
sources[2] = [(text, (index // 3) % 3) for index, (text, _) in enumerate(sources[2])]
target, few, held = texts(6, 60, 1, 2), texts(7, 24, 1, 2), texts(8, 45, 1, 2)
parts = [vectors(model, rows) for rows in sources]
labels = [np.array([label for _, label in rows]) for rows in sources]
ft, ff, fh = (vectors(model, rows) for rows in (target, few, held))
lf, lh = (np.array([label for _, label in rows]) for rows in (few, held))
heads = [fitted(x, y, strength_of(x, y)) for x, y in zip(parts, labels)]
answers = lambda x: np.stack([x @ w.T + b for w, b in heads])

known = answers(ff)
supervised = on_simplex(
    3, lambda w: -log_softmax(np.tensordot(w, known, 1), axis=1)[np.arange(len(lf)), lf].mean(),
    lambda w: ((softmax(np.tensordot(w, known, 1), axis=1) - np.eye(3)[lf]) * known).sum(2).mean(1))

everything = np.concatenate(parts + [ft])
size = np.sqrt(((np.concatenate(parts) - np.concatenate(parts).mean(0)) ** 2).sum() / sum(map(len, parts)))
scaled = [part / size for part in parts + [ft]]
distances = pairwise_distances(np.concatenate(scaled), metric="sqeuclidean")
gamma = 1 / (2 * np.median(distances[np.tril_indices(len(everything), -1)]))
inner = np.array([[rbf_kernel(a, b, gamma).mean() for b in scaled] for a in scaled])
unsupervised = on_simplex(3, lambda w: w @ inner[:3, :3] @ w - 2 * w @ inner[:3, 3],
                          lambda w: 2 * (inner[:3, :3] @ w - inner[:3, 3]))

cases = {}
for name, weights in [("labelled", supervised), ("unlabelled", unsupervised)]:
    logits = np.tensordot(weights, answers(fh), 1)
    cases[name] = {"weights": weights.round(9).tolist(), "logits": centred(logits[:10]),
                   "accuracy": float((logits.argmax(1) == lh).mean())}
rows = lambda part: [{"text": text, "label": int(label)} for text, label in part]
json.dump({"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, **described(config, model),
           "sources": [rows(part) for part in sources], "target": [text for text, _ in target], "few": rows(few),
           "held": rows(held), "alone": [float((a.argmax(1) == lh).mean()) for a in answers(fh)], "cases": cases},
          sys.stdout, separators=(",", ":"))
print()
