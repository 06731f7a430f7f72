"""Golden figures of heads that descriptions of the labels have a part in: scikit-learn and SciPy on the vectors of a random BERT.

usage: python described_heads.py > Tests/BertTuningTests/Golden/described-heads.json

The encoder, the texts and their vectors are those of small_encoder.py. Descriptions as texts are rows with weights for
scikit-learn's LogisticRegression; the pull to a start, which scikit-learn does not have, is minimised by SciPy from the formula:
C Σ cross-entropy + ½ ‖W − W₀‖², the intercepts free.
"""
import json, sys

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

from small_encoder import CLASSES, STRENGTHS, TELLING, centred, described, deviations, encoder, texts, vectors

TRIED = [("texts", 1), ("texts", 4), ("texts", 16), ("start", 3), ("start", 10)]
MEANINGS = {label: ",".join(words) for label, words in enumerate(TELLING)}
SWAPPED = {label: MEANINGS[(label + 1) % CLASSES] for label in MEANINGS}


def pulled(x, y, strength, start):
    """Coefficients and intercepts of the regression whose penalty pulls to `start`."""
    hot, size = np.eye(CLASSES)[y], start.size

    def objective(point):
        w, b = point[:size].reshape(start.shape), point[size:]
        z = x @ w.T + b
        errors = softmax(z, 1) - hot
        value = -strength * (hot * log_softmax(z, 1)).sum() + 0.5 * ((w - start) ** 2).sum()
        return value, np.concatenate([(strength * errors.T @ x + w - start).ravel(), strength * errors.sum(0)])

    found = minimize(objective, np.concatenate([start.ravel(), np.zeros(CLASSES)]), jac=True, method="L-BFGS-B",
                     options={"maxiter": 50000, "maxfun": 100000, "ftol": 1e-16, "gtol": 1e-9})
    return found.x[:size].reshape(start.shape), found.x[size:]


def fitted(x, y, d, dy, form, factor, strength):
    """The head over the vectors as they are."""
    mean, spread = x.mean(0), deviations(x)
    z, means = (x - mean) / spread, (d - mean) / spread
    means = means - np.mean([means[dy == c].mean(0) for c in range(CLASSES)], axis=0)
    if form == "start":
        directions = np.array([means[dy == c].mean(0) for c in range(CLASSES)])
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        w, b = pulled(z, y, strength, factor * directions / np.sqrt(x.shape[1]))
    else:
        weights = np.ones(len(y))
        if form == "texts":
            z, y = np.concatenate([z, means]), np.concatenate([y, dy])
            weights = np.concatenate([weights, [factor / (dy == c).sum() for c in dy]])
        model = LogisticRegression(C=strength, tol=1e-10, max_iter=50000).fit(z, y, weights)
        w, b = model.coef_, model.intercept_
    w = w / spread
    return w, b - w @ mean


def judged(x, y, d, dy, form, factor):
    """The best penalty, and the loss of each text and whether it is told, by heads that did not learn from it."""
    met = np.array([(y[:i] == y[i]).sum() for i in range(len(y))])
    part, best = met % 5, None
    for strength in STRENGTHS:
        losses, hits = [], []
        for held in range(5):
            inside, outside = part != held, part == held
            w, b = fitted(x[inside], y[inside], d, dy, form, factor, strength)
            z = x[outside] @ w.T + b
            losses += (-log_softmax(z, 1)[np.arange(outside.sum()), y[outside]]).tolist()
            hits += (z.argmax(1) == y[outside]).tolist()
        if best is None or np.sum(losses) < np.sum(best[1]):
            best = strength, np.array(losses), np.array(hits)
    return best


def case(model, rows, names, held):
    """What cross-validation chooses, its figures, and the logits of the head that it leaves."""
    x, y = vectors(model, rows), np.array([label for _, label in rows])
    pairs = [(text, label) for label, own in names.items() for text in own.split(",")]
    d, dy = vectors(model, pairs), np.array([label for _, label in pairs])
    plain = judged(x, y, d, dy, "none", 0)
    trials = [(form, factor, judged(x, y, d, dy, form, factor)) for form, factor in TRIED]
    form, factor, best = min(trials, key=lambda trial: trial[2][1].mean())
    gains = plain[1] - best[1]
    error = gains.std(ddof=1) / np.sqrt(len(gains))
    helps = gains.mean() > 0.5 * error
    chosen = (form, factor, best[0]) if helps else ("none", 0, plain[0])
    w, b = fitted(x, y, d, dy, *chosen)
    logits = vectors(model, held) @ w.T + b
    figures = lambda trial: {"log_loss": trial[1].mean(), "accuracy": trial[2].mean()}
    return {"rows": [{"text": text, "label": label} for text, label in rows], "descriptions": [own.split(",") for own in names.values()],
            "form": chosen[0], "factor": chosen[1], "best": {"form": form, "factor": factor}, "with": figures(best),
            "without": figures(plain), "gain": gains.mean(), "error": error, "logits": centred(logits),
            "accuracy": float((logits.argmax(1) == [label for _, label in held]).mean())}


if __name__ == "__main__":
    config, model = encoder()
    held = texts(8, 45, 0, 3)
    cases = {
        "as texts": case(model, texts(41, 24, 0, 2), MEANINGS, held),
        "as the start": case(model, texts(41, 15, 0, 3), MEANINGS, held),
        "misleading": case(model, texts(41, 24, 0, 2), SWAPPED, held),
    }
    json.dump({"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, **described(config, model),
               "held": [text for text, _ in held], "cases": cases}, sys.stdout, separators=(",", ":"))
    print()
