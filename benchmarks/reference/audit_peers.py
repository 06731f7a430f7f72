"""Wrong labels found: `bertft audit` beside cleanlab 2.9 with scikit-learn's logistic regression, on the same vectors.

    python audit_peers.py BERTFT OUT_DIRECTORY [corpora] [seeds]      (needs cleanlab)

Of each corpus of the catalogue, 5 % of the labels are turned at random into another one of the corpus. Both programs then look at
the rows: bertft encodes them with all-MiniLM-L6-v2, and cleanlab gets `cross_val_predict` of `LogisticRegression(max_iter=2000)`
over five stratified folds of the vectors that `bertft embed` wrote, its `find_label_issues` ranking by self-confidence. JSON lines
give, for each program, the recall: which share of the turned labels is among the rows that are ranked first, 10 % of all at the most; and
which share of these rows was turned; and the median seconds. bertft's contain the encoding, cleanlab's do not.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

import numpy as np

MODEL = "all-MiniLM-L6-v2"
CORPORA = ["amazon-reviews", "sms-spam", "tweets", "news"]
TURNED, LOOKED_AT = 0.05, 0.10


def path_of(bertft, kind, name):
    subprocess.run([bertft, kind, "pull", name], capture_output=True, check=True)
    return subprocess.run([bertft, kind, "path", name], capture_output=True, text=True, check=True).stdout.strip()


def turn(rows, seed):
    """The rows with some labels turned, and which ones those are."""
    generator = random.Random(seed)
    labels = sorted({label for _, label in rows})
    turned = set(generator.sample(range(len(rows)), round(TURNED * len(rows))))
    return [(text, generator.choice([l for l in labels if l != label]) if row in turned else label)
            for row, (text, label) in enumerate(rows)], turned


def by_bertft(bertft, out, seed):
    start = time.perf_counter()
    subprocess.run(
        [bertft, "audit", str(out / "turned.csv"), "--model", MODEL, "--seed", str(seed), "--out", str(out / "audit"), "--force",
         "--quiet"], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    findings = [json.loads(line) for line in open(out / "audit" / "audit.jsonl", encoding="utf-8")]
    # Each row is on a line of its own behind the header.
    return [f["line"] - 2 for f in findings if f["kind"] == "label"], seconds


def by_cleanlab(vectors, given, seed):
    from cleanlab.filter import find_label_issues
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    names = sorted(set(given))
    y = np.array([names.index(label) for label in given])
    start = time.perf_counter()
    probabilities = cross_val_predict(
        LogisticRegression(max_iter=2000), vectors, y, method="predict_proba",
        cv=StratifiedKFold(5, shuffle=True, random_state=seed))
    ranked = find_label_issues(y, probabilities, return_indices_ranked_by="self_confidence", n_jobs=1)
    return [int(row) for row in ranked], time.perf_counter() - start


def main(bertft, out, corpora=",".join(CORPORA), seeds="1,2,3"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        rows = [(" ".join(r["text"].split()), r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        write(out / "all.csv", rows)
        subprocess.run([bertft, "embed", str(out / "all.csv"), "--model", MODEL, "--out", str(out / "all.npy"), "--quiet"],
                       check=True, capture_output=True)
        vectors = np.load(out / "all.npy")
        for seed in map(int, seeds.split(",")):
            changed, turned = turn(rows, seed)
            write(out / "turned.csv", changed)
            for program in ["bertft", "cleanlab"]:
                if program == "bertft":
                    ranked, seconds = by_bertft(bertft, out, seed)
                else:
                    ranked, seconds = by_cleanlab(vectors, [label for _, label in changed], seed)
                first = ranked[:round(LOOKED_AT * len(rows))]
                found = len(turned & set(first))
                print(json.dumps({
                    "corpus": corpus, "rows": len(rows), "turned": len(turned), "seed": seed, "program": program,
                    "ranked": len(ranked), "looked_at": len(first), "recall": round(found / len(turned), 4),
                    "precision": round(found / max(1, len(first)), 4), "seconds": round(seconds, 2)}), flush=True)


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
