"""Golden figures of power laws fitted to learning curves: scipy's curve_fit with the same weights and bounds.

usage: python forecast.py > Tests/BertFeaturesTests/Golden/forecast.json
"""
import json, sys

import numpy as np
import scipy
from scipy.optimize import curve_fit

random = np.random.default_rng(71)
LOW, HIGH = 0.01, 4


def fitted(n, a, b, c):
    return a - b * n**-c


def best(law, n, y, sigma, starts, bounds):
    """The best of several starts: curve_fit finds the minimum that is next to where it begins."""
    found = []
    for start in starts:
        try:
            values = curve_fit(law, n, y, p0=start, sigma=sigma, bounds=bounds, ftol=1e-14, xtol=1e-14, gtol=1e-14,
                               max_nfev=100000)[0]
        except RuntimeError:
            continue
        found.append((float((((law(n, *values) - y) / sigma) ** 2).sum()), values))
    return min(found, key=lambda pair: pair[0])


cases = []
for (a, b, c), noise, largest in [
    ((0.85, 0.9, 0.5), 0, 80), ((1, 0.8, 0.3), 0, 80), ((0.7, 1.5, 0.9), 0.005, 200), ((0.92, 0.7, 0.4), 0.01, 400),
    ((0.6, 0.9, 0.35), 0.02, 100), ((0.95, 3.0, 1.2), 0.004, 1000),
]:
    n = np.geomspace(10, largest, 7)
    y = np.round(fitted(n, a, b, c) + noise * random.normal(size=7), 6)
    sigma = 1 / np.sqrt(n)
    one = best(lambda n, b, c: 1 - b * n**-c, n, y, sigma, [(0.5, 0.2), (1, 0.5), (2, 1)], ([0, LOW], [np.inf, HIGH]))
    three = best(fitted, n, y, sigma,
                 [(0.9, 0.5, 0.3), (0.7, 1, 0.6), (0.99, 1, 0.2), (0.8, 3, 1.2), (0.6, 5, 2), (y.max(), 10, 3)],
                 ([0, 0, LOW], [1, np.inf, HIGH]))
    cases.append({
        "true": [a, b, c] if noise == 0 else None, "rows": n.tolist(), "accuracies": y.tolist(), "weights": n.tolist(),
        "one": {"loss": one[0], "at": [float(1 - one[1][0] * m ** -one[1][1]) for m in (100, 400, 2000)]},
        "fitted": {"loss": three[0], "at": [float(fitted(m, *three[1])) for m in (100, 400, 2000)]},
    })
json.dump({"scipy": scipy.__version__, "at": [100, 400, 2000], "cases": cases}, sys.stdout)
print()
