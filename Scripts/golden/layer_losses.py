"""Golden figures of choosing a layer: losses of training rows held out, by layer, of scikit-learn's LogisticRegression.

usage: python layer_losses.py > Tests/BertTuningTests/Golden/layer-losses.json

The parts are those of our StrengthSearch: the rows of each label go to the parts in turn. Features are brought to deviation
one by the rows that are learnt from, and the penalty is the one with the least loss over all parts.
"""
import json, sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

STRENGTHS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]


def held_losses(x, y, parts=5):
    met, part = {}, []
    for label in y:
        part.append(met.get(label, 0) % parts)
        met[label] = met.get(label, 0) + 1
    part, losses = np.array(part), np.zeros((len(STRENGTHS), len(y)))
    for number in range(parts):
        inside, outside = part != number, part == number
        mean, deviation = x[inside].mean(0), x[inside].std(0)
        a, b = (x[inside] - mean) / deviation, (x[outside] - mean) / deviation
        for index, strength in enumerate(STRENGTHS):
            model = LogisticRegression(C=strength, solver="lbfgs", tol=1e-10, max_iter=20000).fit(a, y[inside])
            losses[index, outside] = -model.predict_log_proba(b)[np.arange(outside.sum()), y[outside]]
    best = losses.sum(1).argmin()
    return losses[best], STRENGTHS[best]


def main():
    random = np.random.default_rng(9)
    rows, width, classes = 60, 6, 3
    cases = []
    # How much the labels show in the states of each layer.
    for signals in [[0.4, 2.0, 0.6], [0.2, 0.5, 2.0], [0.3, 0.62, 0.55], [0.3, 0.62, 0.4]]:
        y = np.arange(rows) % classes
        layers = []
        for signal in signals:
            centres = random.normal(size=(classes, width))
            layers.append(np.round((signal * centres[y] + random.normal(size=(rows, width))) * 64) / 64)
        losses = [held_losses(x, y)[0] for x in layers]
        means = [float(l.mean()) for l in losses]
        best = int(np.argmin(means))
        gains = losses[-1] - losses[best]
        gain, error = float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(rows))
        chosen = best + 1 if best < len(signals) - 1 and gain > 2 * error else len(signals)
        cases.append({"rows": rows, "width": width, "classes": classes, "labels": y.tolist(),
                      "features": np.concatenate(layers, 1).ravel().tolist(), "losses": means, "gain": gain,
                      "error": error, "chosen": chosen})
    json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
