"""Numbers of pairs that setfit 1.2 makes of labelled texts, for BertTuningTests.

    python pair_counts.py TUNING_GOLDEN_DIRECTORY
"""

import json
import pathlib
import sys

from setfit.sampler import ContrastiveDataset

LABELS = {
    "even": [0, 1, 2] * 4,
    "uneven": [0] * 9 + [1] * 2 + [2],
    "two": [1, 0, 0, 0, 0],
}


def figures(labels, sampling, iterations):
    texts = [str(i) for i in range(len(labels))]
    made = ContrastiveDataset(texts, labels, False, iterations, sampling)
    pairs = list(made)
    kinds = [{(a, b) for a, b in ((p["sentence_1"], p["sentence_2"]) for p in pairs if p["label"] == kind)} for kind in (1.0, 0.0)]
    return {"same": made.len_pos_pairs, "other": made.len_neg_pairs, "distinct_same": len(kinds[0]), "distinct_other": len(kinds[1])}


if __name__ == "__main__":
    cases = [
        {"labels": labels, "sampling": sampling, "iterations": iterations, **figures(labels, sampling, iterations)}
        for labels in LABELS.values()
        for sampling, iterations in [("oversampling", None), ("undersampling", None), ("unique", None), ("oversampling", 3)]]
    (pathlib.Path(sys.argv[1]) / "pair-counts.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
