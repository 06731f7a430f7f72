"""Other domains: what each adaptation brings on vectors, and whether its verdict without labels was the true one.

    python adaptation.py BERTFT OUT_DIRECTORY [seeds] [ways] [pairs]

Of two pairs of corpora of the catalogue, movie reviews to Amazon reviews (pos, neg) and tweets to Amazon reviews (pos, neg, neu),
it draws for each seed 400 labelled source texts, 400 texts of the target whose labels are taken away, and 500 others of the
target for the test; for tradaboost 24 of the target keep their labels. It trains a bundle by `features` alone and one by each
adaptation, and prints JSON lines: the accuracy of both on the test, the gain that the receipt estimated without those rows, its
verdict and the distance. With `all` for the pairs it takes the twelve of movie reviews, Amazon reviews, tweets and news (pos, neg).
With `sources`, each of the four is the target of the other three, with 24 labelled texts of it and without (`ensemble`), beside one head on
all sources together.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys

MODEL = "all-MiniLM-L6-v2"
PAIRS = [("movie-reviews", "amazon-reviews", ["pos", "neg"]), ("tweets", "amazon-reviews", ["pos", "neg", "neu"])]
CORPORA = ["movie-reviews", "amazon-reviews", "tweets", "news"]
WAYS = ["coral", "subspace", "tca", "odds", "kmm", "kliep", "ulsif", "tradaboost"]
ROWS, TEST, FEW = 400, 500, 24


def rows_of(bertft, name, labels):
    subprocess.run([bertft, "corpora", "pull", name], capture_output=True, check=True)
    path = subprocess.run([bertft, "corpora", "path", name], capture_output=True, text=True, check=True).stdout.strip()
    rows = [(r["text"], r["label"]) for r in csv.DictReader(open(path, newline="", encoding="utf-8"))]
    return [row for row in rows if row[1] in labels and row[0].strip()]


def write(path, rows, labelled=True):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"] if labelled else ["text"])
        writer.writerows(row if labelled else row[:1] for row in rows)


def trained(bertft, out, seed, *extra):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    told = subprocess.run(
        [bertft, "train", str(out / "source.csv"), "--model", MODEL, "--method", "features", "--validation", "0", "--folds",
         "1", "--max-length", "64", "--seed", str(seed), "--out", str(bundle), "--quiet", "--json", *extra],
        check=True, capture_output=True, text=True)
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True, text=True)
    return json.loads(judged.stdout)["accuracy"], json.loads(told.stdout)["transfer"]


def sources(bertft, out, seeds):
    corpora = {name: rows_of(bertft, name, ["pos", "neg"]) for name in CORPORA}
    for target in CORPORA:
        for seed in range(1, seeds + 1):
            for name, rows in corpora.items():
                random.Random(seed).shuffle(rows)
                write(out / f"{name}.csv", rows[:ROWS])
            others = [name for name in CORPORA if name != target]
            write(out / "target.csv", corpora[target][:ROWS], labelled=False)
            write(out / "few.csv", corpora[target][:FEW])
            write(out / "test.csv", corpora[target][ROWS:ROWS + TEST])
            write(out / "source.csv", [row for name in others for row in corpora[name][:ROWS]])
            together, _ = trained(bertft, out, seed)
            alone = {}
            for name in others:
                write(out / "source.csv", corpora[name][:ROWS])
                alone[name], _ = trained(bertft, out, seed)
            write(out / "source.csv", corpora[others[0]][:ROWS])
            given = [word for name in others[1:] for word in ("--source", str(out / f"{name}.csv"))]
            for kind, few in [("unlabelled", []), ("labelled", ["--target-labelled", str(out / "few.csv")])]:
                accuracy, transfer = trained(bertft, out, seed, "--adapt-to", str(out / "target.csv"), *given, *few)
                receipt = transfer["receipt"]
                print(json.dumps({
                    "target": target, "seed": seed, "weighted_by": kind, "together": together, "alone": alone, "ensemble": accuracy,
                    "weights": dict(zip(others, (source["weight"] for source in receipt["sources"]))),
                    "estimated_gain": receipt["adapted"]["gain"], "verdict": receipt["verdict"],
                    "evidence": receipt["evidence"]}), flush=True)


def main(bertft, out, seeds="3", ways=",".join(WAYS), pairs=""):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    if pairs == "sources":
        return sources(bertft, out, int(seeds))
    chosen = [(a, b, ["pos", "neg"]) for a in CORPORA for b in CORPORA if a != b] if pairs == "all" else PAIRS
    for first, second, labels in chosen:
        source, target = rows_of(bertft, first, labels), rows_of(bertft, second, labels)
        for seed in range(1, int(seeds) + 1):
            random.Random(seed).shuffle(source)
            random.Random(seed).shuffle(target)
            write(out / "source.csv", source[:ROWS])
            write(out / "target.csv", target[:ROWS], labelled=False)
            write(out / "few.csv", target[:FEW])
            write(out / "test.csv", target[ROWS:ROWS + TEST])
            plain, _ = trained(bertft, out, seed)
            for way in ways.split(","):
                few = ["--target-labelled", str(out / "few.csv")] if way == "tradaboost" else []
                accuracy, transfer = trained(
                    bertft, out, seed, "--adapt-to", str(out / "target.csv"), "--adaptation", way, *few)
                receipt = transfer["receipt"]
                print(json.dumps({
                    "pair": f"{first} to {second}", "seed": seed, "way": way, "source_only": plain, "adapted": accuracy,
                    "estimated_gain": receipt["adapted"]["gain"], "verdict": receipt["verdict"],
                    "evidence": receipt["evidence"],
                    "estimates": {e["evidence"]: [e["gain"], *e["interval"]] for e in receipt.get("estimates", [])},
                    "proxy_a": receipt["distance"]["proxy_a"]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
