"""Golden figures of novelty: scikit-learn's Ledoit-Wolf covariance about the means of groups, and Mahalanobis distances.

usage: python novelty.py > Tests/BertTuningTests/Golden/novelty.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.covariance import LedoitWolf

random = np.random.default_rng(3)
cases = []
# The second has fewer rows than columns, the third one group, the last a covariance near a multiple of the identity.
for rows, width, groups, spread in [(40, 5, 3, True), (12, 16, 2, True), (60, 8, 1, True), (30, 6, 2, False)]:
    mix = random.normal(size=(width, width)) if spread else np.eye(width)
    centres = random.normal(size=(groups, width)) * 2
    group = np.arange(rows) % groups
    features = (centres[group] + random.normal(size=(rows, width)) @ mix).astype(np.float32)
    held = (centres[np.arange(9) % groups] + random.normal(size=(9, width)) @ mix * 1.5).astype(np.float32)
    means = np.stack([features[group == g].astype(np.float64).mean(0) for g in range(groups)])
    fit = LedoitWolf(assume_centered=True).fit(features.astype(np.float64) - means[group])
    # Their Mahalanobis distances are squared.
    distances = np.sqrt(np.stack([fit.mahalanobis(held - mean) for mean in means])).min(0)
    cases.append({
        "width": width, "groups": groups, "group": group.tolist(), "features": features.flatten().tolist(),
        "held": held.flatten().tolist(), "shrinkage": float(fit.shrinkage_),
        "covariance": fit.covariance_.flatten().tolist(), "distances": distances.tolist(),
    })
json.dump({"scikit-learn": sklearn.__version__, "cases": cases}, sys.stdout)
print()
