"""Fine-tunes with bertft and with transformers on the same rows by the same recipe, in turn, over several seeds.

    python benchmarks/training.py --corpus amazon-reviews --labels pos,neg,neu --seeds 1,2,3 --threads 2

Both learn from one fixed 90 % of the corpus and are judged on the other 10 %; both hold back a tenth of what they learn
from (each its own) and keep the epoch with the best macro-F1 on it. Run it with the Python that
`Scripts/oracles/setup.sh` makes, after `swift build -c release`. Prints a Markdown table; the runs go to standard error.
"""

import argparse
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(command):
    """Standard output, wall seconds and peak resident MiB of a process."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, text=True)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        out.seek(0)
        err.seek(0)
        if status != 0:
            sys.exit(f"{command}: status {status}\n{err.read()}")
        # Linux counts in KiB, macOS in bytes.
        return out.read(), seconds, usage.ru_maxrss / (1 << 20 if platform.system() == "Darwin" else 1 << 10)


def ours(options, seed, split, target):
    common = ["--threads", str(options.threads), "--quiet"]
    _, wall, rss = run([options.bertft, "train", f"{split}/train.csv", "--labels", options.labels, "--model",
                        options.model, "--method", "finetune", "--epochs", str(options.epochs), "--learning-rate",
                        str(options.learning_rate), "--metric", "macro-f1", "--seed", str(seed), "--out", target, *common])
    figures = json.loads(run([options.bertft, "evaluate", target, f"{split}/test.csv", "--json", *common])[0])
    epochs = [json.loads(line) for line in open(f"{target}/metrics.jsonl")]
    return {"accuracy": figures["accuracy"], "macro_f1": figures["macro_f1"], "log_loss": figures["log_loss"],
            "first_loss": epochs[0]["training_loss"], "last_loss": epochs[-1]["training_loss"],
            "seconds": sum(epoch["seconds"] for epoch in epochs), "wall": wall, "rss": rss}


def theirs(options, seed, split, *extra):
    out, wall, _ = run([sys.executable, str(ROOT / "benchmarks/reference/train_transformers.py"), options.model,
                        f"{split}/train.csv", f"{split}/test.csv", "--labels", options.labels, "--epochs",
                        str(options.epochs), "--learning-rate", str(options.learning_rate), "--validation", "0.1",
                        "--seed", str(seed), "--threads", str(options.threads), *extra])
    figures = json.loads(out.splitlines()[-1])
    return {"accuracy": figures["accuracy"], "macro_f1": figures["macro_f1"], "log_loss": figures["log_loss"],
            "first_loss": figures["training_losses"][0], "last_loss": figures["training_losses"][-1],
            "seconds": figures["train_seconds"], "wall": wall, "rss": figures["peak_rss_mib"],
            "tokens_per_second": figures["tokens_per_second"]}


def spread(runs, key, digits):
    values = [entry[key] for entry in runs]
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return f"{statistics.mean(values):.{digits}f} ± {deviation:.{digits}f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bertft", default=str(ROOT / ".build/release/bertft"))
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--labels", required=True)
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--label-column", default="label")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--length-grouping", action="store_true", help="a third run: transformers with grouped lengths")
    parser.add_argument("--only", help="run one program, as bertft over many seeds")
    options = parser.parse_args()

    options.model = run([options.bertft, "models", "path", "all-MiniLM-L6-v2"])[0].strip()
    corpus = run([options.bertft, "corpora", "path", options.corpus])[0].strip()
    work = tempfile.mkdtemp()
    run([sys.executable, str(ROOT / "benchmarks/reference/make_split.py"), corpus, work, "--text-column",
         options.text_column, "--label-column", options.label_column])
    programs = {"bertft": lambda seed: ours(options, seed, work, f"{work}/bundle-{seed}"),
                "transformers": lambda seed: theirs(options, seed, work)}
    if options.length_grouping:
        programs["transformers, lengths grouped"] = lambda seed: theirs(options, seed, work, "--length-grouping")
    if options.only:
        programs = {options.only: programs[options.only]}
    runs = {name: [] for name in programs}
    for seed in map(int, options.seeds.split(",")):
        for name, program in programs.items():
            runs[name].append(program(seed))
            print(name, seed, json.dumps(runs[name][-1]), file=sys.stderr, flush=True)
    shutil.rmtree(work)

    base = statistics.median(entry["seconds"] for entry in next(iter(runs.values())))
    print("| program | accuracy | macro-F1 | log loss | training, s | times the first | whole process, s | peak MiB |")
    print("|---|---|---|---|---|---|---|---|")
    for name, entries in runs.items():
        seconds = statistics.median(entry["seconds"] for entry in entries)
        print(f"| {name} | {spread(entries, 'accuracy', 4)} | {spread(entries, 'macro_f1', 4)} | "
              f"{spread(entries, 'log_loss', 4)} | {seconds:.1f} | {seconds / base:.2f} | "
              f"{statistics.median(entry['wall'] for entry in entries):.1f} | "
              f"{max(entry['rss'] for entry in entries):.0f} |")


main()
