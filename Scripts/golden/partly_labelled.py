"""Golden figures of heads that learn from rows without labels too: scikit-learn's LabelSpreading, a weighted softmax regression
on the labelled rows and those that labels reached, self-training by nearest neighbours, and scipy's test by flips of signs.

usage: python partly_labelled.py > Tests/BertFeaturesTests/Golden/partly_labelled.json
"""
import json, sys, warnings

import numpy as np
import scipy
import sklearn
from scipy.stats import permutation_test
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler
from sklearn.semi_supervised import LabelSpreading

warnings.filterwarnings("ignore")
random = np.random.default_rng(53)
NEIGHBOURS, SPREADING, ASKED = 7, 0.2, 15


def head(x, y, weights, strength, classes):
    scaler = StandardScaler().fit(x)
    # Two classes are one row of weights in scikit-learn, and two in bertft: the same optimum has twice the C.
    model = LogisticRegression(C=strength * (2 if classes == 2 else 1), tol=1e-10, max_iter=20000)
    model.fit(scaler.transform(x), y, sample_weight=weights)
    assert list(model.classes_) == list(range(classes))
    return lambda rows: model.predict_proba(scaler.transform(rows))


def counted(labels, certainty, given, classes):
    """What pseudo-labels count: by their certainty, those of a label together no more than its labelled rows."""
    counts = np.array([(given == c).sum() for c in range(classes)], float)
    sums = np.array([certainty[labels == c].sum() for c in range(classes)])
    return np.array([w * min(1, counts[c] / sums[c]) if c >= 0 and w > 0 and counts[c] > 0 else 0
                     for c, w in zip(labels, certainty)])


cases = []
for labelled, unlabelled, width, classes, hidden, strength, balanced in [
    (9, 80, 5, 3, [], 0.1, False), (12, 60, 4, 2, [0, 5], 1.0, False), (20, 90, 6, 4, [3, 7, 11], 0.03, True),
]:
    centres = random.normal(size=(classes, width)) * 1.5
    y = np.concatenate([np.arange(labelled) % classes, random.integers(classes, size=unlabelled)])
    x = (np.round((centres[y] + random.normal(size=(labelled + unlabelled, width))) * 64) / 64).astype(np.float32)
    x64 = x.astype(np.float64)
    unit = x64 / np.linalg.norm(x64, axis=1, keepdims=True)
    known = np.array([r for r in range(labelled) if r not in hidden])
    given = y[known]
    per_class = np.linspace(0.5, 2, classes) if balanced else np.ones(classes)
    own, others = x64[known], x64[labelled:]
    ways = {}
    plain = head(own, given, per_class[given], strength, classes)
    ways["plain"] = {"pseudo": [], "weights": [], "probabilities": plain(x64).flatten().tolist()}

    marks = np.full(len(x64), -1)
    marks[known] = given
    spread = LabelSpreading(kernel="knn", n_neighbors=NEIGHBOURS, alpha=SPREADING).fit(unit, marks)
    scores = spread.label_distributions_[labelled:]
    reached = scores.sum(1) > 0
    entropy = -(scores * np.log(np.where(scores > 0, scores, 1))).sum(1)
    certainty = np.where(reached, 1 - entropy / np.log(classes), 0)
    labels = np.where(reached, scores.argmax(1), -1)
    weights = counted(labels, certainty, given, classes)

    answers = plain(others)
    best = answers.argmax(1)
    # The margin of every decision is above what the fits may differ by.
    assert np.abs(answers.max(1) - 0.5).min() > 1e-4
    places = NearestNeighbors(n_neighbors=ASKED, metric="cosine", algorithm="brute").fit(others).kneighbors()[1]
    sure = (answers.max(1) > 0.5) & (2 * (best[places] == best[:, None]).sum(1) > ASKED)
    chosen = np.where(sure, best, -1)
    for name, found, counts in [("propagation", labels, weights),
                                ("self-training", chosen, counted(chosen, sure * 1.0, given, classes))]:
        used = counts > 0
        fit = head(np.concatenate([own, others[used]]), np.concatenate([given, found[used]]),
                   np.concatenate([np.ones(len(given)), counts[used]]) * per_class[np.concatenate([given, found[used]])],
                   strength, classes)
        ways[name] = {"pseudo": np.where(used)[0].tolist(), "weights": counts[used].tolist(),
                      "probabilities": fit(x64).flatten().tolist()}
    cases.append({
        "labelled": labelled, "unlabelled": unlabelled, "columns": width, "classes": classes, "strength": strength,
        "class_weights": per_class.tolist() if balanced else None, "x": x.flatten().tolist(),
        "given": [None if r in hidden else int(y[r]) for r in range(labelled)], "ways": ways,
        "certainty": certainty.tolist(), "scores": scores.flatten().tolist(),
    })

flips = []
for differences in [[1, 1, 1, 1, 1, 1], [4, -1, 2, 0, 3, -2, 1, 1], [1, -1], [0, 0], [-3, -2, 1], [4, 4, 4, -4, 3, 1, 2, -1, 2, 3, 0, 1]]:
    kept = np.array([d for d in differences if d])
    p = 1.0 if len(kept) == 0 else permutation_test(
        (kept,), lambda d, axis: d.sum(axis=axis), permutation_type="samples", alternative="greater", n_resamples=np.inf,
        vectorized=True).pvalue
    flips.append({"differences": differences, "p": float(p)})
# Too many to count out: wins and losses of one row each.
many = {"wins": 9000, "losses": 8800, "p": float(scipy.stats.binom.sf(8999, 17800, 0.5))}

json.dump({"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "cases": cases, "flips": flips, "many": many},
          sys.stdout)
print()
