"""Golden figures of several labels a text and of numbers: those of scikit-learn and SciPy.

usage: python task_metrics.py > Tests/BertDataTests/Golden/task_metrics.json
"""
import json, sys, warnings

import numpy as np
import scipy.stats
import sklearn
from sklearn.metrics import (accuracy_score, average_precision_score, f1_score, mean_absolute_error, mean_squared_error,
                             precision_recall_fscore_support, r2_score, roc_auc_score)

warnings.filterwarnings("ignore")


def defined(value):
    return None if value is None or not np.isfinite(value) else float(value)


def several(random, rows, labels, ties):
    truth = random.random((rows, labels)) < random.random(labels)
    scores = random.random((rows, labels))
    if ties:
        scores = scores.round(1)
        truth[:, 0] = True
    thresholds = np.full(labels, 0.5) if ties else random.random(labels)
    said = scores >= thresholds
    precision, recall, f1, support = precision_recall_fscore_support(truth, said, average=None, zero_division=0)
    per_label = []
    for label in range(labels):
        both = 0 < truth[:, label].sum() < rows
        per_label.append({
            "precision": precision[label], "recall": recall[label], "f1": f1[label], "support": int(support[label]),
            "auroc": roc_auc_score(truth[:, label], scores[:, label]) if both else None,
            "average_precision": average_precision_score(truth[:, label], scores[:, label]) if truth[:, label].any() else None,
        })
    mean = lambda kind: f1_score(truth, said, average=kind, zero_division=0)
    return {
        "truth": truth.tolist(), "scores": scores.flatten().tolist(), "thresholds": thresholds.tolist(), "micro_f1": mean("micro"),
        "macro_f1": mean("macro"), "samples_f1": mean("samples"), "subset_accuracy": accuracy_score(truth, said), "per_label": per_label}


def numbers(truth, predicted):
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    few = len(truth) < 2
    return {
        "truth": truth.tolist(), "predicted": predicted.tolist(), "mse": mean_squared_error(truth, predicted),
        "mae": mean_absolute_error(truth, predicted), "r2": None if few else defined(r2_score(truth, predicted)),
        "pearson": None if few else defined(scipy.stats.pearsonr(truth, predicted).statistic),
        "spearman": None if few else defined(scipy.stats.spearmanr(truth, predicted).statistic)}


random = np.random.default_rng(5)
labels = [several(random, rows, count, ties) for rows, count in [(1, 2), (9, 3), (60, 5), (200, 1)] for ties in (False, True) if count > 1]
of_numbers = [numbers(random.integers(1, 6, 50), random.random(50) * 5), numbers(random.random(7), random.random(7)),
              numbers([3, 3, 3], [1, 2, 3]), numbers([1, 2, 3], [2, 2, 2]), numbers([3, 3], [3, 3]), numbers([1], [2]),
              numbers([1e8, 1e8 + 1, 1e8 + 3], [1, 2, 2])]
json.dump({"scikit-learn": sklearn.__version__, "labels": labels, "numbers": of_numbers}, sys.stdout)
print()
