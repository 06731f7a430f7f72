"""Fine-tuning with many seeds on few rows, plain and by the stable recipe: the spread, and the runs that failed.

    python stability.py BERTFT OUT_DIRECTORY [seeds, as 20] [rows] [corpus] [model] [recipes, as plain,bf16]

Of a corpus of the catalogue it draws so many rows once to learn from, 200 others to choose the epoch by, and 1,000 more for the
test. Each recipe learns with the seeds 1, 2, …; a run has failed whose accuracy on the test is less than 5 points above that of
the most frequent label there. It prints a JSON line for each run, and at the end one for each recipe.
"""

import csv
import json
import pathlib
import random
import statistics
import subprocess
import sys
from collections import Counter

from setfit_peers import MODEL, path_of
from unlabelled import write

RECIPES = {
    "plain": [],
    "stable": ["--linear-probe", "--ema", "0.99"],
    "stable-mixout": ["--linear-probe", "--ema", "0.99", "--mixout", "0.1"],
    "bf16": ["--precision", "bf16"],
}
VALIDATION, TEST = 200, 1000


def accuracy(bertft, out, model, seed, recipe):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--validation", str(out / "validation.csv"), "--model", model, "--method",
         "finetune", "--seed", str(seed), "--out", str(bundle), "--quiet", "--json", *recipe],
        check=True, capture_output=True, text=True)
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True,
        text=True)
    return json.loads(judged.stdout)["accuracy"]


def main(bertft, out, seeds="20", count="1000", corpus="amazon-reviews", model=MODEL,
         recipes="plain,stable,stable-mixout"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    with open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8") as file:
        rows = [(r["text"], r.get("label") or r["spam"]) for r in csv.DictReader(file) if r["text"].strip()]
    random.Random(1).shuffle(rows)
    first, second = int(count), int(count) + VALIDATION
    test = rows[second:second + TEST]
    for name, part in [("train", rows[:first]), ("validation", rows[first:second]), ("test", test)]:
        write(out / f"{name}.csv", part)
    majority = Counter(label for _, label in test).most_common(1)[0][1] / len(test)
    for name in recipes.split(","):
        recipe, found = RECIPES[name], []
        for seed in range(1, int(seeds) + 1):
            found.append(accuracy(bertft, out, model, seed, recipe))
            print(json.dumps({"recipe": name, "seed": seed, "accuracy": found[-1]}), flush=True)
        print(json.dumps({
            "recipe": name, "rows": first, "seeds": len(found), "mean": statistics.mean(found),
            "spread": statistics.stdev(found) if len(found) > 1 else None, "lowest": min(found),
            "failed": sum(a < majority + 0.05 for a in found), "majority": majority}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
