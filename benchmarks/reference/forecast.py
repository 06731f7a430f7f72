"""What `suggest --forecast` says of more labels, held against what they then gave.

    python forecast.py BERTFT OUT_DIRECTORY [seeds, as 1,2,3] [corpora] [labelled now] [labelled then]

Of each corpus of the catalogue it draws, for each seed, 400 rows and 1,000 others for the test. From the first 100 a bundle of
`features` is trained and asked for the forecast of 300 more; then one is trained from all 400 and judged on the test. It prints
JSON lines: the accuracy of both on the test, the forecast, and whether its interval held the accuracy that came.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys

from setfit_peers import MODEL, TEST_ROWS, path_of, write


def trained(bertft, out, rows, seed):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    write(out / "train.csv", rows)
    subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--method", "features", "--validation", "0", "--folds",
         "1", "--max-length", "256", "--seed", str(seed), "--out", str(bundle), "--quiet"], check=True, capture_output=True)
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True,
        text=True)
    return bundle, json.loads(judged.stdout)["accuracy"]


def main(bertft, out, seeds="1,2,3", corpora="amazon-reviews,news", now="100", then="400"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    now, then = int(now), int(then)
    for corpus in corpora.split(","):
        with open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8") as file:
            rows = [(r["text"], r.get("label") or r["spam"]) for r in csv.DictReader(file) if r["text"].strip()]
        for seed in map(int, seeds.split(",")):
            random.Random(seed).shuffle(rows)
            write(out / "test.csv", rows[then:then + TEST_ROWS])
            write(out / "labelled.csv", rows[:now])
            write(out / "open.csv", rows[now:then])
            bundle, first = trained(bertft, out, rows[:now], seed)
            told = subprocess.run(
                [bertft, "suggest", str(bundle), str(out / "open.csv"), "-n", str(then - now), "--labelled",
                 str(out / "labelled.csv"), "--forecast", "--seed", str(seed), "--json", "--quiet"],
                check=True, capture_output=True, text=True)
            expected = [p for p in json.loads(told.stdout)["forecast"]["expected"] if p["more"] == then - now][0]
            _, last = trained(bertft, out, rows[:then], seed)
            print(json.dumps({
                "corpus": corpus, "seed": seed, "now": first, "then": last, "forecast": expected["accuracy"],
                "low": expected["low"], "high": expected["high"],
                "held": expected["low"] <= last <= expected["high"]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
