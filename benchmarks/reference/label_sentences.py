"""No labelled texts: SetFit and a head on frozen features that learn from sentences about the labels, beside the plain cosine.

    python label_sentences.py BERTFT OUT_DIRECTORY [rows] [corpora] [seeds]

The rows and the descriptions are those of zero_shot_peers.py: of each corpus so many at random (default 1,000). The plain cosine is
`bertft evaluate MODEL --labels`, with the descriptions in the same templates; the others are `bertft train` without a data file, with
so many seeds for `setfit` (default 3). It prints a JSON line for each corpus and way with the accuracies and the seconds of the whole
program, and at the end the means over the corpora.
"""

import csv
import json
import pathlib
import random
import statistics
import subprocess
import sys
import time

from setfit_peers import CORPORA, MODEL, path_of, write
from zero_shot_peers import DESCRIPTIONS

TEMPLATES = {"descriptions": ["{}"], "templates": ["{}", "This is {}.", "This text is {}."]}


def accuracy(bertft, model, rows, *more):
    told = subprocess.run(
        [bertft, "evaluate", str(model), str(rows), *more, "--json", "--quiet"], check=True, capture_output=True, text=True)
    return json.loads(told.stdout)["accuracy"]


def main(bertft, out, count="1000", corpora=",".join(CORPORA), seeds="3"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    means = {}
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        random.Random(1).shuffle(rows)
        write(out / "rows.csv", rows[:int(count)])
        listed = ["--labels", ",".join(f"{name}={text}" for name, text in DESCRIPTIONS[corpus].items())]
        for kind, templates in TEMPLATES.items():
            sentences = [part for template in templates for part in ("--template", template)]
            for way in ("cosine", "features", "setfit"):
                found, start = [], time.perf_counter()
                for seed in range(1, (int(seeds) if way == "setfit" else 1) + 1):
                    if way == "cosine":
                        found.append(accuracy(bertft, MODEL, out / "rows.csv", *listed, *sentences))
                        continue
                    bundle = out / "bundle"
                    subprocess.run(["rm", "-rf", str(bundle)], check=True)
                    subprocess.run(
                        [bertft, "train", "--model", MODEL, "--method", way, *listed, *sentences, "--seed", str(seed), "--out",
                         str(bundle), "--quiet"], check=True, capture_output=True)
                    found.append(accuracy(bertft, bundle, out / "rows.csv"))
                means.setdefault((kind, way), []).append(statistics.mean(found))
                print(json.dumps({
                    "corpus": corpus, "sentences": kind, "way": way, "accuracy": round(statistics.mean(found), 4),
                    "spread": round(statistics.stdev(found), 4) if len(found) > 1 else None,
                    "seconds": round((time.perf_counter() - start) / len(found), 2)}), flush=True)
    for (kind, way), found in means.items():
        gain = statistics.mean(found) - statistics.mean(means[kind, "cosine"])
        print(json.dumps({"mean_over": len(found), "sentences": kind, "way": way, "accuracy": round(statistics.mean(found), 4),
                          "over_cosine": round(gain, 4)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
