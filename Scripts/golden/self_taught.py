"""Golden figures of features that texts without labels teach: scikit-learn's PCA of the one, and LogisticRegression on the coordinates of
the others, held out and in the end.

usage: python self_taught.py > Tests/BertTuningTests/Golden/self-taught.json

The parts and penalties are those of layer_losses.py.
"""
import json
import sys

import numpy as np
import sklearn
from layer_losses import held_losses
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

COUNTS = [4, 8, 16]
WIDTH, CLASSES, ROWS, UNLABELLED, ASKED = 20, 3, 36, 90, 6


def case(random, seen):
    """Vectors that vary most in a few directions; the labels show in these where `seen`, or else in others."""
    basis = np.linalg.qr(random.normal(size=(WIDTH, WIDTH)))[0]
    spread = np.concatenate([np.full(4, 2.0), np.full(WIDTH - 4, 1.0)])
    places = slice(0, 4) if seen else slice(WIDTH - 4, WIDTH)
    shifts = np.zeros((CLASSES, WIDTH))
    shifts[:, places] = random.normal(size=(CLASSES, 4)) * (1.4 if seen else 1.2)

    def vectors(labels):
        states = random.normal(size=(len(labels), WIDTH)) * spread + (shifts[labels] if len(labels) else 0)
        return np.round((states @ basis + 0.5) * 256) / 256

    y = np.arange(ROWS) % CLASSES
    u = vectors(random.integers(0, CLASSES, UNLABELLED)) if seen else np.round(
        ((random.normal(size=(UNLABELLED, WIDTH)) * spread) @ basis + 0.5) * 256) / 256
    x, asked = vectors(y), vectors(np.arange(ASKED) % CLASSES)
    pca = PCA(svd_solver="full").fit(u)
    plain, _ = held_losses(x, y)
    tried = [held_losses(pca.transform(x)[:, :count], y) for count in COUNTS]
    means = [float(losses.mean()) for losses, _ in tried]
    best = int(np.argmin(means))
    gains = plain - tried[best][0]
    gain, error = float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(ROWS))
    chosen = COUNTS[best] if gain > 0.5 * error else 0
    logits = None
    if chosen:
        z = pca.transform(x)[:, :chosen]
        mean, deviation = z.mean(0), z.std(0)
        model = LogisticRegression(C=tried[best][1], tol=1e-10, max_iter=20000).fit((z - mean) / deviation, y)
        logits = model.decision_function((pca.transform(asked)[:, :chosen] - mean) / deviation)
        logits = (logits - logits.mean(1, keepdims=True)).tolist()
    ratios = pca.explained_variance_ratio_
    return {
        "labels": y.tolist(), "features": x.ravel().tolist(), "unlabelled": u.ravel().tolist(), "asked": asked.ravel().tolist(),
        "plain": float(plain.mean()), "losses": means, "variances": [float(ratios[:count].sum()) for count in COUNTS],
        "gain": gain, "error": error, "chosen": chosen, "logits": logits}


def main():
    random = np.random.default_rng(6)
    cases = [case(random, seen) for seen in (True, False)]
    json.dump({"scikit-learn": sklearn.__version__, "width": WIDTH, "classes": CLASSES, "counts": COUNTS, "cases": cases}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
