"""Golden figures for the simple models.

usage: python baselines.py > Tests/BertBaselinesTests/Golden/baselines.json

From scikit-learn: TfidfVectorizer's terms and values for four settings, the probabilities of a logistic regression over
them, and NB-SVM (Wang and Manning 2012) put together from CountVectorizer, log-count ratios and one LogisticRegression a
class. The texts are written here, with accents, digits, underscores, empty ones and ones without a known word.
"""
import json
import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

texts = [
    "The battery is great, the screen is great!", "A lovely phone; battery lasts and lasts and lasts.",
    "Awful. The screen broke after 2 days, awful service", "broke broke broke: don't buy_this thing",
    "It is a phone. It has a screen and a battery.", "The box holds the phone and the charger.",
    "Crème brûlée was très bonne, a lovely dessert", "naïve café owners; ÄRGER über Größe",
    "Great service, great price, would buy again", "poor battery, poor screen, poor me",
    "The charger is in the box", "x y z", "Ⅷ ½ 文字 and 3½ stars", "lovely lovely lovely phone",
    "I hate it; the worst phone, the worst battery", "It came in a box on Monday",
]
labels = [0, 0, 1, 1, 2, 2, 0, 1, 0, 1, 2, 2, 2, 0, 1, 2]
probes = ["the lovely screen broke", "", "zzz qqq", "Great BATTERY great box", "poor café"]


def sparse(matrix):
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return [[[int(c), float(v)] for c, v in zip(matrix[i].indices, matrix[i].data)] for i in range(matrix.shape[0])]


vectorizers = []
for settings in [
    dict(analyzer="word", ngram_range=(1, 2), min_df=1, sublinear_tf=True),
    dict(analyzer="word", ngram_range=(1, 1), min_df=2, sublinear_tf=False),
    dict(analyzer="char_wb", ngram_range=(2, 5), min_df=1, sublinear_tf=True),
    dict(analyzer="word", ngram_range=(2, 3), min_df=1, sublinear_tf=False),
]:
    v = TfidfVectorizer(**settings)
    x = v.fit_transform(texts)
    z = v.transform(probes)
    case = dict(settings, ngram_range=list(settings["ngram_range"]), terms=list(v.get_feature_names_out()),
                values=sparse(x), probe_values=sparse(z))
    models = []
    for c in [1.0, 10.0]:
        m = LogisticRegression(C=c, solver="lbfgs", tol=1e-10, max_iter=20000).fit(x, labels)
        models.append(dict(c=c, coefficients=m.coef_.ravel().tolist(), intercepts=m.intercept_.tolist(),
                           probabilities=m.predict_proba(z).ravel().tolist()))
    case["models"] = models
    vectorizers.append(case)

ratios = []
for classes in [3, 2]:
    y = np.array([min(label, classes - 1) for label in labels])
    v = CountVectorizer(binary=True, ngram_range=(1, 2))
    x = v.fit_transform(texts).astype(float)
    z = v.transform(probes).astype(float)
    columns = []
    for label in range(classes):
        p = 1 + x[y == label].sum(0).A1
        q = 1 + x[y != label].sum(0).A1
        r = np.log((p / p.sum()) / (q / q.sum()))
        m = LogisticRegression(C=1.0, solver="lbfgs", tol=1e-10, max_iter=20000).fit(x.multiply(r).tocsr(), y == label)
        columns.append(m.predict_proba(z.multiply(r).tocsr())[:, 1])
    p = np.stack(columns, 1)
    ratios.append(dict(classes=classes, labels=y.tolist(), probabilities=(p / p.sum(1, keepdims=True)).ravel().tolist()))

print(json.dumps(dict(sklearn=sklearn.__version__, texts=texts, labels=labels, probes=probes, vectorizers=vectorizers,
                      ratios=ratios)))
