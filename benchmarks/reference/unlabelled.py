"""Few labelled texts and many without labels: `--method features` with and without `--unlabelled`.

    python unlabelled.py BERTFT OUT_DIRECTORY [seeds, as 1,2,3] [texts a label] [corpora] [texts without labels]

Of each corpus of the catalogue it draws, for each seed, so many texts of each label to learn from, 1,000 others for the test, and
up to 1,000 more whose labels are taken away. It prints JSON lines: the accuracy on the test with and without them, what
cross-validation chose and its figures, and the seconds of the training with them.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

from setfit_peers import MODEL, TEST_ROWS, path_of

CORPORA = ["amazon-reviews", "tweets", "news", "sms-spam"]


def split(rows, count, seed, without):
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    taken, learnt, rest = {}, [], []
    for text, label in shuffled:
        if taken.get(label, 0) < count:
            taken[label] = taken.get(label, 0) + 1
            learnt.append((text, label))
        else:
            rest.append((text, label))
    return learnt, rest[:TEST_ROWS], rest[TEST_ROWS:TEST_ROWS + without]


def write(path, rows, labelled=True):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"] if labelled else ["text"])
        writer.writerows(row if labelled else row[:1] for row in rows)


def trained(bertft, out, seed, *extra):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    start = time.perf_counter()
    told = subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--method", "features", "--validation", "0", "--folds",
         "1", "--max-length", "256", "--seed", str(seed), "--out", str(bundle), "--quiet", "--json", *extra],
        check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True,
        text=True)
    return json.loads(judged.stdout)["accuracy"], json.loads(told.stdout).get("unlabelled"), seconds


def main(bertft, out, seeds="1,2,3", count="8", corpora=",".join(CORPORA), without="1000"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        with open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8") as file:
            rows = [(r["text"], r.get("label") or r["spam"]) for r in csv.DictReader(file) if r["text"].strip()]
        for seed in map(int, seeds.split(",")):
            learnt, test, rest = split(rows, int(count), seed, int(without))
            write(out / "train.csv", learnt)
            write(out / "test.csv", test)
            write(out / "rest.csv", rest, labelled=False)
            plain, _, _ = trained(bertft, out, seed)
            accuracy, record, seconds = trained(bertft, out, seed, "--unlabelled", str(out / "rest.csv"))
            print(json.dumps({
                "corpus": corpus, "seed": seed, "labelled": len(learnt), "without": plain, "with": accuracy,
                "chosen": record["chosen"], "seconds": round(seconds, 1),
                "candidates": {c["way"]: [c["accuracy"], c.get("p")] for c in record["candidates"]}}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
