"""Students of a fine-tuned encoder: what is left of its accuracy, how much faster they answer, and how small they are.

    python students.py BERTFT OUT_DIRECTORY [seeds, as 5] [epochs, as 6] [corpora: amazon-reviews,tweets,sms-spam]

Of a corpus of the catalogue it takes a fifth for the test. The teacher is all-MiniLM-L6-v2, fine-tuned on the rest; the student has
three of its six layers and the tokens of the rest, and learns on those texts without their labels. The rate is that of `predict` on the
test rows, repeated to 4,000, with one thread and with two, the best of three less the time for one text.

Then few labels: eight of each label teach the encoder by SetFit; a student of it learns on the other texts without labels, beside the
published encoder of three layers that learns from the same eight alone. It prints a JSON line for each run, and at the end the means.
"""

import csv
import json
import pathlib
import random
import statistics
import subprocess
import sys
import time

from setfit_peers import MODEL, path_of
from unlabelled import write

SMALL = "paraphrase-MiniLM-L3-v2"
TIMED, SHOTS = 4000, 8


def run(bertft, *arguments):
    return subprocess.run([bertft, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def accuracy(bertft, bundle, test):
    return json.loads(run(bertft, "evaluate", bundle, test, "--json", "--quiet"))["accuracy"]


def seconds(bertft, bundle, data, threads):
    found = []
    for _ in range(3):
        started = time.perf_counter()
        run(bertft, "predict", bundle, data, "--threads", threads, "--quiet")
        found.append(time.perf_counter() - started)
    return min(found)


def rate(bertft, bundle, data, one, threads):
    return TIMED / (seconds(bertft, bundle, data, threads) - seconds(bertft, bundle, one, threads))


def bytes_of(bundle):
    return sum(file.stat().st_size for file in bundle.iterdir() if file.suffix == ".safetensors")


def fresh(place):
    subprocess.run(["rm", "-rf", str(place)], check=True)
    return place


def main(bertft, out, seeds="5", epochs="6", corpora="amazon-reviews,tweets,sms-spam"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        with open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8") as file:
            rows = [(r["text"], r.get("label") or r["spam"]) for r in csv.DictReader(file) if r["text"].strip()]
        random.Random(1).shuffle(rows)
        test, rest = rows[: len(rows) // 5], rows[len(rows) // 5:]
        labels = sorted({label for _, label in rows})
        files = {name: out / f"{name}.csv" for name in ["train", "test", "timed", "one", "few"]}
        write(files["train"], rest)
        write(files["test"], test)
        write(files["timed"], (test * (1 + TIMED // len(test)))[:TIMED])
        write(files["one"], test[:1])
        found = []
        for seed in range(1, int(seeds) + 1):
            teacher, student = fresh(out / "teacher"), fresh(out / "student")
            run(bertft, "train", files["train"], "--model", MODEL, "--method", "finetune", "--seed", seed, "--out", teacher,
                "--quiet")
            told = json.loads(run(
                bertft, "distill", "--teacher", teacher, files["train"], "--layers", 3, "--prune-vocabulary", "--epochs", epochs,
                "--seed", seed, "--out", student, "--json", "--quiet"))
            line = {"corpus": corpus, "seed": seed, "teacher": accuracy(bertft, teacher, files["test"]),
                    "student": accuracy(bertft, student, files["test"]), "agreement": told["after"]["agreement"],
                    "bytes": bytes_of(student) / bytes_of(teacher), "seconds": told["seconds"]}
            if seed == 1:
                for threads in [1, 2]:
                    rates = [rate(bertft, bundle, files["timed"], files["one"], threads) for bundle in [teacher, student]]
                    line[f"rates_{threads}"] = [round(r) for r in rates]
            random.Random(seed).shuffle(rest)
            few = [row for label in labels for row in [r for r in rest if r[1] == label][:SHOTS]]
            write(files["few"], few)
            for name, model in [("few_teacher", MODEL), ("few_alone", SMALL)]:
                run(bertft, "train", files["few"], "--model", model, "--method", "setfit", "--validation", 0, "--seed", seed,
                    "--out", fresh(out / name), "--quiet")
                line[name] = accuracy(bertft, out / name, files["test"])
            # The bundle of SetFit has one layer more, which takes the mean of the states and is kept as the last.
            run(bertft, "distill", "--teacher", out / "few_teacher", files["train"], "--layers", 4, "--epochs", epochs, "--seed",
                seed, "--out", fresh(out / "few_student"), "--quiet")
            line["few_distilled"] = accuracy(bertft, out / "few_student", files["test"])
            found.append(line)
            print(json.dumps(line), flush=True)
        means = {key: statistics.mean(line[key] for line in found)
                 for key in ["teacher", "student", "agreement", "bytes", "few_teacher", "few_alone", "few_distilled"]}
        print(json.dumps({"corpus": corpus, "seeds": len(found), **means, "kept": means["student"] / means["teacher"],
                          "faster": {t: found[0][f"rates_{t}"][1] / found[0][f"rates_{t}"][0] for t in [1, 2]}}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
