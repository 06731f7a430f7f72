"""One prediction from a cold process."""

import json
import sys
import tempfile

from harness import pictures, report
from harness.processes import REFERENCE, bertft, note, reference, run, thread_environment
from harness.rounds import median, paired, ratio
from harness.rows import head

ROUNDS = 5
TEXT = "The battery lasts two days and the screen is bright."

INTRODUCTION = """## One prediction from a cold process

`bertft predict BUNDLE --text …` beside Python with transformers on the same bundle, and with ONNX Runtime on the graph made of
it beforehand, from the start of the process to its end, files in the page cache; median of the rounds. The target is a
tenth of transformers' time. The floor is reading 90 MB of weights. bf16 is left out: one text is no work, and weights are
read in fp32."""
HEADER = ["threads", "program", "seconds", "bertft's share of its time", "peak MiB"]


def measure(rounds=None):
    corpus = bertft("corpora", "path", "amazon-reviews").output.strip()
    figures, scores = {}, {}
    with tempfile.TemporaryDirectory() as work:
        bundle, some, graph = f"{work}/bundle", f"{work}/some.csv", f"{work}/bundle.onnx"
        head(corpus, some, 200)
        note("training a bundle to predict with")
        bertft("train", some, "--labels", "pos,neg,neu", "--method", "features", "--epochs", "1", "--out", bundle,
               "--quiet")
        run([sys.executable, REFERENCE / "export_classifier.py", bundle, graph])

        programs = {
            "bertft": lambda threads: bertft("predict", bundle, "--text", TEXT, "--threads", threads, "--quiet"),
            "transformers": lambda threads: run(
                [sys.executable, REFERENCE / "predict_transformers.py", bundle, TEXT], thread_environment(threads)),
            "ONNX Runtime": lambda threads: reference("predict_onnxruntime.py", bundle, graph, TEXT, threads=threads)}

        def once(name, threads):
            finished = programs[name](threads)
            scores[name] = json.loads(finished.output)["scores"]
            return {f"seconds/{threads}": finished.seconds, f"MiB/{threads}": finished.peak_mib}

        for threads in [1, 2]:
            turns = {name: (lambda name=name: once(name, threads)) for name in programs}
            for name, cases in paired(turns, rounds or ROUNDS, f"{threads} threads, ").items():
                figures.setdefault(name, {}).update(cases)
    apart = max(abs(mine[label] - value) for mine in scores.values() for label, value in scores["transformers"].items())
    return {"figures": figures, "apart": apart}


def render(measured, draw):
    figures, rows, groups = measured["figures"], [], {}
    for threads in [1, 2]:
        seconds, mib = f"seconds/{threads}", f"MiB/{threads}"
        for name, cases in figures.items():
            share = f"{ratio(figures['bertft'][seconds], cases[seconds]):.3f}"
            rows.append([threads, name, f"{median(cases[seconds]):.3f}", share, f"{median(cases[mib]):.0f}"])
        groups[report.threads(threads)] = {name: median(cases[seconds]) for name, cases in figures.items()}
    picture = draw("prediction", "prediction", pictures.bars(
        "One prediction from a cold process", "seconds, less is better", groups))
    return "\n".join([
        INTRODUCTION, "", f"Their scores are at most {measured['apart']:.1e} from transformers'.", "",
        report.markdown_table(HEADER, rows), "", picture])
