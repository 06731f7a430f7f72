"""One pass of the encoder: ten commands over the same texts, from an empty cache, on two threads.

    python one_pass.py BERTFT DATA OUT_DIRECTORY [model]

DATA has the columns text and label. 3,337 of its rows are drawn; of these 400 keep their labels for the methods that are for few. Prints
a JSON line a command, with its seconds by the clock and of the processors and the bytes by which the cache grew, and one line of sums.
"""

import csv
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import time

ROWS, FEW = 3337, 400


def main(bertft, data, out, model="all-MiniLM-L6-v2"):
    out = pathlib.Path(out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    rows = [(r["text"], r["label"]) for r in csv.DictReader(open(data, newline="", encoding="utf-8")) if r["text"].strip()]
    random.Random(1).shuffle(rows)
    for name, part in [("all.csv", rows[:ROWS]), ("few.csv", rows[:FEW]), ("texts.csv", [row[:1] for row in rows[:ROWS]])]:
        with open(out / name, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "label"][:len(part[0])])
            writer.writerows(part)
    cache = pathlib.Path(os.environ.get("BERTFT_CACHE", pathlib.Path.home() / ".cache/bertft"))
    (out / "cache").mkdir()
    for kept in ["models", "corpora"]:
        os.symlink(cache / kept, out / "cache" / kept)
    environment = os.environ | {"BERTFT_CACHE": str(out / "cache")}
    train = ["train", out / "all.csv", "--model", model, "--max-length", "128", "--folds", "1"]
    few = ["train", out / "few.csv", "--model", model, "--max-length", "128", "--folds", "1"]
    suggest = ["suggest", out / "features", out / "texts.csv", "-n", "50"]
    commands = [
        ("train features", [*train, "--method", "features", "--out", out / "features"]),
        ("train prototypes", [*train, "--method", "prototypes", "--out", out / "prototypes"]),
        ("train knn", [*train, "--method", "knn", "--out", out / "knn"]),
        ("train --adapt-to, coral", [*few, "--method", "features", "--adapt-to", out / "texts.csv", "--adaptation", "coral",
                                     "--out", out / "coral"]),
        ("suggest margin", [*suggest, "--strategy", "margin"]),
        ("suggest kmeans", [*suggest, "--strategy", "kmeans"]),
        ("suggest hast", [*suggest, "--strategy", "hast", "--labelled", out / "few.csv"]),
        ("audit", ["audit", out / "all.csv", "--model", model, "--out", out / "audit"]),
        ("cluster", ["cluster", out / "texts.csv", "--model", model]),
        ("dedupe", ["dedupe", out / "texts.csv", "--model", model]),
    ]
    sums = {"seconds": 0.0, "processor_seconds": 0.0, "kept_bytes": 0}
    for name, command in commands:
        kept = size(out / "cache/features")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run([bertft, *map(str, command), "--threads", "2"], capture_output=True, text=True, env=environment)
        seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            sys.exit(f"{name}: {done.stderr}")
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        line = {"command": name, "seconds": round(seconds, 2), "processor_seconds": round(processor, 2),
                "kept_bytes": size(out / "cache/features") - kept}
        for figure in sums:
            sums[figure] += line[figure]
        print(json.dumps(line), flush=True)
    print(json.dumps({"command": "all", **{name: round(value, 2) for name, value in sums.items()}}))


def size(folder):
    """Bytes on the disk; the files are sparse."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) if folder.exists() else 0


if __name__ == "__main__":
    main(*sys.argv[1:])
