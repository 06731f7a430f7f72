"""Golden figures for the simple models of several labels a text and of a number.

usage: python linear_tasks.py > Tests/BertBaselinesTests/Golden/linear_tasks.json

From scikit-learn, over dense rows (rounded so that single precision holds them) and over the TF-IDF of a few texts:
OneVsRestClassifier(LogisticRegression), one of whose labels no row has and one all rows; Ridge; NB-SVM (Wang and Manning
2012) one label against the rest; and what DummyClassifier and DummyRegressor answer.
"""
import json
import warnings
import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier

warnings.filterwarnings("ignore", message="Label .* is present in all|.*not.* present in")


def logistic(c, weight=None):
    return LogisticRegression(C=c, solver="lbfgs", tol=1e-12, max_iter=50000,
                              class_weight=None if weight is None else {0: 1.0, 1: weight})


def one_against_rest(x, y, z, c):
    return OneVsRestClassifier(logistic(c)).fit(x, y).predict_proba(z).ravel().tolist()


def ridge(x, y, z, alpha):
    m = Ridge(alpha=alpha, solver="cholesky").fit(x, y)
    return dict(alpha=alpha, coefficients=m.coef_.tolist(), intercept=float(m.intercept_), predictions=m.predict(z).tolist())


rng = np.random.default_rng(11)
rows, columns = 60, 8
x = np.round(rng.normal(size=(rows, columns)) * 64) / 64
z = np.round(rng.normal(size=(10, columns)) * 64) / 64
hidden = rng.normal(size=(3, columns))
flags = ((x @ hidden.T + rng.logistic(size=(rows, 3)) - np.array([0.0, 1.5, -1.0])) > 0).astype(int)
flags = np.hstack([flags, np.zeros((rows, 1), int), np.ones((rows, 1), int)])
numbers = np.round((x @ rng.normal(size=columns) * 20 + rng.normal(size=rows) * 10 + 300) * 8) / 8
weights = [2.5, 4.0, 0.5]
dense = dict(
    rows=rows, columns=columns, x=x.ravel().tolist(), probes=z.ravel().tolist(), flags=flags.tolist(),
    numbers=numbers.tolist(), weights=weights,
    models=[dict(c=c, probabilities=one_against_rest(x, flags, z, c)) for c in [0.05, 1.0, 20.0]],
    weighted=np.stack([logistic(1.0, w).fit(x, flags[:, i]).predict_proba(z)[:, 1]
                       for i, w in enumerate(weights)], 1).ravel().tolist(),
    ridges=[ridge(x, numbers, z, alpha) for alpha in [0.01, 1.0, 100.0]])

texts = [
    "The battery is great, the screen is great!", "A lovely phone; battery lasts and lasts and lasts.",
    "Awful. The screen broke after 2 days, awful service", "broke broke broke: don't buy_this thing",
    "It is a phone. It has a screen and a battery.", "The box holds the phone and the charger.",
    "Crème brûlée was très bonne, a lovely dessert", "naïve café owners; ÄRGER über Größe",
    "Great service, great price, would buy again", "poor battery, poor screen, poor me",
    "The charger is in the box", "x y z", "Ⅷ ½ 文字 and 3½ stars", "lovely lovely lovely phone",
    "I hate it; the worst phone, the worst battery", "It came in a box on Monday",
]
probes = ["the lovely screen broke", "", "zzz qqq", "Great BATTERY great box", "poor café"]
words = ["battery", "screen", "phone"]
held = np.array([[int(w in t.lower()) for w in words] for t in texts])
stars = np.array([5, 5, 1, 1, 3, 3, 5, 2, 5, 1, 3, 3, 4, 5, 1, 2.5])

v = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
# The features are held in single precision here.
x = v.fit_transform(texts).astype(np.float32).astype(np.float64)
z = v.transform(probes).astype(np.float32).astype(np.float64)
b = CountVectorizer(binary=True, ngram_range=(1, 2))
x1, z1 = b.fit_transform(texts).astype(float), b.transform(probes).astype(float)
ratios = []
for label in range(len(words)):
    y = held[:, label]
    p, q = 1 + x1[y == 1].sum(0).A1, 1 + x1[y == 0].sum(0).A1
    r = np.log((p / p.sum()) / (q / q.sum()))
    ratios.append(logistic(1.0).fit(x1.multiply(r).tocsr(), y).predict_proba(z1.multiply(r).tocsr())[:, 1])
prior = DummyClassifier(strategy="prior").fit(x, held).predict_proba(z[:1])
sparse = dict(
    texts=texts, probes=probes, flags=held.tolist(), numbers=stars.tolist(),
    models=[dict(c=c, probabilities=one_against_rest(x, held, z, c)) for c in [1.0, 10.0]],
    ridges=[ridge(x.toarray(), stars, z.toarray(), alpha) for alpha in [0.05, 1.0, 10.0]],
    ratios=np.stack(ratios, 1).ravel().tolist(), prior=[float(p[0, 1]) for p in prior],
    mean=float(DummyRegressor().fit(x, stars).predict(z[:1])[0]))
print(json.dumps(dict(sklearn=sklearn.__version__, dense=dense, sparse=sparse)))
