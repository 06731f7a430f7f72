"""Fine-tuning beside transformers, as it is usually done and with texts of like length together."""

import json
import pathlib
import sys
import tempfile
from typing import NamedTuple

from harness import ceiling, pictures, report
from harness.processes import REFERENCE, bertft, note, reference, run
from harness.rounds import median, paired, ratio
from harness.rows import head

LABELS = "pos,neg,neu"
MAX_LENGTH = 128

INTRODUCTION = """The same recipe: batch 32, length {length}, AdamW at {rate} with 10 % warm-up and linear decay,
weight decay 0.01, clipping at 1, dropout 0.1, on the same rows. transformers pads a batch to its longest text; with
lengths grouped it puts texts of like length together, which changes what a batch is. Real tokens a second: padding
does not count; bertft's time holds its validation, transformers' does not. The targets: {wanted}. Losses are the mean
over an epoch, the first and the last; accuracy and macro-F1 are on the test tenth, or on 60 rows of it where few
rows are trained on. ± is half the spread over the seeds."""
HEADER = ["program", "real tokens/s", "bertft's speed over its", "of the ceiling", "peak MiB", "bertft's share of it",
          "first loss", "last loss", "accuracy", "macro-F1"]


class Run(NamedTuple):
    name: str
    threads: int
    rows: int | None
    """Rows trained on, and then few are judged on, for speed alone; all where None."""
    epochs: int
    rounds: int
    """One seed each."""


class FineTuning:
    def __init__(self, title, encoder, rate, runs, targets):
        self.title, self.encoder, self.rate, self.runs, self.targets = title, encoder, rate, runs, targets

    def measure(self, rounds=None):
        model = bertft("models", "path", "all-MiniLM-L6-v2").output.strip()
        corpus = bertft("corpora", "path", "amazon-reviews").output.strip()
        with tempfile.TemporaryDirectory() as work:
            work = pathlib.Path(work)
            run([sys.executable, REFERENCE / "make_split.py", corpus, work])
            if self.encoder is ceiling.BERT_BASE:
                note("making an encoder of BERT-base's sizes with random weights")
                run([sys.executable, REFERENCE / "random_bert.py", model, work / "base"])
                model = work / "base"
            return {entry.name: self.one(entry, rounds or entry.rounds, model, work) for entry in self.runs}

    def one(self, entry, rounds, model, work):
        train, validation, test = work / "train.csv", work / "validation.csv", work / "test.csv"
        if entry.rows:
            train, validation, test = work / "some.csv", work / "few.csv", work / "few-test.csv"
            head(work / "test.csv", test, 60)
            head(work / "train.csv", train, entry.rows)
            # bertft always validates, and that is in its time; transformers is not asked to here.
            head(work / "validation.csv", validation, 30)
        seeds = {"bertft": 0, "transformers": 0, "transformers, lengths grouped": 0}
        common = ["--labels", LABELS, "--epochs", entry.epochs, "--learning-rate", self.rate, "--batch-size", 32,
                  "--max-length", MAX_LENGTH]

        def seed(name):
            seeds[name] += 1
            return seeds[name]

        def ours():
            number = seed("bertft")
            bundle = work / f"{entry.name}-{number}"
            finished = bertft("train", train, "--model", model, "--method", "finetune", "--validation", validation,
                              "--metric", "macro-f1", "--seed", number, "--out", bundle, "--threads", entry.threads,
                              "--quiet", *common)
            epochs = [json.loads(line) for line in (bundle / "metrics.jsonl").read_text().splitlines()]
            judged = bertft("evaluate", bundle, test, "--json", "--quiet")
            return figures(json.loads(judged.output), [epoch["training_loss"] for epoch in epochs],
                           sum(epoch["seconds"] for epoch in epochs), finished.peak_mib)

        def theirs(name, *extra):
            options = ["--seed", seed(name), *common, *extra]
            if not entry.rows:
                options += ["--validation", validation]
            finished = reference("train_transformers.py", model, train, test, *options, threads=entry.threads)
            answer = json.loads(finished.output.splitlines()[-1])
            return figures(answer, answer["training_losses"], answer["train_seconds"], answer["peak_rss_mib"])

        grouped = "transformers, lengths grouped"
        results = paired({"bertft": ours, "transformers": lambda: theirs("transformers"),
                          grouped: lambda: theirs(grouped, "--length-grouping")}, rounds, f"{entry.name}, ")
        lengths = ceiling.token_lengths(model, ceiling.read_texts(train), limit=MAX_LENGTH)
        return {"figures": results, "rows": len(lengths), "tokens": entry.epochs * sum(lengths),
                "flops": 3 * entry.epochs * self.encoder.forward_flops(lengths),
                "steps": entry.epochs * -(-len(lengths) // 32), "threads": entry.threads, "epochs": entry.epochs,
                "peak": ceiling.measured(entry.threads)}

    def render(self, measured):
        usual, grouped, memory = self.targets
        wanted = ", ".join(part for part in [usual and f"over {usual} times transformers' usual loop",
                                             f"over {grouped} times the same with lengths grouped", memory] if part)
        text = [f"## {self.title}", "", INTRODUCTION.format(length=MAX_LENGTH, rate=self.rate, wanted=wanted)]
        for name, entry in measured.items():
            peak = ceiling.Ceiling(*entry["peak"])
            most = entry["tokens"] * peak.gflops * 1e9 / entry["flops"]
            results, rows, groups = entry["figures"], [], {}
            for program, cases in results.items():
                rate = entry["tokens"] / median(cases["seconds"])
                groups[program] = {"tokens": rate}
                rows.append([program, f"{rate:.0f}", f"{ratio(cases['seconds'], results['bertft']['seconds']):.2f}",
                             f"{rate / most:.0%}", f"{max(cases['MiB']):.0f}",
                             f"{max(results['bertft']['MiB']) / max(cases['MiB']):.0%}",
                             *(spread(cases[key]) for key in ["first loss", "last loss", "accuracy", "macro-F1"])])
            threads, step = report.threads(entry["threads"]), entry["flops"] / 1e9 / entry["steps"]
            text += [
                "", f"{threads}, {entry['rows']:,} rows, epochs: {entry['epochs']}, steps: {entry['steps']}, "
                f"real tokens: {entry['tokens']:,}. Products forward and backward: {step:.0f} GFLOP a step; at the "
                f"measured {peak.gflops:.0f} GFLOP/s at most {most:.0f} tokens a second.", "",
                report.markdown_table(HEADER, rows), "",
                f"![{name}](pictures/fine-tuning-{name}.svg)"]
            report.write_picture(f"fine-tuning-{name}", pictures.bars(
                f"{self.title}, {threads}", "real tokens a second, more is better", groups, (most, "ceiling")))
        return "\n".join(text)


def figures(judged, losses, seconds, mib):
    return {"accuracy": judged["accuracy"], "macro-F1": judged["macro_f1"], "first loss": losses[0],
            "last loss": losses[-1], "seconds": seconds, "MiB": mib}


def spread(values):
    middle = f"{sum(values) / len(values):.3f}"
    return middle if len(values) < 2 else f"{middle} ± {(max(values) - min(values)) / 2:.3f}"


MiniLM = FineTuning(
    "Fine-tuning all-MiniLM-L6-v2", ceiling.MINILM, 1e-4,
    [Run("minilm-2", threads=2, rows=None, epochs=2, rounds=1),
     Run("minilm-1", threads=1, rows=320, epochs=1, rounds=1)],
    (5, 2.5, "under 40 % of the peak memory"))
Base = FineTuning(
    "Fine-tuning at BERT-base's sizes, random weights", ceiling.BERT_BASE, 2e-5,
    [Run("base-2", threads=2, rows=128, epochs=1, rounds=2), Run("base-1", threads=1, rows=64, epochs=1, rounds=1)],
    (None, 1.2, "under 40 % of the peak memory"))
