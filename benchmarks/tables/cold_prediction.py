"""One prediction from a cold process."""

import json
import sys
import tempfile

from harness import pictures, report
from harness.processes import REFERENCE, bertft, note, run, thread_environment
from harness.rounds import median, paired, ratio
from harness.rows import head

ROUNDS = 5
TEXT = "The battery lasts two days and the screen is bright."

INTRODUCTION = """## One prediction from a cold process

`bertft predict BUNDLE --text …` beside Python with transformers on the same bundle, from the start of the process to
its end, files in the page cache; seconds, median of the rounds. The target is a tenth. The floor is reading 90 MB of
weights."""


def measure(rounds=None):
    corpus = bertft("corpora", "path", "amazon-reviews").output.strip()
    figures, scores = {}, {}
    with tempfile.TemporaryDirectory() as work:
        bundle, some = f"{work}/bundle", f"{work}/some.csv"
        head(corpus, some, 200)
        note("training a bundle to predict with")
        bertft("train", some, "--labels", "pos,neg,neu", "--method", "features", "--epochs", "1", "--out", bundle,
               "--quiet")

        def ours(threads):
            return bertft("predict", bundle, "--text", TEXT, "--threads", threads, "--quiet")

        def theirs(threads):
            script = REFERENCE / "predict_transformers.py"
            return run([sys.executable, script, bundle, TEXT], thread_environment(threads))

        def once(name, program, threads):
            finished = program(threads)
            scores[name] = json.loads(finished.output)["scores"]
            return {f"seconds/{threads}": finished.seconds, f"MiB/{threads}": finished.peak_mib}

        for threads in [1, 2]:
            programs = {name: (lambda name=name, program=program: once(name, program, threads))
                        for name, program in {"bertft": ours, "transformers": theirs}.items()}
            for name, cases in paired(programs, rounds or ROUNDS, f"{threads} threads, ").items():
                figures.setdefault(name, {}).update(cases)
    apart = max(abs(scores["bertft"][label] - value) for label, value in scores["transformers"].items())
    return {"figures": figures, "apart": apart}


def render(measured, draw):
    ours, theirs = measured["figures"]["bertft"], measured["figures"]["transformers"]
    rows, groups = [], {}
    for threads in [1, 2]:
        seconds, mib = f"seconds/{threads}", f"MiB/{threads}"
        rows.append([threads, f"{median(ours[seconds]):.3f}", f"{median(theirs[seconds]):.2f}",
                     f"{ratio(ours[seconds], theirs[seconds]):.3f}", f"{median(ours[mib]):.0f}",
                     f"{median(theirs[mib]):.0f}"])
        groups[report.threads(threads)] = {"bertft": median(ours[seconds]), "transformers": median(theirs[seconds])}
    picture = draw("prediction", "prediction", pictures.bars(
        "One prediction from a cold process", "seconds, less is better", groups))
    return "\n".join([
        INTRODUCTION, "", f"The scores of the two are at most {measured['apart']:.1e} apart.", "",
        report.markdown_table(["threads", "bertft", "transformers", "of transformers' time", "bertft, peak MiB",
                               "transformers, peak MiB"], rows), "", picture])
