"""Labels in English, texts in Portuguese: what a classifier brings across.

    python cross_language.py BERTFT WHEEL OUT_DIRECTORY

WHEEL is that of home_commands.py, which draws the texts. Each line learns from commands in one language, or in both, and
is judged by the same 540 in Portuguese: `en` are 1,620 in English, `pt-train` as many in Portuguese, `pt-few` five of
each label in Portuguese, and `en-pt-few` those and the English ones. The lines with an adaptation also see the texts of
`pt-train` without their labels; of these the receipt of the bundle is printed too: how far apart the languages are, and
what it expects. A JSON line each.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys

import home_commands

MULTILINGUAL, ENGLISH = "multilingual-e5-small-enpt", "all-MiniLM-L6-v2"
ADAPTATIONS = ["coral", "subspace", "tca", "odds"]
FEW = 5


def run(bertft, *arguments):
    return subprocess.run([bertft, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def rows(file):
    with open(file, encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def save(file, lines):
    with open(file, "w", encoding="utf-8", newline="") as place:
        csv.writer(place, lineterminator="\n").writerows(lines)


def write_few(out):
    """Five texts of each label in Portuguese, alone and behind the English ones."""
    head, *labelled = rows(out / "pt-train.csv")
    few = [row for label in sorted({row[1] for row in labelled})
           for row in [row for row in labelled if row[1] == label][:FEW]]
    random.Random(1).shuffle(few)
    save(out / "pt-few.csv", [head] + few)
    save(out / "en-pt-few.csv", rows(out / "en.csv") + few)


def main(bertft, wheel, out):
    out = pathlib.Path(out)
    home_commands.write(wheel, out)
    texts = out / "pt-texts.csv"
    save(texts, [row[:1] for row in rows(out / "pt-train.csv")])
    write_few(out)
    cases = [("en", "tfidf", None, None), ("pt-train", "tfidf", None, None)]
    cases += [("en", "features", ENGLISH, None)]
    cases += [(data, "features", MULTILINGUAL, None) for data in ("en", "pt-few", "en-pt-few", "pt-train")]
    cases += [("en", "features", MULTILINGUAL, way) for way in ADAPTATIONS]
    cases += [("en", "lora", MULTILINGUAL, None)]
    for data, method, model, way in cases:
        bundle = out / "-".join(filter(None, [data, method, model, way]))
        more = (["--model", model] if model else []) + (["--adapt-to", texts, "--adaptation", way] if way else [])
        more += ["--max-length", 32] if method == "lora" else []
        run(bertft, "train", out / f"{data}.csv", "--method", method, "--out", bundle, "--quiet", *more)
        metrics = json.loads(run(bertft, "evaluate", bundle, out / "pt.csv", "--json", "--quiet"))
        line = {"labels": data, "method": method, "model": model, "adaptation": way,
                "accuracy": metrics["accuracy"], "macro_f1": metrics["macro_f1"]}
        if way:
            line["receipt"] = json.loads((bundle / "receipt.json").read_text())
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
