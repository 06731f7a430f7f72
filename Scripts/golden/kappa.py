"""Golden figures of the agreement of two classifiers: scikit-learn's cohen_kappa_score.

usage: python kappa.py > Tests/BertDataTests/Golden/kappa.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.metrics import cohen_kappa_score

random = np.random.default_rng(7)
cases = []
for rows, classes, same in [(50, 2, 0.9), (200, 3, 0.5), (120, 5, 0.98), (30, 4, 0.0), (40, 2, 1.0)]:
    first = random.integers(classes, size=rows)
    second = np.where(random.random(rows) < same, first, random.integers(classes, size=rows))
    cases.append({"first": first.tolist(), "second": second.tolist(), "kappa": float(cohen_kappa_score(first, second))})
json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
print()
