"""Golden figures for what a comparison of two classifiers on the same rows can tell.

usage: python verdicts.py > Tests/BertTuningTests/Golden/verdicts.json

Answers of two classifiers are drawn for test sets of 60 to 4,000 rows. Of each the 95 % interval of the difference of macro
F1 is scipy's (paired percentile bootstrap, 5,000 resamples), and the probability of McNemar's exact test scipy's binomtest (as
statsmodels' mcnemar(exact=True) computes it). The outcome follows from these by the rule of ComparisonVerdict: the first is
better where the interval lies above 0, or else where the test says so and the difference of macro F1 does not say the
opposite; worse likewise; not better by more than the margin of 2 points where the interval ends below that; else open.

`rates` are of 400 draws each with what is known to be true: how often the rule says each outcome.
"""
import json
import numpy as np
import scipy
from scipy.stats import binomtest, bootstrap
from sklearn.metrics import f1_score

MARGIN = 0.02
CLASSES = 3


def draw(rng, rows, first, second, shared, labels=None):
    """Truth and two classifiers' answers, right with these probabilities; `shared` of the rows are decided alike."""
    truth = rng.choice(CLASSES, rows, p=labels)
    luck = rng.random(rows)
    other = np.where(rng.random(rows) < shared, luck, rng.random(rows))
    wrong = (truth + rng.integers(1, CLASSES, rows)) % CLASSES
    return truth, np.where(luck < first, truth, wrong), np.where(other < second, truth, wrong)


def f1(t, p):
    right = np.bincount(t[t == p], minlength=CLASSES)
    both = np.bincount(t, minlength=CLASSES) + np.bincount(p, minlength=CLASSES)
    return np.mean(np.where(both > 0, 2 * right / np.maximum(both, 1), 0))


def judge(truth, first, second, interval):
    only_first = int(np.sum((first == truth) & (second != truth)))
    only_second = int(np.sum((first != truth) & (second == truth)))
    both = only_first + only_second
    p = 1.0 if both == 0 else binomtest(only_first, both, 0.5).pvalue
    gain = f1(truth, first) - f1(truth, second)
    low, high = interval
    if low > 0:
        outcome, figure = "better", "macro-f1"
    elif high < 0:
        outcome, figure = "worse", "macro-f1"
    elif p < 0.05 and only_first > only_second and gain >= 0:
        outcome, figure = "better", "accuracy"
    elif p < 0.05 and only_second > only_first and gain <= 0:
        outcome, figure = "worse", "accuracy"
    elif high <= MARGIN:
        outcome, figure = "not_better", "macro-f1"
    else:
        outcome, figure = "open", None
    return dict(outcome=outcome, figure=figure, gain=gain, low=low, high=high, p=p, only_first=only_first,
                only_second=only_second)


def percentile(truth, first, second, rng, draws=500):
    n = len(truth)
    places = rng.integers(0, n, (draws, n))

    def figures(answers):
        total = np.zeros(draws)
        for label in range(CLASSES):
            right = ((truth == label) & (answers == label))[places].sum(1)
            both = (truth == label)[places].sum(1) + (answers == label)[places].sum(1)
            total += np.where(both > 0, 2 * right / np.maximum(both, 1), 0)
        return total / CLASSES

    return np.quantile(figures(first) - figures(second), [0.025, 0.975])


cases = []
RARE = [0.85, 0.1, 0.05]
for seed, rows, first, second, shared, labels in [
        (12, 60, 0.73, 0.53, 0.6, None), (1, 60, 0.75, 0.7, 0.6, None), (1, 300, 0.8, 0.72, 0.7, None),
        (2, 300, 0.7, 0.8, 0.7, None), (1, 2000, 0.801, 0.8, 0.95, None), (1, 1500, 0.8, 0.84, 0.9, None),
        (5, 300, 0.8, 0.795, 0.7, None), (1, 60, 0.78, 0.55, 0.85, None), (1, 1000, 0.8, 0.8, 0.97, None),
        (42, 60, 0.8, 0.6, 0.7, RARE), (46, 60, 0.6, 0.8, 0.7, RARE)]:
    rng = np.random.default_rng(seed)
    truth, a, b = draw(rng, rows, first, second, shared, labels)
    assert abs(f1(truth, a) - f1_score(truth, a, average="macro")) < 1e-12
    ends = bootstrap((truth, a, b), lambda t, x, y: f1(t, x) - f1(t, y), paired=True, vectorized=False,
                     n_resamples=5000, method="percentile", rng=np.random.default_rng(0)).confidence_interval
    # No outcome hangs by the draws of a bootstrap.
    assert min(abs(ends.low), abs(ends.high), abs(ends.high - MARGIN)) > 0.06 * (ends.high - ends.low)
    cases.append(dict(zip(("truth", "first", "second"), ("".join(map(str, answers)) for answers in (truth, a, b))),
                      **judge(truth, a, b, [ends.low, ends.high])))

rates = []
for name, rows, first, second in [
        ("equal", 60, 0.75, 0.75), ("equal", 200, 0.75, 0.75), ("equal", 1000, 0.75, 0.75),
        ("first ahead by 5 points", 60, 0.8, 0.75), ("first ahead by 5 points", 200, 0.8, 0.75),
        ("first ahead by 5 points", 1000, 0.8, 0.75), ("first ahead by 20 points", 60, 0.8, 0.6)]:
    rng = np.random.default_rng(11)
    told = dict(better=0, worse=0, not_better=0, open=0)
    for _ in range(400):
        truth, a, b = draw(rng, rows, first, second, 0.6)
        told[judge(truth, a, b, percentile(truth, a, b, rng))["outcome"]] += 1
    rates.append(dict(truth=name, rows=rows, **{key: value / 400 for key, value in told.items()}))
print(json.dumps(dict(scipy=scipy.__version__, cases=cases, rates=rates)))
