"""The ladder of methods on four corpora, the simple ones beside scikit-learn, gensim and fastText."""

import json
import sys
import tempfile

from harness import report
from harness.processes import REFERENCE, bertft, note, reference, run

ROUNDS = 1
CORPORA = {"reviews": ("text", "label"), "tweets": ("text", "label"), "news": ("text", "label"),
           "sms-spam": ("text", "spam")}
PEERS = {"tfidf": "scikit-learn", "nbsvm": "scikit-learn", "glove": "scikit-learn", "word2vec": "gensim",
         "fasttext": "fastText"}
THREADS = 2

INTRODUCTION = """## The ladder

`bertft compare` on a stratified split of each corpus (a tenth is the test, a tenth of the rest chooses the encoder's epoch and
penalty), two threads, and beside each simple method the same one as others have it, on the same rows with the same settings:
scikit-learn's TF-IDF, NB-SVM put together from its parts, averaged GloVe 6B 50d and gensim's Word2Vec before its logistic
regression, and fastText's command. Macro F1 with its 95 % interval over the test rows; seconds of training. The speeds of
fastText's command hold the start of its process and the reading of its model."""

HEADER = ["method", "accuracy", "macro F1", "95 %", "training, s", "rows/s", "peak MiB", "beside", "accuracy", "macro F1",
          "training, s", "rows/s"]


def measure(rounds=None):
    figures = {}
    for corpus, (text, label) in CORPORA.items():
        note(f"ladder: {corpus}")
        path = bertft("corpora", "path", corpus).output.strip()
        with tempfile.TemporaryDirectory() as work:
            run([sys.executable, REFERENCE / "make_split.py", path, work, "--text-column", text, "--label-column", label])
            train, validation, test = (f"{work}/{part}.csv" for part in ["train", "validation", "test"])
            ours = json.loads(bertft(
                "compare", train, "--validation", validation, "--test", test, "--out", f"{work}/out", "--threads",
                THREADS, "--json", "--quiet").output)
            for rung in ours["rungs"]:
                for one in rung["runs"]:
                    del one["predictions"]
            vectors = bertft("vectors", "path", "glove-6b-50d").output.strip()
            peers = json.loads(reference(
                "ladder_peers.py", train, test, "--vectors", vectors, threads=THREADS).output)
            figures[corpus] = {"rows": [ours["setup"][key] for key in ["training_rows", "test_rows"]],
                               "rungs": ours["rungs"], "recommendation": ours["recommendation"], "peers": peers}
    return {"figures": figures}


def render(measured, draw):
    parts = [INTRODUCTION]
    for corpus, figures in measured["figures"].items():
        rows = []
        for rung in figures["rungs"]:
            one = rung["runs"][0]
            low, high = rung["macro_f1_interval"]
            memory = one.get("peak_memory_bytes")
            row = [rung["title"], f"{rung['accuracy']:.4f}", f"{rung['macro_f1']:.4f}", f"{low:.3f} … {high:.3f}",
                   f"{one['training_seconds']:.2f}", f"{one['rows_per_second']:,.0f}",
                   f"{memory / (1 << 20):.0f}" if memory else ""]
            peer = figures["peers"].get(rung["method"])
            row += [PEERS[rung["method"]], f"{peer['accuracy']:.4f}", f"{peer['macro_f1']:.4f}",
                    f"{peer['training_seconds']:.2f}", f"{peer['rows_per_second']:,.0f}"] if peer else [""] * 5
            rows.append(row)
        training, test = figures["rows"]
        parts += ["", f"### {corpus}: {training:,} rows for training, {test:,} for the test", "",
                  report.markdown_table(HEADER, rows), "", figures["recommendation"]]
    return "\n".join(parts)
