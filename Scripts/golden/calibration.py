"""Golden figures of calibration: scikit-learn's temperature, and its sigmoid with Platt's targets.

usage: python calibration.py > Tests/BertDataTests/Golden/calibration.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.calibration import _SigmoidCalibration, _TemperatureScaling

random = np.random.default_rng(2)
temperatures, sigmoids = [], []
for rows, classes, spread in [(60, 3, 1), (300, 2, 4), (500, 5, 0.5), (40, 4, 9)]:
    truth = random.integers(classes, size=rows)
    logits = random.normal(size=(rows, classes)) * spread
    logits[np.arange(rows), truth] += spread
    model = _TemperatureScaling().fit(logits, truth)
    temperatures.append({"logits": logits.flatten().tolist(), "truth": truth.tolist(), "classes": classes, "temperature": 1 / float(model.beta_)})
for rows, share, spread in [(50, 0.5, 1), (400, 0.1, 3), (200, 0.7, 0.3)]:
    truth = random.random(rows) < share
    logits = random.normal(size=rows) * spread + truth * spread
    model = _SigmoidCalibration().fit(logits, truth.astype(float))
    # Their p is 1 / (1 + exp(a x + b)).
    sigmoids.append({"logits": logits.tolist(), "truth": truth.tolist(), "slope": -float(model.a_), "offset": -float(model.b_)})
json.dump({"scikit-learn": sklearn.__version__, "temperatures": temperatures, "sigmoids": sigmoids}, sys.stdout)
print()
