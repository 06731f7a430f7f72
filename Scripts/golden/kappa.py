"""Golden figures of the agreement of two classifiers: scikit-learn's cohen_kappa_score; and of labels that are numbers, with
quadratic weights and the mean absolute error.

usage: python kappa.py > Tests/BertDataTests/Golden/kappa.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.metrics import cohen_kappa_score, mean_absolute_error

random = np.random.default_rng(7)
cases = []
for rows, classes, same in [(50, 2, 0.9), (200, 3, 0.5), (120, 5, 0.98), (30, 4, 0.0), (40, 2, 1.0)]:
    first = random.integers(classes, size=rows)
    second = np.where(random.random(rows) < same, first, random.integers(classes, size=rows))
    cases.append({"first": first.tolist(), "second": second.tolist(), "kappa": float(cohen_kappa_score(first, second))})
# The labels stand in any order; the kappa's weights go by their rank.
numbers = []
for names, rows, near in [(["1", "2", "3", "4", "5"], 200, 0.6), (["10", "-1", "2.5"], 80, 0.3), (["0", "1", "2"], 60, 1.0)]:
    truth = random.integers(len(names), size=rows)
    answers = np.where(random.random(rows) < near, truth, random.integers(len(names), size=rows))
    values = np.array([float(name) for name in names])
    rank = values.argsort().argsort()
    numbers.append({
        "labels": names, "truth": truth.tolist(), "answers": answers.tolist(),
        "mean_absolute_error": float(mean_absolute_error(values[truth], values[answers])),
        "weighted_kappa": float(cohen_kappa_score(
            rank[truth], rank[answers], weights="quadratic", labels=range(len(names))))})
json.dump({"scikit-learn": sklearn.__version__, "cases": cases, "numbers": numbers}, sys.stdout)
print()
