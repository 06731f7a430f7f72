"""Golden figures for the comparison of two classifiers on the same rows.

usage: python comparison.py > Tests/BertDataTests/Golden/comparison.json

McNemar's exact test from scipy's binomtest (as statsmodels' mcnemar(exact=True) computes it), and from scipy's bootstrap
(percentile, 5,000 resamples, paired) the 95 % intervals of macro F1 and of its difference; the same of several labels a
text, of R² of numbers, and of seqeval's F1 of entities.

seqeval is not among the reference environment's packages: pip install --no-deps --target DIR seqeval==1.2.2, PYTHONPATH=DIR.
"""
import json
import numpy as np
import scipy
from scipy.stats import binomtest, bootstrap
from seqeval.metrics import f1_score as entity_f1
from seqeval.metrics.sequence_labeling import get_entities
from sklearn.metrics import f1_score, r2_score

mcnemar = [dict(only_first=b, only_second=c, p=1.0 if b + c == 0 else binomtest(min(b, c), b + c, 0.5).pvalue)
           for b, c in [(0, 0), (1, 0), (5, 1), (10, 2), (7, 7), (30, 45), (120, 60), (400, 350), (2000, 1800)]]

def interval(statistic, data):
    b = bootstrap(data, statistic, paired=True, vectorized=False, n_resamples=5000, method="percentile",
                  rng=np.random.default_rng(0))
    return [b.confidence_interval.low, b.confidence_interval.high]


cases = []
for seed, rows, classes, good, better in [(1, 300, 3, 0.6, 0.7), (2, 500, 2, 0.8, 0.81), (3, 200, 4, 0.5, 0.9)]:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, rows)

    def answers(share):
        return np.where(rng.random(rows) < share, truth, rng.integers(0, classes, rows))

    first, second = answers(good), answers(better)

    def f1(t, p):
        return f1_score(t, p, labels=range(classes), average="macro", zero_division=0)

    cases.append(dict(
        classes=classes, truth=truth.tolist(), first=first.tolist(), second=second.tolist(),
        macro_f1=f1(truth, first), interval=interval(f1, (truth, first)),
        difference=f1(truth, second) - f1(truth, first),
        difference_interval=interval(lambda t, a, b: f1(t, b) - f1(t, a), (truth, first, second))))

rng = np.random.default_rng(4)
held = rng.random((300, 3)) < np.array([0.5, 0.3, 0.15])
given = np.where(rng.random(held.shape) < 0.8, held, rng.random(held.shape) < 0.3)


def sets_f1(places):
    places = places.astype(int)
    return f1_score(held[places], given[places], average="macro", zero_division=0)


everyone = np.arange(300)
sets = dict(truth=held.tolist(), answers=given.tolist(), macro_f1=sets_f1(everyone), interval=interval(sets_f1, (everyone,)))
true = np.round(rng.normal(size=250) * 3 + 5, 3)
guessed = np.round(true + rng.normal(size=250) * 1.5, 3)
numbers = dict(truth=true.tolist(), answers=guessed.tolist(), r2=r2_score(true, guessed),
               interval=interval(r2_score, (true, guessed)))
rng = np.random.default_rng(6)
tags = np.array(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])
sentences = [rng.choice(tags, size=rng.integers(3, 9), p=[0.4, 0.2, 0.15, 0.15, 0.1]) for _ in range(150)]
tagged = [np.where(rng.random(len(s)) < 0.85, s, rng.choice(tags, size=len(s))) for s in sentences]


def tokens_f1(places):
    places = places.astype(int)
    return entity_f1([sentences[p].tolist() for p in places], [tagged[p].tolist() for p in places])


def ranges(rows):
    return [[[label, start, end + 1] for label, start, end in get_entities(row.tolist())] for row in rows]


everyone = np.arange(150)
entities = dict(truth=ranges(sentences), found=ranges(tagged), f1=tokens_f1(everyone),
                interval=interval(tokens_f1, (everyone,)))
print(json.dumps(dict(scipy=scipy.__version__, mcnemar=mcnemar, cases=cases, sets=sets, numbers=numbers,
                      entities=entities)))
