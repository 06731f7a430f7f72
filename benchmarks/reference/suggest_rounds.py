"""Which rows to label next: `bertft suggest` beside rows drawn at random.

    python suggest_rounds.py BERTFT OUT_DIRECTORY [corpora] [seeds]

Of each corpus of the catalogue 1,000 rows are the test and the others stand for texts without labels. Ten rows drawn at random begin,
more where one label alone came; a round trains `--method features` with all-MiniLM-L6-v2 on what is labelled, measures the accuracy on the
test, and takes ten rows more, from 80 on forty: by `bertft suggest`, or at random. JSON lines give the accuracy at each number of
labelled rows. All strategies of a seed begin with the same rows. Vectors are kept between rounds, so that each text is read once;
`seconds` are those of `suggest` in the last round, when all are kept. The bundle is asked about the test by transformers: its encoder
stays the same from round to round, so that its features of the test are computed once and each head is multiplied with them.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

import numpy as np

from setfit_peers import MODEL, path_of, write

CORPORA = ["amazon-reviews", "tweets", "news", "sms-spam"]
STRATEGIES = ["random", "margin", "hast"]
TEST, POOL, FIRST, LAST = 1000, 2600, 10, 160


def run(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stderr}")
    return done.stdout


def features(bundle, texts):
    """What the classifier of the bundle sees of texts."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model, tokenizer = AutoModelForSequenceClassification.from_pretrained(bundle).eval(), AutoTokenizer.from_pretrained(bundle)
    parts = []
    with torch.no_grad():
        for start in range(0, len(texts), 32):
            batch = tokenizer(texts[start:start + 32], truncation=True, max_length=128, padding=True, return_tensors="pt")
            parts.append(model.bert(**batch).pooler_output.numpy())
    return np.concatenate(parts)


def accuracy(bundle, test, seen):
    from safetensors.numpy import load_file

    weights, config = load_file(bundle / "model.safetensors"), json.loads((bundle / "config.json").read_text())
    answers = (seen @ weights["classifier.weight"].T + weights["classifier.bias"]).argmax(1)
    return float(np.mean([config["id2label"][str(answer)] == label for answer, (_, label) in zip(answers, test)]))


def rounds(bertft, out, test, pool, first, strategy, seed, seen):
    """The accuracy at each number of labelled rows, and the seconds of the last suggestion."""
    generator = random.Random(seed + 1000)
    labelled, accuracies, seconds, bundle = list(first), {}, None, out / "bundle"
    while True:
        write(out / "labelled.csv", [pool[row] for row in labelled])
        run(bertft, "train", str(out / "labelled.csv"), "--label-column", "label", "--method", "features", "--model", MODEL,
            "--validation", "0", "--out", str(bundle), "--quiet")
        if not seen:
            seen.append(features(bundle, [text for text, _ in test]))
        accuracies[len(labelled)] = accuracy(bundle, test, seen[0])
        if len(labelled) >= LAST:
            return accuracies, seconds
        count = min(10 if len(labelled) < 80 else 40, LAST - len(labelled))
        if strategy == "random":
            rest = sorted(set(range(len(pool))) - set(labelled))
            labelled += generator.sample(rest, count)
            continue
        start = time.perf_counter()
        lines = run(bertft, "suggest", str(bundle), str(out / "pool.csv"), "-n", str(count), "--strategy", strategy,
                    "--labelled", str(out / "labelled.csv"), "--label-column", "label", "--quiet")
        seconds = time.perf_counter() - start
        # Each row is on a line of its own behind the header.
        labelled += [json.loads(line)["line"] - 2 for line in lines.splitlines()]


def main(bertft, out, corpora=",".join(CORPORA), seeds="1,2,3"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        rows = list(dict.fromkeys(
            (" ".join(r["text"].split()), r.get("label") or r["spam"])
            for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))))
        for seed in map(int, seeds.split(",")):
            random.Random(seed).shuffle(rows)
            test, pool = rows[:TEST], rows[TEST:TEST + POOL]
            write(out / "test.csv", test)
            write(out / "pool.csv", pool)
            first = list(range(FIRST))
            while len({pool[row][1] for row in first}) < 2:
                first.append(len(first))
            seen = []
            for strategy in STRATEGIES:
                accuracies, seconds = rounds(bertft, out, test, pool, first, strategy, seed, seen)
                print(json.dumps({"corpus": corpus, "seed": seed, "strategy": strategy, "pool": len(pool),
                                  "accuracies": accuracies, "seconds": seconds}), flush=True)


main(*sys.argv[1:])
