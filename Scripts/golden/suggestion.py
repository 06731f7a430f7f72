"""Golden figures of rows to label next: the order of the least margins and self-training by neighbours, with scikit-learn's
nearest neighbours and a weighted softmax regression.

usage: python suggestion.py > Tests/BertFeaturesTests/Golden/suggestion.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(31)
NEIGHBOURS, STRENGTH = 15, 0.01


def balanced(labels):
    counts = {c: int((labels == c).sum()) for c in set(labels.tolist())}
    return np.array([len(labels) / (len(counts) * counts[int(c)]) for c in labels])


cases = []
for rows, labelled, width, classes in [(80, 12, 5, 3), (60, 0, 4, 2), (90, 200, 6, 4)]:
    centres = random.normal(size=(classes, width)) * 1.5
    y = random.integers(classes, size=rows + labelled)
    x = (np.round((centres[y] + random.normal(size=(rows + labelled, width))) * 64) / 64).astype(np.float32)
    x, people, given = x[:rows].astype(np.float64), x[rows:].astype(np.float64), y[rows:]
    logits = -((x[:, None] - centres[None]) ** 2).sum(2) * 0.3
    scores = np.exp(logits - logits.max(1, keepdims=True))
    scores = np.round(scores / scores.sum(1, keepdims=True), 6)
    ordered = np.sort(scores, 1)
    margins = ordered[:, -1] - ordered[:, -2]
    answers = scores.argmax(1)
    places = NearestNeighbors(n_neighbors=NEIGHBOURS, metric="cosine", algorithm="brute").fit(x).kneighbors()[1]
    sure = (scores.max(1) > 0.5) & (2 * (answers[places] == answers[:, None]).sum(1) > NEIGHBOURS)
    pseudo = answers[sure]
    share = min(1, labelled / len(pseudo)) if labelled else 1
    features = np.concatenate([people, x[sure]])
    weights = np.concatenate([balanced(given) if labelled else [], balanced(pseudo) * share])
    scaler = StandardScaler().fit(features)
    # Two classes are one row of weights in scikit-learn, and two in bertft: the same optimum has twice the C.
    model = LogisticRegression(C=STRENGTH * (2 if classes == 2 else 1), tol=1e-10, max_iter=10000)
    model.fit(scaler.transform(features), np.concatenate([given, pseudo]), sample_weight=weights)
    assert len(model.classes_) == classes
    cases.append({
        "rows": rows, "labelled": labelled, "columns": width, "classes": classes, "x": x.flatten().tolist(),
        "people": people.flatten().tolist(), "given": given.tolist(), "scores": scores.flatten().tolist(),
        "order": np.argsort(margins, kind="stable").tolist(),
        "pseudo": [int(a) if s else None for a, s in zip(answers, sure)],
        "probabilities": model.predict_proba(scaler.transform(x)).flatten().tolist(),
    })
json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
print()
