"""The peak rates of LoRA and BitFit: a third of the default, the default, and three times it.

    python adapter_rates.py BERTFT OUT_DIRECTORY [corpus] [seeds]

Learns from 600 rows of a corpus of the catalogue (tweets) with paraphrase-MiniLM-L3-v2, drawn anew with each seed (2), judges by 600 others,
and prints a JSON line for each run. The defaults are ten and twenty times the rate of `finetune`, 1e-4 for this encoder, which is run beside.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys

RATES = {"lora": (3e-4, 1e-3, 3e-3), "bitfit": (6e-4, 2e-3, 6e-3), "finetune": (1e-4,)}


def rows_of(bertft, corpus):
    subprocess.run([bertft, "corpora", "pull", corpus], capture_output=True, check=True)
    path = subprocess.run([bertft, "corpora", "path", corpus], capture_output=True, text=True, check=True).stdout.strip()
    return [(row["text"], row["label"]) for row in csv.DictReader(open(path, newline="", encoding="utf-8"))]


def main(bertft, out, corpus="tweets", seeds="2"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    rows = rows_of(bertft, corpus)
    for seed in range(1, int(seeds) + 1):
        drawn, seen = rows[:], set()
        random.Random(seed).shuffle(drawn)
        drawn = [row for row in drawn if row[0].strip() and not (row[0] in seen or seen.add(row[0]))]
        parts = out / "training.csv", out / "test.csv"
        for part, some in zip(parts, (drawn[:600], drawn[600:1200])):
            with open(part, "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([("text", "label"), *some])
        for method, rates in RATES.items():
            for rate in rates:
                run = subprocess.run(
                    [bertft, "train", str(parts[0]), "--test", str(parts[1]), "--validation", "0", "--method", method,
                     "--learning-rate", str(rate), "--model", "paraphrase-MiniLM-L3-v2", "--max-length", "64",
                     "--seed", str(seed), "--quiet", "--json", "--force", "--out", str(out / "bundle")],
                    capture_output=True, text=True)
                if run.returncode:
                    sys.exit(run.stderr)
                test = json.loads(run.stdout)["test"]
                print(json.dumps({"method": method, "rate": rate, "seed": seed, "accuracy": test["accuracy"],
                                  "macro_f1": test["macro_f1"], "log_loss": test["log_loss"]}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
