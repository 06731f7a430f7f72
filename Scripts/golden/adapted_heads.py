"""Golden figures of heads that are adapted to another domain: adapt 0.4.5 and scikit-learn on the vectors of a random BERT.

usage: python adapted_heads.py > Tests/BertTuningTests/Golden/adapted-heads.json

adapt must be importable (with cvxopt). The encoder, the texts and their vectors are those of small_encoder.py.
"""
import contextlib, io, json, sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from adapt_package import pinned
from small_encoder import CLASSES, STRENGTHS, centred, described, deviations, encoder, texts, vectors
from adapt.feature_based import CORAL, SA, TCA
from adapt.instance_based import IWC, KLIEP, KMM, TrAdaBoost, ULSIF


def fitted(x, y, weights, strength):
    """A regression on features of deviation one, as weights and biases for features as they are."""
    mean, spread = x.mean(0), deviations(x)
    model = LogisticRegression(C=strength, tol=1e-10, max_iter=50000).fit((x - mean) / spread, y, weights)
    w = model.coef_ / spread
    return w, model.intercept_ - w @ mean


def loss(logits, y, weights):
    shifted = logits - logits.max(1, keepdims=True)
    chances = np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True)
    return -(weights * np.log(np.maximum(chances[np.arange(len(y)), y], 1e-15))).sum()


def strength_of(x, y, weights):
    """The penalty that cross-validation chooses: rows of each label go to five parts in turn."""
    part = np.array([(y[:i] == y[i]).sum() % 5 for i in range(len(y))])
    losses = []
    for strength in STRENGTHS:
        total = 0
        for held in range(5):
            inside, outside = part != held, part == held
            w, b = fitted(x[inside], y[inside], weights[inside], strength)
            total += loss(x[outside] @ w.T + b, y[outside], weights[outside])
        losses.append(total)
    return STRENGTHS[int(np.argmin(losses))]


def adapted(way, xs, xt):
    """The rows to learn from, what each counts, and the target's rows in the same space."""
    silent = {"verbose": 0}
    ones = np.ones(len(xs))
    both = np.concatenate([xs, xt])
    squares = ((both[:, None] - both[None]) ** 2).sum(2)
    gamma = 1 / (2 * np.median(squares[np.tril_indices(len(both), -1)]))
    rank = lambda x: int((np.linalg.eigvalsh(np.cov(x.T)) > np.linalg.eigvalsh(np.cov(x.T))[-1] * x.shape[1] * 2.0**-52).sum())
    match way:
        case "none":
            return xs, ones, xt
        case "coral":
            return CORAL(**silent).fit_transform(xs, xt), ones, xt
        case "subspace":
            sa = SA(n_components=min(rank(xs), rank(xt)), **silent)
            return sa.fit_transform(xs, xt), ones, sa.transform(xt)
        case "tca":
            tca = TCA(n_components=20, kernel="linear", mu=0.1, **silent)
            return tca.fit_transform(xs, xt), ones, tca.transform(xt)
        case "odds":
            weights = IWC(classifier=LogisticRegression(C=1, tol=1e-11, max_iter=20000), **silent).fit_weights(xs, xt)
        case "kmm":
            weights = KMM(gamma=gamma, kernel="rbf", tol=1e-14, max_iter=1000, **silent).fit_weights(xs, xt)
        case "kliep":
            weights = KLIEP(gamma=gamma, kernel="rbf", max_centers=100, **silent).fit_weights(xs, xt)
        case "ulsif":
            weights = ULSIF(gamma=gamma, kernel="rbf", lambdas=1.0, max_centers=100, **silent).fit_weights(xs, xt)
    weights = np.asarray(weights).ravel()
    return xs, np.maximum(weights / weights.mean(), 1e-6), xt


config, model = encoder()
source, target = texts(5, 90, 0, 3), texts(6, 60, 1, 2)
few, held = texts(7, 12, 1, 2), texts(8, 45, 1, 2)
fs, ft, ff, fh = (vectors(model, rows) for rows in (source, target, few, held))
mean = fs.mean(0)
size = np.sqrt(((fs - mean) ** 2).sum() / len(fs))
xs, xt, xf, xh = ((f - mean) / size for f in (fs, ft, ff, fh))
labels = [np.array([label for _, label in rows]) for rows in (source, target, few, held)]

cases = {}
with contextlib.redirect_stdout(io.StringIO()), pinned():
    for way in ["none", "coral", "subspace", "tca", "odds", "kmm", "kliep", "ulsif"]:
        # The map is learnt from the target's texts; the rows judged go through it behind them.
        rows, weights, _ = adapted(way, xs, xt)
        if way == "subspace":
            sa = SA(n_components=rows.shape[1], verbose=0)
            sa.fit_transform(xs, xt)
            judged = sa.transform(xh)
        elif way == "tca":
            tca = TCA(n_components=20, kernel="linear", mu=0.1, verbose=0)
            rows = tca.fit_transform(xs, xt)
            judged = tca.transform(xh)
        else:
            judged = xh
        strength = strength_of(rows, labels[0], weights)
        w, b = fitted(rows, labels[0], weights, strength)
        logits = judged @ w.T + b
        cases[way] = {"strength": strength, "logits": centred(logits[:10]),
                      "accuracy": float((logits.argmax(1) == labels[3]).mean())}
    boost = TrAdaBoost(LogisticRegression(C=1, tol=1e-11, max_iter=20000), Xt=xf, yt=labels[2], n_estimators=10, verbose=0)
    boost.fit(xs, labels[0])
    votes, voters = np.array(boost.estimator_weights_[5:]), boost.estimators_[5:]
    logits = sum(v * (xh @ e.coef_.T + e.intercept_) for v, e in zip(votes, voters)) / votes.sum()
    cases["tradaboost"] = {"logits": centred(logits[:10]), "accuracy": float((logits.argmax(1) == labels[3]).mean()),
                           "agreement": float((logits.argmax(1) == boost.predict(xh)).mean())}
rows = lambda part: [{"text": text, "label": label} for text, label in part]
json.dump({"adapt": "0.4.5", "scikit-learn": sklearn.__version__, **described(config, model), "source": rows(source),
           "target": [text for text, _ in target], "few": rows(few), "held": rows(held), "cases": cases},
          sys.stdout, separators=(",", ":"))
print()
