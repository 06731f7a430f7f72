"""Golden figures for the logistic regression.

usage: python logistic.py > Tests/BertBaselinesTests/Golden/logistic.json

Each case holds its own data (drawn here, rounded so that Float32 holds it exactly), the options, and the
coefficients, intercepts and objective of scikit-learn's LogisticRegression(solver="lbfgs").
"""
import json, sys
import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression


def make(rng, rows, columns, classes, imbalance):
    weights = rng.normal(size=(classes, columns))
    x = np.round(rng.normal(size=(rows, columns)) * 64) / 64
    z = x @ weights.T + rng.gumbel(size=(rows, classes)) * 1.5
    z[:, 0] += imbalance
    y = z.argmax(1)
    y[:classes] = np.arange(classes)
    return x, y


rng = np.random.default_rng(7)
cases = []
for rows, columns, classes, imbalance, strength, balanced in [
    (60, 5, 3, 0.0, 1.0, False), (80, 8, 4, 1.5, 0.1, True), (50, 12, 3, 2.0, 10.0, False),
    (70, 6, 2, 1.0, 0.5, False), (40, 30, 3, 0.0, 0.01, False), (40, 30, 3, 0.5, 100.0, True),
]:
    x, y = make(rng, rows, columns, classes, imbalance)
    # With two classes scikit-learn fits one row of coefficients instead of two: the same optimum at twice the C.
    c = strength * 2 if classes == 2 else strength
    model = LogisticRegression(C=c, solver="lbfgs", tol=1e-10, max_iter=20000,
                               class_weight="balanced" if balanced else None).fit(x, y)
    z = x @ model.coef_.T + model.intercept_
    coefficients, intercepts = model.coef_, model.intercept_
    if classes == 2:
        z = np.hstack([-z / 2, z / 2])
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        intercepts = np.concatenate([-intercepts / 2, intercepts / 2])
    counts = np.bincount(y, minlength=classes)
    w = (rows / (classes * counts))[y] if balanced else np.ones(rows)
    m = z.max(1, keepdims=True)
    ce = (m[:, 0] + np.log(np.exp(z - m).sum(1))) - z[np.arange(rows), y]
    objective = (w * ce).sum() / w.sum() + 0.5 * (coefficients ** 2).sum() / (strength * w.sum())
    # The intercepts are only determined up to a common shift; their mean is taken out on both sides.
    cases.append({"rows": rows, "columns": columns, "classes": classes, "strength": strength, "balanced": balanced,
                  "x": x.ravel().tolist(), "y": y.tolist(), "coefficients": coefficients.ravel().tolist(),
                  "intercepts": (intercepts - intercepts.mean()).tolist(), "objective": float(objective)})
json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
print()
