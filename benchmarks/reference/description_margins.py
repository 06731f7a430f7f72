"""How sure cross-validation has to be of descriptions of labels before a head learns from them: margins compared.

    python description_margins.py BERTFT OUT_DIRECTORY [splits] [texts a label, as 8,16] [corpora]

On the vectors that `bertft embed` gives it computes in NumPy and SciPy what `train --method features --label-descriptions` does: heads
without descriptions and with them in each form, each with its best penalty by five-fold cross-validation. For true descriptions
and for those of the next label it prints, for each margin in standard errors of the loss's difference, the gain in accuracy on
1,000 other rows over the head without descriptions, its least over the runs, and the share of the runs that take descriptions. The
splits are those of setfit_peers.py and the descriptions those of zero_shot_peers.py.
"""

import csv
import json
import pathlib
import subprocess
import sys

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from setfit_peers import CORPORA, MODEL, path_of, split, write
from zero_shot_peers import DESCRIPTIONS

STRENGTHS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
TRIED = [("texts", 1), ("texts", 4), ("texts", 16), ("start", 3), ("start", 10)]
MARGINS = [0, 0.25, 0.5, 1, 2]


def vectors(bertft, out, name, texts):
    write(out / f"{name}.csv", [(text, "x") for text in texts])
    subprocess.run(
        [bertft, "embed", str(out / f"{name}.csv"), "--out", str(out / f"{name}.npy"), "--model", MODEL, "--pooling", "mean",
         "--no-normalize", "--max-length", "256", "--text-column", "text", "--quiet"], check=True, capture_output=True)
    return np.load(out / f"{name}.npy").astype(float)


def minimised(x, y, weights, strength, centre, begin):
    hot, size, total = np.eye(len(centre))[y], centre.size, weights.sum()

    def objective(point):
        w, b = point[:size].reshape(centre.shape), point[size:]
        z = x @ w.T + b
        errors = weights[:, None] * (softmax(z, 1) - hot) / total
        loss = (weights * (logsumexp(z, 1) - z[np.arange(len(y)), y])).sum() / total
        pull = (w - centre) / (strength * total)
        return loss + 0.5 * ((w - centre) * pull).sum(), np.concatenate([(errors.T @ x + pull).ravel(), errors.sum(0)])

    return minimize(objective, begin, jac=True, method="L-BFGS-B", options={"maxiter": 200, "gtol": 1e-4, "ftol": 1e-12}).x


def heads(x, y, meanings, form, factor, judged):
    """The logits of other rows for each penalty. A label has one description."""
    mean, spread = x.mean(0), np.where(x.std(0) > 1e-6, x.std(0), 1)
    z, weights, centre = (x - mean) / spread, np.ones(len(y)), np.zeros((len(meanings), x.shape[1]))
    m = (meanings - mean) / spread
    m = m - m.mean(0)
    if form == "texts":
        z, y = np.concatenate([z, m]), np.concatenate([y, np.arange(len(m))])
        weights = np.concatenate([weights, np.full(len(m), float(factor))])
    elif form == "start":
        centre = factor * m / np.linalg.norm(m, axis=1, keepdims=True) / np.sqrt(x.shape[1])
    point = np.concatenate([centre.ravel(), np.zeros(len(m))])
    for strength in STRENGTHS:
        point = minimised(z, y, weights, strength, centre, point)
        yield (judged - mean) / spread @ point[:centre.size].reshape(centre.shape).T + point[centre.size:]


def judged(x, y, meanings, form, factor, test, truth):
    """The losses of the rows in cross-validation with the best penalty, and the accuracy on the test."""
    part = np.array([(y[:i] == y[i]).sum() for i in range(len(y))]) % 5
    losses = np.zeros((len(STRENGTHS), len(y)))
    for held in range(5):
        outside = part == held
        for place, z in enumerate(heads(x[~outside], y[~outside], meanings, form, factor, x[outside])):
            losses[place, outside] = logsumexp(z, 1) - z[np.arange(outside.sum()), y[outside]]
    best = losses.mean(1).argmin()
    return losses[best], (list(heads(x, y, meanings, form, factor, test))[best].argmax(1) == truth).mean()


def main(bertft, out, splits="6", shots="8,16", corpora=",".join(CORPORA)):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    runs = {"own": [], "swapped": []}
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        labels = sorted(DESCRIPTIONS[corpus])
        features = vectors(bertft, out, corpus, [text for text, _ in rows])
        meanings = vectors(bertft, out, corpus + "-labels", [DESCRIPTIONS[corpus][label] for label in labels])
        numbered = [(place, labels.index(label)) for place, (_, label) in enumerate(rows)]
        for count in map(int, shots.split(",")):
            for seed in range(1, int(splits) + 1):
                learnt, test = (np.array(part) for part in split(numbered, count, seed))
                x, y, t, truth = features[learnt[:, 0]], learnt[:, 1], features[test[:, 0]], test[:, 1]
                losses, accuracy = judged(x, y, meanings, "none", 0, t, truth)
                for kind, texts in (("own", meanings), ("swapped", np.roll(meanings, 1, axis=0))):
                    with_them = min((judged(x, y, texts, *use, t, truth) for use in TRIED), key=lambda found: found[0].mean())
                    gains = losses - with_them[0]
                    error = gains.std(ddof=1) / np.sqrt(len(gains))
                    runs[kind].append((gains.mean() / error, with_them[1] - accuracy))
    for kind, found in runs.items():
        for margin in MARGINS:
            gains = [gain if certainty > margin else 0 for certainty, gain in found]
            print(json.dumps({
                "descriptions": kind, "margin": margin, "gain": round(float(np.mean(gains)), 4),
                "least": round(float(min(gains)), 4), "taken": sum(c > margin for c, _ in found), "runs": len(found)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
