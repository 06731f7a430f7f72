"""Fine-tuning with few rows a label, plain and with what augments the rows: accuracy and macro F1 over seeds.

    python augmentation.py BERTFT OUT_DIRECTORY [seeds, as 5] [rows a label, as 16,64,256] [corpora] [model]

For each seed it draws so many rows of each label to learn from, 200 others to choose the epoch by, 1,000 for the test, and 2,000
whose labels are left out. Each recipe learns from the same rows. The rows of "rare" are those of "plain" with an eighth of all labels
but one. It prints a JSON line for each run, and at the end of a corpus and a size one for each recipe, with the mean difference from
its plain run and the standard error of that over the seeds.
"""

import csv
import json
import pathlib
import random
import statistics
import subprocess
import sys

from setfit_peers import MODEL, path_of
from unlabelled import write

VECTORS = ["--vectors", "glove-6b-50d"]
RECIPES = {
    "plain": [], "mixup": ["--mixup", "0.1"], "mixup-1": ["--mixup", "1"], "noise": ["--augment", "noise"],
    "eda-plain": ["--augment", "eda"], "eda": ["--augment", "eda", *VECTORS], "eda-4": ["--augment", "eda:4", *VECTORS],
    # As many steps as with one version of each text.
    "longer": "double",
    "self-training": ["--unlabelled", "unlabelled.csv", "--self-training", "2"],
    "rare": [], "rare-balanced": ["--resample", "balanced"], "rare-root": ["--resample", "0.5"],
    "rare-weights": ["--class-weights", "balanced"],
}
VALIDATION, TEST, UNLABELLED = 200, 1000, 2000


def run(bertft, out, model, seed, name, epochs):
    recipe, bundle = RECIPES[name], out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    if recipe == "double":
        epochs, recipe = 2 * epochs, []
    recipe = [str(out / a) if a.endswith(".csv") else a for a in recipe]
    data = "rare" if name.startswith("rare") else "train"
    trained = subprocess.run(
        [bertft, "train", str(out / f"{data}.csv"), "--validation", str(out / "validation.csv"), "--model", model, "--method",
         "finetune", "--epochs", str(epochs), "--seed", str(seed), "--out", str(bundle), "--quiet", "--json", *recipe],
        check=True, capture_output=True, text=True)
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True,
        text=True)
    figures, trained = json.loads(judged.stdout), json.loads(trained.stdout)
    result = {"accuracy": figures["accuracy"], "macro_f1": figures["macro_f1"], "seconds": trained["seconds"]}
    if name == "self-training":
        result["chosen"] = trained["unlabelled"]["chosen"]
        result["candidates"] = [c["accuracy"] for c in trained["unlabelled"]["candidates"]]
    return result


def draw(rows, size, seed, out):
    rows = list(rows)
    random.Random(seed).shuffle(rows)
    labels = sorted({label for _, label in rows})
    train = [row for label in labels for row in [r for r in rows if r[1] == label][:size]]
    few = [row for n, label in enumerate(labels)
           for row in [r for r in train if r[1] == label][:size if n == 0 else max(2, size // 8)]]
    rest = [row for row in rows if row not in set(train)]
    parts = {"train": train, "rare": few, "validation": rest[:VALIDATION], "test": rest[VALIDATION:VALIDATION + TEST]}
    for name, part in parts.items():
        write(out / f"{name}.csv", part)
    write(out / "unlabelled.csv", rest[VALIDATION + TEST:VALIDATION + TEST + UNLABELLED], labelled=False)
    return len(train)


def main(bertft, out, seeds="5", sizes="16,64,256", corpora="amazon-reviews,tweets", model=MODEL):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        with open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8") as file:
            rows = [(r["text"], r.get("label") or r["spam"]) for r in csv.DictReader(file) if r["text"].strip()]
        rows = list(dict.fromkeys(rows))
        for size in map(int, sizes.split(",")):
            found = {name: [] for name in RECIPES}
            for seed in range(1, int(seeds) + 1):
                count = draw(rows, size, seed, out)
                # The epochs that the program takes for these rows unless told otherwise.
                epochs = max(3, min(10, -(-100 // -(-count // 32))))
                for name in RECIPES:
                    found[name].append(run(bertft, out, model, seed, name, epochs))
                    print(json.dumps({"corpus": corpus, "size": size, "recipe": name, "seed": seed, **found[name][-1]}), flush=True)
            for name, runs in found.items():
                plain = found["rare" if name.startswith("rare") else "plain"]
                line = {"corpus": corpus, "size": size, "recipe": name, "seeds": len(runs)}
                for figure in ["accuracy", "macro_f1"]:
                    gains = [a[figure] - b[figure] for a, b in zip(runs, plain)]
                    line[figure] = statistics.mean(r[figure] for r in runs)
                    line[figure + "_gain"] = statistics.mean(gains)
                    line[figure + "_error"] = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else None
                print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
