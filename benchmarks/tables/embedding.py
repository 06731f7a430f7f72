"""Sentence vectors of the Amazon snippets: speed, and agreement with torch in fp32."""

import csv
import json
import pathlib
import shutil
import sys
import tempfile

import numpy as np

from harness import ceiling, pictures, report
from harness.processes import REFERENCE, ROOT, bertft, note, reference, run
from harness.rounds import median, paired, ratio

# Name: script, and what it loads of export.py's directory ("" for the encoder's own).
PEERS = {
    "fp32": {"torch": ("embed_torch.py", None), "sentence-transformers": ("embed_sentence_transformers.py", None),
             "ONNX Runtime": ("embed_onnxruntime.py", ""), "CTranslate2": ("embed_ctranslate2.py", "ctranslate2"),
             "OpenVINO": ("embed_openvino.py", "")},
    "int8": {"ONNX Runtime": ("embed_onnxruntime.py", ""), "CTranslate2": ("embed_ctranslate2.py", "ctranslate2")}}

# Threads, order, every n-th text, rounds. What the targets are stated for is measured twice, and in 8 bits, where the
# worst of all texts counts, whole.
RUNS = {"fp32": [(2, "file", 4, 2), (2, "length", 8, 1), (1, "file", 8, 1)],
        "int8": [(2, "file", 1, 2), (2, "length", 8, 1), (1, "file", 8, 1)]}

HOW = """
Texts a second without start-up (bertft: less the time of a run over one text; the peers: their loop, after loading and
one batch) and of the whole process. sentence-transformers sorts by length itself, whatever the order. CTranslate2 takes
the padding out. Cosines against torch in fp32."""
INTRODUCTIONS = {
    "fp32": """## Embedding in fp32

The Amazon snippets through all-MiniLM-L6-v2, mean pooling, normalised, batch 32 (bertft: its own batches). The targets,
at 2 threads in file order: faster than the fastest peer, over 4 times torch.""" + HOW,
    "int8": """## Embedding in int8

The same with weights and activations in 8 bits. The targets, at 2 threads in file order: faster than both peers with a
worst cosine of at least 0.995 against fp32. The ceiling stated is that of fp32.""" + HOW}
HEADER = ["program", "texts/s", "whole process, texts/s", "bertft's speed over its", "of the ceiling", "worst cosine",
          "mean cosine", "peak MiB"]


def exported(model):
    """Where export.py's results for MODEL lie; they are made once."""
    target = ROOT / "benchmarks/.build/exported"
    if not (target / "complete").exists():
        note("exporting the encoder for ONNX Runtime, OpenVINO and CTranslate2")
        shutil.rmtree(target, ignore_errors=True)
        run([sys.executable, REFERENCE / "export.py", model, target])
    return target


def write_texts(texts, path):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["text"])
        writer.writerows([text] for text in texts)


def embeds(precision):
    """Whether this bertft has `embed`, in this precision."""
    return "  embed " in bertft("--help").output and (
        precision == "fp32" or "--precision" in bertft("embed", "--help").output)


def cosines(vectors, truth):
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    truth = truth / np.linalg.norm(truth, axis=1, keepdims=True)
    return (vectors.astype(np.float64) * truth).sum(1)


class Embedding:
    def __init__(self, precision):
        self.precision = precision

    def measure(self, rounds=None):
        model = bertft("models", "path", "all-MiniLM-L6-v2").output.strip()
        every = ceiling.read_texts(bertft("corpora", "path", "amazon-reviews").output.strip())
        models = exported(model)
        with tempfile.TemporaryDirectory() as work:
            return {f"{threads}/{order}": self.one(model, models, every[::step], threads, order, rounds or own,
                                                   pathlib.Path(work))
                    for threads, order, step, own in RUNS[self.precision]}

    def one(self, model, models, texts, threads, order, rounds, work):
        """All programs on the same file of texts."""
        if order == "length":
            texts = sorted(texts, key=len)
        data, single = work / "texts.csv", work / "one.csv"
        write_texts(texts, data)
        write_texts(texts[:1], single)
        vectors = {name: work / f"{name}.npy" for name in ["bertft", "truth", *PEERS[self.precision]]}

        def ours():
            # What start-up costs is the time of a run over one text.
            options = ["--model", model, "--threads", threads, "--quiet"]
            if self.precision != "fp32":
                options += ["--precision", self.precision]
            start = bertft("embed", single, "--out", work / "one.npy", *options)
            whole = bertft("embed", data, "--out", vectors["bertft"], *options)
            return {"seconds": whole.seconds - start.seconds, "whole": whole.seconds, "MiB": whole.peak_mib}

        def peer(name, script, part):
            finished = reference(script, model if part is None else models / part, data, "--tokenizer",
                                 f"{model}/tokenizer.json", "--precision", self.precision, "--out", vectors[name],
                                 threads=threads)
            answer = json.loads(finished.output.splitlines()[-1])
            return {"seconds": answer["seconds"], "whole": finished.seconds, "MiB": finished.peak_mib}

        programs = {"bertft": ours, **{name: (lambda name=name, entry=entry: peer(name, *entry))
                                       for name, entry in PEERS[self.precision].items()}}
        if not embeds(self.precision):
            note(f"this bertft cannot embed in {self.precision}: the peers alone are measured")
            del programs["bertft"]
        figures = paired(programs, rounds, f"{threads} threads, order of {order}, ")
        if "torch" in programs:
            truth = np.load(vectors["torch"])
        else:
            reference("embed_torch.py", model, data, "--tokenizer", f"{model}/tokenizer.json", "--out",
                      vectors["truth"], threads=threads)
            truth = np.load(vectors["truth"])
        agreement = {}
        for name in programs:
            values = cosines(np.load(vectors[name]), truth)
            agreement[name] = [float(values.min()), float(values.mean())]
        peak = ceiling.measured(threads)
        lengths = ceiling.token_lengths(model, texts, limit=256)
        return {"figures": figures, "agreement": agreement, "texts": len(texts), "tokens": sum(lengths),
                "flops": ceiling.MINILM.forward_flops(lengths), "peak": peak}

    def render(self, measured):
        text = [INTRODUCTIONS[self.precision]]
        for key, entry in measured.items():
            threads, order = key.split("/")
            peak = ceiling.Ceiling(*entry["peak"])
            most = entry["texts"] * peak.gflops * 1e9 / entry["flops"]
            figures, rows, groups = entry["figures"], [], {}
            for name, cases in figures.items():
                rate = entry["texts"] / median(cases["seconds"])
                groups[name] = {"texts a second": rate}
                relative = f"{ratio(cases['seconds'], figures['bertft']['seconds']):.2f}" if "bertft" in figures else ""
                worst, mean = entry["agreement"][name]
                rows.append([name, f"{rate:.0f}", f"{entry['texts'] / median(cases['whole']):.0f}", relative,
                             f"{rate / most:.0%}", f"{worst:.4f}", f"{mean:.5f}", f"{max(cases['MiB']):.0f}"])
            title = (f"{entry['texts']:,} texts {'in file order' if order == 'file' else 'sorted by length'}, "
                     f"{report.threads(threads)}")
            picture = f"embedding-{self.precision}-{threads}-{order}"
            text += [
                "", f"{title}. {entry['tokens']:,} tokens, {entry['flops'] / 1e9:.0f} GFLOP of products: at the "
                f"measured {peak.gflops:.0f} GFLOP/s at most {most:.0f} texts a second. Weights: "
                f"{ceiling.MINILM.weight_bytes() / 1e6:.0f} MB, read at {peak.gigabytes:.1f} GB/s.", "",
                report.markdown_table(HEADER, rows), "", f"![{title}](pictures/{picture}.svg)"]
            report.write_picture(picture, pictures.bars(
                f"Embedding, {self.precision}: {title}", "texts a second, more is better", groups,
                (most, "ceiling of fp32")))
        return "\n".join(text)


Fp32 = Embedding("fp32")
Int8 = Embedding("int8")
