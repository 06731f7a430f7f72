"""Makes Tests/BertDataTests/Golden/metrics.json: figures of scikit-learn for random and for chosen cases.

    python metrics.py OUT.json

The calibration error has no function in scikit-learn; it is computed here with numpy from its definition
(Guo et al. 2017, 15 bins of equal width, open below and closed above), independently of the Swift code.
"""

import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn.metrics import (accuracy_score, confusion_matrix, f1_score, log_loss,
                             precision_recall_fscore_support)

warnings.filterwarnings("ignore")


def calibration_error(truth, probabilities):
    confidence, predicted = probabilities.max(1), probabilities.argmax(1)
    edges = np.arange(16) / 15
    total = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs((predicted == truth)[inside].mean() - confidence[inside].mean())
    return float(total)


def case(name, truth, probabilities):
    truth, probabilities = np.asarray(truth), np.asarray(probabilities, dtype=np.float64)
    classes = probabilities.shape[1]
    labels = list(range(classes))
    predicted = probabilities.argmax(1)
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=labels, zero_division=0)
    return {
        "name": name, "classes": classes, "truth": truth.tolist(), "probabilities": probabilities.tolist(),
        "rows": len(truth), "accuracy": float(accuracy_score(truth, predicted)),
        "macro_f1": float(f1_score(truth, predicted, labels=labels, average="macro", zero_division=0)),
        "weighted_f1": float(f1_score(truth, predicted, labels=labels, average="weighted", zero_division=0)),
        "log_loss": float(log_loss(truth, y_proba=probabilities, labels=labels)),
        "calibration_error": calibration_error(truth, probabilities),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion_matrix": confusion_matrix(truth, predicted, labels=labels).tolist(),
    }


def softmax(values):
    values = np.exp(values - values.max(1, keepdims=True))
    return values / values.sum(1, keepdims=True)


def main():
    random = np.random.default_rng(20240611)
    cases = []
    for classes, rows, scale in [(2, 1, 1), (2, 40, 1), (3, 60, 3), (3, 7, 0.1), (5, 80, 2), (11, 90, 8)]:
        probabilities = softmax(random.normal(size=(rows, classes)) * scale)
        truth = np.array([random.choice(classes, p=row) if random.random() < 0.7 else random.integers(classes)
                          for row in probabilities])
        cases.append(case(f"random {classes} classes {rows} rows", truth, probabilities))
    probabilities = softmax(random.normal(size=(30, 4)))
    probabilities[:, 3] = 0
    probabilities /= probabilities.sum(1, keepdims=True)
    cases.append(case("a class in neither truth nor prediction", random.integers(0, 3, 30), probabilities))
    cases.append(case("a class never predicted", random.integers(0, 4, 30), probabilities))
    cases.append(case("a class absent from the truth", random.integers(1, 3, 25), softmax(random.normal(size=(25, 3)))))
    cases.append(case("one class in the truth", np.ones(12, int), softmax(random.normal(size=(12, 3)))))
    cases.append(case("ties", [0, 1, 2, 1], [[1 / 3] * 3, [0.25, 0.25, 0.5], [0.4, 0.4, 0.2], [0.5, 0.5, 0.0]]))
    cases.append(case("probabilities 0 and 1", [0, 1, 1, 0], [[1, 0], [0, 1], [1, 0], [0, 1]]))
    cases.append(case("all right and sure", [0, 1, 2], np.eye(3)))
    tenths = random.integers(1, 15, 40) / 15
    cases.append(case("confidences on the edges of the bins", random.integers(0, 2, 40),
                      np.stack([tenths, 1 - tenths], 1)))
    tiny = np.array([1e-300, 1e-17, 2.220446049250313e-16, 3e-16, 1e-9])
    cases.append(case("probabilities near 0", [0] * 5, np.stack([tiny, 1 - tiny], 1)))
    with open(sys.argv[1], "w") as out:
        json.dump({"made_with": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}, out)
        out.write("\n")


main()
