"""Other domains, the encoder itself adapted: source only, each way, and a classifier of the target's own labels as the ceiling.

    python deep_domains.py BERTFT OUT_DIRECTORY [--seeds 5] [--ways adapt,mlm,dann,deep-coral,mmd,weights] [--rows 400]
                           [--target-rows 400] [--test 500] [--epochs 3] [--target-epochs 3] [--model all-MiniLM-L6-v2]
                           [--weight WAY=W ...] [--pairs 0,1,2]

Of pairs of corpora of the catalogue with the same labels (movie reviews to Amazon reviews, movie reviews to tweets, Amazon reviews to
tweets) it draws for each seed `rows` labelled source texts, as many texts of the target without labels (or `target-rows`), and `test`
others of the target. The way `adapt` lets the encoder read the target by `bertft adapt` and then learns from the source alone. Each way is
trained once without the test, so that its verdict is an estimate, and judged on the test by `evaluate`; the ceiling learns from `rows`
texts of the target with their labels. Ways can be joined by a plus sign. It writes results.json, a list of runs, and results.md, a
table of means with the spread over the seeds, into OUT_DIRECTORY after each run; a run that is in results.json already is not made
again.
"""

import argparse
import csv
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import time

PAIRS = [("movie-reviews", "amazon-reviews", ["pos", "neg"]), ("movie-reviews", "tweets", ["pos", "neg"]),
         ("amazon-reviews", "tweets", ["pos", "neg", "neu"])]


def rows_of(bertft, name, labels):
    subprocess.run([bertft, "corpora", "pull", name], capture_output=True, check=True)
    path = subprocess.run([bertft, "corpora", "path", name], capture_output=True, text=True, check=True).stdout.strip()
    with open(path, newline="", encoding="utf-8") as file:
        return [(r["text"], r["label"]) for r in csv.DictReader(file) if r["label"] in labels and r["text"].strip()]


def write(path, rows, labelled=True):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"] if labelled else ["text"])
        writer.writerows(row if labelled else row[:1] for row in rows)


def adapted(options, out, seed):
    """The encoder's directory after it has read the target by masked tokens."""
    encoder = out / "encoder"
    shutil.rmtree(encoder, ignore_errors=True)
    subprocess.run([options.bertft, "adapt", str(out / "target.csv"), "--model", options.model, "--max-length", "64", "--epochs",
                    str(options.target_epochs), "--seed", str(seed), "--out", str(encoder), "--quiet"], check=True, capture_output=True)
    return str(encoder)


def trained(options, out, data, seed, *extra, adapts=False):
    bundle = out / "bundle"
    shutil.rmtree(bundle, ignore_errors=True)
    started = time.monotonic()
    model = adapted(options, out, seed) if adapts else options.model
    told = subprocess.run(
        [options.bertft, "train", str(out / data), "--model", model, "--method", "finetune", "--folds", "1",
         "--validation", "0.2", "--max-length", "64", "--epochs", str(options.epochs), "--seed", str(seed), "--out", str(bundle),
         "--quiet", "--json", *extra], check=True, capture_output=True, text=True)
    seconds = time.monotonic() - started
    judged = subprocess.run([options.bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True,
                            capture_output=True, text=True)
    return json.loads(judged.stdout)["accuracy"], seconds, json.loads(told.stdout).get("transfer")


def table(runs):
    names = list(dict.fromkeys(run["way"] for run in runs))
    lines = ["| pair | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for pair in dict.fromkeys(run["pair"] for run in runs):
        cells = []
        for way in names:
            values = [100 * run["accuracy"] for run in runs if run["pair"] == pair and run["way"] == way]
            spread = f" ± {statistics.stdev(values):.1f}" if len(values) > 1 else ""
            cells.append(f"{statistics.mean(values):.1f}{spread}" if values else "")
        lines.append(f"| {pair} | " + " | ".join(cells) + " |")
    signs = [(run["gain"], run["verdict"]) for run in runs if run.get("verdict")]
    right = sum(verdict == ("helped" if gain > 0 else "hurt") for gain, verdict in signs)
    told = sum(verdict != "unclear" for _, verdict in signs)
    lines += ["", f"Accuracy on the target in percent, mean and standard deviation over the seeds. Of {len(signs)} verdicts without labels "
              f"of the target {told} were not unclear, and {right} of these had the true sign."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bertft")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--ways", default="adapt,mlm,dann,deep-coral,mmd,weights")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--target-rows", type=int)
    parser.add_argument("--target-epochs", type=int, default=3)
    parser.add_argument("--test", type=int, default=500)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--model", default="all-MiniLM-L6-v2")
    parser.add_argument("--weight", action="append", default=[])
    parser.add_argument("--pairs", default="0,1,2")
    options = parser.parse_args()
    weights = dict(text.split("=") for text in options.weight)
    out = options.out
    out.mkdir(parents=True, exist_ok=True)
    results = out / "results.json"
    settings = {"rows": options.rows, "test": options.test, "epochs": options.epochs, "model": options.model}
    unlabelled = options.target_rows or options.rows
    if options.target_rows:
        settings["target_rows"] = options.target_rows
    runs = json.loads(results.read_text()) if results.exists() else []
    for index in map(int, options.pairs.split(",")):
        first, second, labels = PAIRS[index]
        pair, source, target = f"{first} to {second}", rows_of(options.bertft, first, labels), rows_of(options.bertft, second, labels)
        for seed in range(1, options.seeds + 1):
            random.Random(seed).shuffle(source)
            random.Random(seed).shuffle(target)
            write(out / "source.csv", source[:options.rows])
            write(out / "target.csv", target[:unlabelled], labelled=False)
            write(out / "ceiling.csv", target[:options.rows])
            write(out / "test.csv", target[unlabelled:unlabelled + options.test])
            plain = None
            for way in ["source only", *options.ways.split(","), "ceiling"]:
                run = {"pair": pair, "seed": seed, "way": way, "weight": weights.get(way), **settings}
                if way == "adapt" or "mlm" in way:
                    run["target_epochs"] = options.target_epochs
                known = next((r for r in runs if all(r.get(k) == v for k, v in run.items())), None)
                if known is None:
                    extra = [] if way in ("source only", "adapt", "ceiling") else [
                        "--adapt-to", str(out / "target.csv"), "--adaptation", way.replace("+", ","),
                        *(["--adaptation-weight", weights[way]] if way in weights else []),
                        *(["--target-epochs", str(options.target_epochs)] if "mlm" in way else [])]
                    data = "ceiling.csv" if way == "ceiling" else "source.csv"
                    accuracy, seconds, transfer = trained(options, out, data, seed, *extra, adapts=way == "adapt")
                    known = run | {"accuracy": accuracy, "seconds": round(seconds, 1)}
                    if transfer:
                        receipt = transfer["receipt"]
                        known |= {"gain": accuracy - plain, "estimated_gain": receipt["adapted"]["gain"],
                                  "verdict": receipt["verdict"], "proxy_a": receipt["distance"]["proxy_a"]}
                    runs.append(known)
                    results.write_text(json.dumps(runs, indent=1) + "\n")
                    (out / "results.md").write_text(table(runs))
                if way == "source only":
                    plain = known["accuracy"]
                print(json.dumps(known), flush=True)


if __name__ == "__main__":
    main()
