"""Few labelled texts: the ways that bertft has to learn from them, on the same rows.

    python few_label_ways.py BERTFT OUT_DIRECTORY [splits] [texts a label, as 8,16] [corpora] [ways]

The splits are those of setfit_peers.py: so many texts of each label to learn from, 1,000 others for the test. The ways are those of
WAYS: frozen features, of a layer that cross-validation chooses, with the nearest labelled text appended (LaGoNN), and SetFit with a
logistic regression, with a head that learns together with the encoder, and with the nearest text. It prints a JSON line for each corpus,
split and way: accuracy, the seconds of the whole program, and the layer where one was chosen; behind them for each corpus and way
the mean accuracy and the standard deviation over the splits.
"""

import csv
import json
import pathlib
import statistics
import subprocess
import sys
import time

from setfit_peers import CORPORA, MODEL, path_of, split, write

WAYS = {
    "features": ["--method", "features"],
    "layer": ["--method", "features", "--layer", "auto"],
    "nearest-label": ["--method", "features", "--append-nearest", "label"],
    "nearest-text": ["--method", "features", "--append-nearest", "text"],
    "setfit": ["--method", "setfit"],
    "setfit-differentiable": ["--method", "setfit", "--setfit-head", "differentiable"],
    "setfit-nearest-label": ["--method", "setfit", "--append-nearest", "label"],
}


def by_bertft(bertft, way, out, seed):
    """Accuracy, seconds, and the layer that was chosen."""
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    start = time.perf_counter()
    subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--validation", "0", "--folds", "1", "--max-length", "256",
         "--seed", str(seed), "--feature-cache", "0", "--out", str(bundle), "--quiet"] + WAYS[way], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    told = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True, text=True)
    layer = (json.loads((bundle / "bertft.json").read_text()).get("layer") or {}).get("layer")
    return json.loads(told.stdout)["accuracy"], seconds, layer


def main(bertft, out, splits="3", shots="8", corpora=",".join(CORPORA), ways=",".join(WAYS)):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        for count in map(int, shots.split(",")):
            figures = {way: [] for way in ways.split(",")}
            for seed in range(1, int(splits) + 1):
                learnt, test = split(rows, count, seed)
                write(out / "train.csv", learnt)
                write(out / "test.csv", test)
                for way in figures:
                    accuracy, seconds, layer = by_bertft(bertft, way, out, seed)
                    figures[way].append(accuracy)
                    print(json.dumps({"corpus": corpus, "texts_a_label": count, "split": seed, "way": way, "accuracy": accuracy,
                                      "seconds": round(seconds, 2)} | ({"layer": layer} if layer else {})), flush=True)
            for way, values in figures.items():
                spread = statistics.stdev(values) if len(values) > 1 else None
                print(json.dumps({"corpus": corpus, "texts_a_label": count, "way": way, "mean": statistics.mean(values),
                                  "standard_deviation": spread}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
