"""Golden figures of labels that travel and of doubtful labels: scikit-learn's LabelSpreading on the
graph of nearest neighbours, and cleanlab's confident learning and outlier scores.

usage: python propagation.py > Tests/BertFeaturesTests/Golden/propagation.json
cleanlab 2.9.0 is needed beside the reference environment.
"""
import json, sys, warnings

import numpy as np
import sklearn
import cleanlab
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.outlier import OutOfDistribution
from cleanlab.rank import get_label_quality_scores
from sklearn.semi_supervised import LabelSpreading

warnings.filterwarnings("ignore")
random = np.random.default_rng(17)


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


graphs = []
for rows, width, classes, neighbours, labelled, alpha in [(60, 4, 3, 7, 6, 0.2), (50, 6, 2, 4, 4, 0.7), (40, 5, 4, 3, 5, 0.9)]:
    centres = random.normal(size=(classes, width)) * 1.5
    y = np.arange(rows) % classes
    x = unit(np.round((centres[y] + random.normal(size=(rows, width))) * 64) / 64).astype(np.float32)
    given = np.where(np.arange(rows) < labelled, y, -1)
    case = {"rows": rows, "columns": width, "classes": classes, "neighbours": neighbours, "alpha": alpha,
            "x": x.flatten().tolist(), "given": [None if g < 0 else int(g) for g in given]}
    fit = LabelSpreading(kernel="knn", n_neighbors=neighbours, alpha=alpha).fit(x.astype(np.float64), given)
    case["spreading"] = {"scores": fit.label_distributions_.flatten().tolist(), "iterations": int(fit.n_iter_)}
    outliers = OutOfDistribution({"k": neighbours}).fit_score(features=x.astype(np.float64), verbose=False)
    case["outliers"] = np.asarray(outliers).tolist()
    graphs.append(case)

labels = []
for rows, classes, noise, missing in [(80, 3, 0.15, False), (120, 5, 0.3, False), (40, 2, 0.25, False), (60, 4, 0.2, True)]:
    true = random.integers(classes - missing, size=rows)
    given = np.where(random.random(rows) < noise, random.integers(classes - missing, size=rows), true)
    logits = random.normal(size=(rows, classes)) + 2.0 * np.eye(classes)[true]
    p = np.exp(logits)
    p /= p.sum(1, keepdims=True)
    labels.append({
        "rows": rows, "classes": classes, "labels": given.tolist(), "probabilities": p.flatten().tolist(),
        "thresholds": get_confident_thresholds(given, p).tolist(),
        "counts": compute_confident_joint(given, p, calibrate=False).flatten().tolist(),
        "calibrated": compute_confident_joint(given, p).flatten().tolist(),
        "ranked": find_label_issues(given, p, filter_by="prune_by_noise_rate", n_jobs=1,
                                    return_indices_ranked_by="self_confidence").tolist(),
        "confidence": get_label_quality_scores(given, p, method="self_confidence").tolist(),
        "margin": get_label_quality_scores(given, p, method="normalized_margin").tolist(),
    })

json.dump({"scikit-learn": sklearn.__version__, "cleanlab": cleanlab.__version__, "graphs": graphs, "labels": labels},
          sys.stdout)
print()
