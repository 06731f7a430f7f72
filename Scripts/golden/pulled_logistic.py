"""Golden figures for logistic regressions whose penalty pulls to given weights instead of to zero.

usage: python pulled_logistic.py > Tests/BertBaselinesTests/Golden/pulled_logistic.json

SciPy minimises (Σ weight × cross-entropy + ½ ‖W − W₀‖² / C) / Σ weight, the intercepts free. With W₀ = 0 that is scikit-learn's
LogisticRegression, which the script checks itself against.
"""
import json, sys

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression


def fitted(x, y, weights, strength, start):
    hot, size = np.eye(len(start))[y], start.size

    def objective(point):
        w, b = point[:size].reshape(start.shape), point[size:]
        z = x @ w.T + b
        errors = weights[:, None] * (softmax(z, 1) - hot)
        value = -(weights * (hot * log_softmax(z, 1)).sum(1)).sum() + 0.5 * ((w - start) ** 2).sum() / strength
        slopes = np.concatenate([(errors.T @ x + (w - start) / strength).ravel(), errors.sum(0)])
        return value / weights.sum(), slopes / weights.sum()

    found = minimize(objective, np.concatenate([start.ravel(), np.zeros(len(start))]), jac=True, method="L-BFGS-B",
                     options={"maxiter": 100000, "maxfun": 200000, "ftol": 1e-18, "gtol": 1e-10})
    return found.x[:size].reshape(start.shape), found.x[size:], found.fun


rng = np.random.default_rng(11)
cases = []
for rows, columns, classes, strength, size in [(40, 6, 3, 0.1, 1.0), (30, 20, 4, 0.01, 3.0), (50, 5, 2, 1.0, 2.0),
                                               (24, 12, 3, 10.0, 0.5)]:
    x = np.round(rng.normal(size=(rows, columns)) * 64) / 64
    y = (x[:, :classes] + rng.gumbel(size=(rows, classes))).argmax(1)
    y[:classes] = np.arange(classes)
    weights = np.round(rng.uniform(0.5, 2, rows) * 64) / 64
    start = np.round(rng.normal(size=(classes, columns)) * size * 64) / 64
    plain, _, _ = fitted(x, y, weights, strength, np.zeros_like(start))
    theirs = LogisticRegression(C=strength * (2 if classes == 2 else 1), tol=1e-10, max_iter=20000).fit(x, y, weights).coef_
    theirs = np.vstack([-theirs / 2, theirs / 2]) if classes == 2 else theirs
    assert np.abs(plain - theirs).max() < 1e-5
    w, b, objective = fitted(x, y, weights, strength, start)
    cases.append({"rows": rows, "columns": columns, "classes": classes, "strength": strength, "x": x.ravel().tolist(),
                  "y": y.tolist(), "weights": weights.tolist(), "start": start.ravel().tolist(),
                  "coefficients": w.ravel().tolist(), "intercepts": (b - b.mean()).tolist(), "objective": float(objective)})
json.dump({"scipy": scipy.__version__, "cases": cases}, sys.stdout)
print()
