"""Fine-tuning beside transformers, as it is usually done and with texts of like length together."""

import json
import os
import pathlib
import shutil
import sys
import tempfile
from typing import NamedTuple

from harness import ceiling, pictures, report
from harness.processes import REFERENCE, bertft, note, reference, run, takes
from harness.rounds import fastest_of, median, paired, ratio
from harness.rows import head

LABELS = "pos,neg,neu"
MAX_LENGTH = 128

OURS = {"bertft": [], "bertft, bf16": ["--precision", "bf16"],
        "bertft, bf16, moments too": ["--precision", "bf16", "--moments", "bf16"]}
PEERS = {"transformers": [],
         "transformers, lengths grouped": ["--length-grouping"],
         "transformers, bf16 autocast": ["--precision", "autocast"],
         "transformers, bf16 autocast, lengths grouped": ["--precision", "autocast", "--length-grouping"],
         "transformers, bf16 weights, lengths grouped": ["--precision", "bf16", "--length-grouping"]}
USUAL = "transformers"
WITH_IPEX = {"IPEX, lengths grouped": ["--ipex", "--length-grouping"],
             "IPEX, bf16 autocast, lengths grouped": ["--ipex", "--precision", "autocast", "--length-grouping"]}
"""Measured where BERTFT_IPEX_PYTHON names a Python that has it: it goes with a version of torch that the others have
left."""

INTRODUCTION = """The same recipe: batch 32, length {length}, AdamW at {rate} with 10 % warm-up and linear decay,
weight decay 0.01, clipping at 1, dropout 0.1, on the same rows. transformers pads a batch to its longest text; with
lengths grouped it puts texts of like length together, which changes what a batch is. bf16 autocast rounds the factors of
products; bf16 weights round all there is, AdamW's averages too. Real tokens a second: padding
does not count; bertft's time holds its validation, transformers' does not. The targets: {wanted}. Losses are the mean
over an epoch, the first and the last; accuracy and macro-F1 are on the test tenth, or on 60 rows of it where few
rows are trained on. ± is half the spread over the seeds. Of the peak: of the measured one of the precision."""


GROUPED = tuple(name for name in PEERS if "grouped" in name)
GROUPED_BF16 = tuple(name for name in GROUPED if "bf16" in name)


class Run(NamedTuple):
    name: str
    threads: int
    rows: int | None
    """Rows trained on, and then few are judged on, for speed alone; all where None."""
    epochs: int
    rounds: int
    """One seed each."""
    whole_test: bool = False
    """Whether all rows of the test judge although few are trained on."""
    peers: tuple[str, ...] = tuple(PEERS)
    ours: tuple[str, ...] = ("bertft", "bertft, bf16")


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
            train, validation = work / "some.csv", work / "few.csv"
            head(work / "train.csv", train, entry.rows)
            # bertft always validates, and that is in its time; transformers is not asked to here.
            head(work / "validation.csv", validation, 30)
            if not entry.whole_test:
                test = work / "few-test.csv"
                head(work / "test.csv", test, 60)
        common = ["--labels", LABELS, "--epochs", entry.epochs, "--learning-rate", self.rate, "--batch-size", 32,
                  "--max-length", MAX_LENGTH]
        seeds = {}

        def seed(name):
            seeds[name] = seeds.get(name, 0) + 1
            return seeds[name]

        def ours(name, extra):
            number = seed(name)
            bundle = work / f"{entry.name}-{name}-{number}"
            finished = bertft("train", train, "--model", model, "--method", "finetune", "--validation", validation,
                              "--metric", "macro-f1", "--seed", number, "--out", bundle, "--threads", entry.threads,
                              "--quiet", *common, *extra)
            epochs = [json.loads(line) for line in (bundle / "metrics.jsonl").read_text().splitlines()]
            judged = bertft("evaluate", bundle, test, "--json", "--quiet")
            shutil.rmtree(bundle)
            return figures(json.loads(judged.output), [epoch["training_loss"] for epoch in epochs],
                           sum(epoch["seconds"] for epoch in epochs), finished.seconds, finished.peak_mib)

        def theirs(name, extra, python=sys.executable):
            options = ["--seed", seed(name), *common, *extra]
            if not entry.rows:
                options += ["--validation", validation]
            finished = reference("train_transformers.py", model, train, test, *options, threads=entry.threads,
                                 python=python)
            answer = json.loads(finished.output.splitlines()[-1])
            return figures(answer, answer["training_losses"], answer["train_seconds"], finished.seconds,
                           answer["peak_rss_mib"])

        programs = {name: (lambda name=name: ours(name, OURS[name])) for name in entry.ours if takes("train", OURS[name])}
        programs |= {name: (lambda name=name: theirs(name, PEERS[name])) for name in entry.peers}
        ipex = os.environ.get("BERTFT_IPEX_PYTHON")
        if ipex and entry.peers:
            programs |= {name: (lambda name=name, extra=extra: theirs(name, extra, ipex))
                         for name, extra in WITH_IPEX.items()}
        results = paired(programs, rounds, f"{entry.name}, ")
        lengths = ceiling.token_lengths(model, ceiling.read_texts(train), limit=MAX_LENGTH)
        return {"figures": results, "rows": len(lengths), "tokens": entry.epochs * sum(lengths),
                "flops": 3 * entry.epochs * self.encoder.forward_flops(lengths),
                "steps": entry.epochs * -(-len(lengths) // 32), "threads": entry.threads, "epochs": entry.epochs,
                "peak": ceiling.measured(entry.threads)}

    def render(self, measured, draw):
        text = ["## " + self.title, "",
                INTRODUCTION.format(length=MAX_LENGTH, rate=self.rate, wanted=self.targets)]
        for name, entry in measured.items():
            peak = ceiling.Ceiling(*entry["peak"])
            most = {program: entry["tokens"] * peak.of(precision(program)) * 1e9 / entry["flops"]
                    for program in entry["figures"]}
            results, rows, groups = entry["figures"], [], {}
            ours = [program for program in OURS if program in results]
            for program, cases in results.items():
                rate = entry["tokens"] / median(cases["seconds"])
                groups[program] = {"tokens": rate}
                speeds = [f"{ratio(cases['seconds'], results[mine]['seconds']):.2f}" for mine in ours]
                shares = [f"{max(results[mine]['MiB']) / max(cases['MiB']):.0%}" for mine in ours]
                rows.append([program, f"{rate:.0f}", *speeds, f"{rate / most[program]:.0%}", f"{max(cases['MiB']):.0f}",
                             *shares, *(spread(cases[key]) for key in JUDGED)])
            header = ["program", "real tokens/s", *(f"{mine}: times its speed" for mine in ours), "of the peak",
                      "peak MiB", *(f"{mine}: share of its memory" for mine in ours), *JUDGED]
            threads, step = report.threads(entry["threads"]), entry["flops"] / 1e9 / entry["steps"]
            text += [
                "", f"{threads}, {entry['rows']:,} rows, epochs: {entry['epochs']}, steps: {entry['steps']}, "
                f"real tokens: {entry['tokens']:,}. Products forward and backward: {step:.0f} GFLOP a step; at the "
                f"measured {peak.gflops:.0f} GFLOP/s at most {entry['tokens'] * peak.gflops * 1e9 / entry['flops']:.0f} tokens a "
                "second" + (f", at {peak.bf16:.0f} in bf16 {entry['tokens'] * peak.bf16 * 1e9 / entry['flops']:.0f}"
                            if peak.bf16 else "") + ".", "",
                report.markdown_table(header, rows), "",
                best(results, ours), "",
                draw(name, f"fine-tuning-{name}", pictures.bars(
                    f"{self.title}, {threads}", "real tokens a second, more is better", groups,
                    (entry["tokens"] * peak.gflops * 1e9 / entry["flops"], "ceiling of fp32")))]
        return "\n".join(text)


JUDGED = ["first loss", "last loss", "accuracy", "macro-F1"]


def precision(program):
    return "bf16" if "bf16" in program else "fp32"


def best(results, ours):
    """Speed and memory beside the fastest peer and beside the usual loop."""
    peers = [name for name in results if name not in ours]
    if not peers:
        return ""
    fastest = fastest_of(results, peers, "seconds")
    lines = []
    for peer, what in [(fastest, f"the fastest peer ({fastest})"), (USUAL, "the usual loop in fp32")]:
        if peer in results:
            lines.append(f"Over {what}: " + "; ".join(
                f"{mine} {ratio(results[peer]['seconds'], results[mine]['seconds']):.2f} times its speed in "
                f"{max(results[mine]['MiB']) / max(results[peer]['MiB']):.0%} of its memory" for mine in ours) + ".")
    return " ".join(lines)


def figures(judged, losses, seconds, whole, mib):
    return {"accuracy": judged["accuracy"], "macro-F1": judged["macro_f1"], "first loss": losses[0],
            "last loss": losses[-1], "seconds": seconds, "whole": whole, "MiB": mib}


def spread(values):
    middle = f"{sum(values) / len(values):.3f}"
    return middle if len(values) < 2 else f"{middle} ± {(max(values) - min(values)) / 2:.3f}"


MiniLM = FineTuning(
    "Fine-tuning all-MiniLM-L6-v2", ceiling.MINILM, 1e-4,
    [Run("minilm-2", threads=2, rows=1280, epochs=2, rounds=1, whole_test=True),
     Run("minilm-1", threads=1, rows=320, epochs=1, rounds=1, peers=GROUPED)],
    "where the processor multiplies tiles of bf16, over 3 times the fastest peer and over 10 times the usual loop in fp32; "
    "elsewhere over 2.5 and 5 times; under 40 % of the peak memory")
Base = FineTuning(
    "Fine-tuning at BERT-base's sizes, random weights", ceiling.BERT_BASE, 2e-5,
    [Run("base-2", threads=2, rows=128, epochs=1, rounds=2, ours=tuple(OURS)),
     Run("base-1", threads=1, rows=64, epochs=1, rounds=1, peers=GROUPED)],
    "where the processor multiplies tiles of bf16, over 3 times the fastest peer, elsewhere over 1.2 times; under 40 % of "
    "its peak memory")
