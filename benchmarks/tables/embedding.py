"""Sentence vectors of the Amazon snippets: speed, and agreement with torch in fp32."""

import csv
import json
import pathlib
import shutil
import sys
import tempfile
from typing import NamedTuple

import numpy as np

from harness import ceiling, pictures, report
from harness.processes import REFERENCE, ROOT, bertft, note, reference, run, takes
from harness.rounds import fastest_of, median, paired, ratio



class Peer(NamedTuple):
    script: str
    loads: str | None
    """A part of export.py's directory ("" for all of it), None for the encoder's own."""
    setting: str
    """What its --precision is."""


OURS = {"fp32": {"bertft": [], "bertft, bf16": ["--precision", "bf16"]},
        "int8": {"bertft": ["--precision", "int8"]}}
PEERS = {
    "fp32": {"torch": Peer("embed_torch.py", None, "fp32"),
             "torch, bf16 autocast": Peer("embed_torch.py", None, "autocast"),
             "torch, bf16 weights": Peer("embed_torch.py", None, "bf16"),
             "sentence-transformers": Peer("embed_sentence_transformers.py", None, "fp32"),
             "sentence-transformers, bf16 weights": Peer("embed_sentence_transformers.py", None, "bf16"),
             "ONNX Runtime": Peer("embed_onnxruntime.py", "", "fp32"),
             "CTranslate2": Peer("embed_ctranslate2.py", "ctranslate2", "fp32"),
             "CTranslate2, bfloat16": Peer("embed_ctranslate2.py", "ctranslate2", "bf16"),
             "OpenVINO, f32": Peer("embed_openvino.py", "", "fp32"),
             "OpenVINO, as installed": Peer("embed_openvino.py", "", "default"),
             "OpenVINO, bf16": Peer("embed_openvino.py", "", "bf16")},
    "int8": {"ONNX Runtime": Peer("embed_onnxruntime.py", "", "int8"),
             "CTranslate2": Peer("embed_ctranslate2.py", "ctranslate2", "int8"),
             "CTranslate2, int8_bfloat16": Peer("embed_ctranslate2.py", "ctranslate2", "int8_bf16"),
             "OpenVINO": Peer("embed_openvino.py", "", "int8")}}

# Threads, order, every n-th text, rounds. What the targets are stated for is measured twice, and in 8 bits, where the
# worst of all texts counts, whole.
RUNS = {"fp32": [(2, "file", 8, 1), (2, "length", 4, 2), (1, "length", 8, 1)],
        "int8": [(2, "file", 1, 1), (2, "length", 4, 2), (1, "length", 8, 1)]}

HOW = """
Texts a second without start-up (bertft: less the time of a run over one text; the peers: their loop, after loading and
one batch) and of the whole process. bertft and sentence-transformers sort by length themselves, whatever the order; the
other peers are at their best where the file is sorted. CTranslate2 takes the padding out. OpenVINO as installed chooses
its precision by the processor. ONNX Runtime has no products in bf16 for processors of this architecture. Cosines against
torch in fp32. Of the peak: of the measured one of the precision,
or of fp32 where that was not measured."""
INTRODUCTIONS = {
    "fp32": """## Embedding in fp32 and bf16

The Amazon snippets through all-MiniLM-L6-v2, mean pooling, normalised, batch 32 (bertft: its own batches). The targets,
at 2 threads: faster than the fastest peer, twice as fast where the processor multiplies tiles of bf16; worst cosine in bf16
at least 0.9995.""" + HOW,
    "int8": """## Embedding in int8

The same with weights and activations in 8 bits. The targets, at 2 threads: faster than the fastest peer, twice as fast
where the processor multiplies tiles of 8 bits; worst cosine at least 0.995.""" + HOW}


def exported(model, data):
    """Where export.py's results for MODEL lie; they are made once."""
    target = ROOT / "benchmarks/.build/exported"
    # The second is what was added last.
    if not all((target / name).exists() for name in ["complete", "openvino-int8.xml"]):
        note("exporting the encoder for ONNX Runtime, OpenVINO and CTranslate2")
        shutil.rmtree(target, ignore_errors=True)
        run([sys.executable, REFERENCE / "export.py", model, target, data])
    return target


def write_texts(texts, path):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["text"])
        writer.writerows([text] for text in texts)


def cosines(vectors, truth):
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    truth = truth / np.linalg.norm(truth, axis=1, keepdims=True)
    return (vectors.astype(np.float64) * truth).sum(1)


class Embedding:
    def __init__(self, precision, runs, peers=None):
        self.precision, self.runs, self.peers = precision, runs, peers or list(PEERS[precision])

    def measure(self, rounds=None):
        model = bertft("models", "path", "all-MiniLM-L6-v2").output.strip()
        corpus = bertft("corpora", "path", "amazon-reviews").output.strip()
        every = ceiling.read_texts(corpus)
        models = exported(model, corpus)
        with tempfile.TemporaryDirectory() as work:
            return {f"{threads}/{order}": self.one(model, models, every[::step], threads, order, rounds or own,
                                                   pathlib.Path(work))
                    for threads, order, step, own in self.runs}

    def one(self, model, models, texts, threads, order, rounds, work):
        """All programs on the same file of texts."""
        lengths = ceiling.token_lengths(model, texts, limit=256)
        if order == "length":
            texts = [text for _, text in sorted(zip(lengths, texts), key=lambda pair: pair[0])]
        data, single = work / "texts.csv", work / "one.csv"
        write_texts(texts, data)
        write_texts(texts[:1], single)
        truth = work / "truth.npy"

        def vectors(name):
            return work / f"{name}.npy"

        def ours(name, extra):
            # What start-up costs is the time of a run over one text.
            options = ["--model", model, "--threads", threads, "--quiet", *extra]
            start = bertft("embed", single, "--out", work / "one.npy", *options)
            whole = bertft("embed", data, "--out", vectors(name), *options)
            return {"seconds": whole.seconds - start.seconds, "whole": whole.seconds, "MiB": whole.peak_mib}

        def peer(out, script, loads, setting):
            finished = reference(script, model if loads is None else models / loads, data, "--tokenizer",
                                 f"{model}/tokenizer.json", "--precision", setting, "--out", out, threads=threads)
            answer = json.loads(finished.output.splitlines()[-1])
            return {"seconds": answer["seconds"], "whole": finished.seconds, "MiB": finished.peak_mib}

        programs = {name: (lambda name=name, extra=extra: ours(name, extra))
                    for name, extra in OURS[self.precision].items() if takes("embed", extra)}
        programs |= {name: (lambda name=name: peer(vectors(name), *PEERS[self.precision][name])) for name in self.peers}
        absent = {}
        figures = paired(programs, rounds, f"{threads} threads, order of {order}, ", absent)
        peer(truth, "embed_torch.py", None, "fp32")
        truth = np.load(truth)
        agreement = {}
        for name in figures:
            values = cosines(np.load(vectors(name)), truth)
            agreement[name] = [float(values.min()), float(values.mean())]
        peak = ceiling.measured(threads)
        return {"figures": figures, "agreement": agreement, "absent": absent, "texts": len(texts), "tokens": sum(lengths),
                "flops": ceiling.MINILM.forward_flops(lengths), "peak": peak}

    def render(self, measured, draw):
        text = [INTRODUCTIONS[self.precision]]
        for key, entry in measured.items():
            threads, order = key.split("/")
            peak = ceiling.Ceiling(*entry["peak"])
            figures, rows, groups = entry["figures"], [], {}
            ours = [name for name in OURS[self.precision] if name in figures]
            for name, cases in figures.items():
                rate = entry["texts"] / median(cases["seconds"])
                groups[name] = {"texts a second": rate}
                worst, mean = entry["agreement"][name]
                rows.append([name, f"{rate:.0f}", f"{entry['texts'] / median(cases['whole']):.0f}",
                             *(f"{ratio(cases['seconds'], figures[mine]['seconds']):.2f}" for mine in ours),
                             f"{rate / self.most(entry, peak, name):.0%}", f"{worst:.4f}", f"{mean:.5f}",
                             f"{max(cases['MiB']):.0f}"])
            title = (f"{entry['texts']:,} texts {'in file order' if order == 'file' else 'sorted by length'}, "
                     f"{report.threads(threads)}")
            picture = f"embedding-{self.precision}-{threads}-{order}"
            fp32 = entry["texts"] * peak.gflops * 1e9 / entry["flops"]
            header = ["program", "texts/s", "whole process, texts/s", *(f"{mine}: times its speed" for mine in ours),
                      "of the peak", "worst cosine", "mean cosine", "peak MiB"]
            text += [
                "", f"{title}. {entry['tokens']:,} tokens, {entry['flops'] / 1e9:.0f} GFLOP of products. "
                f"{peak.sentence(int(threads))} That is at most {fp32:.0f} texts a second in fp32. Weights: "
                f"{ceiling.MINILM.weight_bytes() / 1e6:.0f} MB.", "",
                report.markdown_table(header, rows), "", best(figures, ours),
                *(f"\nNot measured: {name}: {why}." for name, why in entry.get("absent", {}).items()), "",
                draw(title, picture, pictures.bars(
                    f"Embedding, {self.precision}: {title}", "texts a second, more is better", groups,
                    (fp32, "ceiling of fp32")))]
        return "\n".join(text)

    def most(self, entry, peak, name):
        """Texts a second at the peak of the precision that a program multiplies in."""
        kind = "int8" if self.precision == "int8" else "bf16" if "bf" in name or "as installed" in name else "fp32"
        return entry["texts"] * peak.of(kind) * 1e9 / entry["flops"]


def best(figures, ours):
    """Speed beside the fastest peer."""
    fastest = fastest_of(figures, [name for name in figures if name not in ours], "seconds")
    return f"Over the fastest peer ({fastest}): " + "; ".join(
        f"{mine} {ratio(figures[fastest]['seconds'], figures[mine]['seconds']):.2f} times its speed" for mine in ours) + "."


Fp32 = Embedding("fp32", RUNS["fp32"])
Int8 = Embedding("int8", RUNS["int8"])
