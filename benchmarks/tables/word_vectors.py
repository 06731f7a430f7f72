"""Training word vectors on WikiText-2, beside gensim."""

import json
import os
import tempfile

from harness import report
from harness.processes import bertft, note, reference
from harness.rounds import median, paired, ratio

ROUNDS = 3
EPOCHS = 5
ALGORITHMS = {
    "skipgram": ["skipgram", "--learning-rate", "0.025"],
    "skipgram-hs": ["skipgram", "--hierarchical-softmax", "--learning-rate", "0.025"],
    "cbow": ["cbow", "--learning-rate", "0.05"],
    "fasttext": ["fasttext", "--learning-rate", "0.05"],
}
LABELS = {"skipgram": "skip-gram, negative sampling", "skipgram-hs": "skip-gram, hierarchical softmax",
          "cbow": "CBOW, negative sampling", "fasttext": "fastText's subwords"}

INTRODUCTION = """## Word vectors

WikiText-2, five passes at the same settings (100 dimensions, window 5, five counter-examples, at least five occurrences,
subsampling 1e-3, 200,000 buckets of parts); seconds of training once the vocabulary is counted, median of the rounds.
*ordered* is bertft's usual way, whose bytes do not depend on threads; *lock-free* uses two threads as gensim does. Quality:
Spearman's correlation with WordSim-353 and the share of Google's analogies that is right, by gensim's own evaluation,
mean of the rounds. GloVe has no counterpart in gensim."""

HEADER = ["algorithm", "ordered, s", "lock-free, s", "gensim, s", "ordered / gensim", "lock-free / gensim",
          "WordSim: ordered", "lock-free", "gensim", "analogies: ordered", "lock-free", "gensim"]


def measure(rounds=None):
    corpus = bertft("corpora", "pull", "wikitext-2").output.strip()
    figures, glove = {}, None
    with tempfile.TemporaryDirectory() as directory:
        file = os.path.join(directory, "vectors.safetensors")

        def ours(arguments, seed, *more):
            trained = json.loads(bertft(
                "vectors", "train", corpus, "--out", file, "--json", "--quiet", "--epochs", EPOCHS, "--threads", 2,
                "--seed", seed, "--algorithm", *arguments, *more).output)
            judged = json.loads(reference("word_vectors_gensim.py", "judge", file, threads=2).output)
            return {"seconds": trained["seconds"], "wordsim": judged["wordsim"], "analogies": judged["analogies"]}

        def theirs(name):
            return json.loads(reference(
                "word_vectors_gensim.py", "train", name, corpus, "--epochs", EPOCHS, threads=2).output)

        for name, arguments in ALGORITHMS.items():
            figures[name] = paired({
                "ordered": lambda: ours(arguments, 42),
                "lock-free": lambda: ours(arguments, 42, "--lock-free"),
                "gensim": lambda: theirs(name)}, rounds or ROUNDS, f"{name}, ")
        note("glove")
        glove = ours(["glove"], 42, "--epochs", 25)
    return {"figures": figures, "glove": glove}


def mean(values):
    return sum(values) / len(values)


def render(measured):
    rows = []
    for name, of in measured["figures"].items():
        ordered, free, gensim = of["ordered"], of["lock-free"], of["gensim"]
        rows.append(
            [LABELS[name]] + [f"{median(each['seconds']):.1f}" for each in (ordered, free, gensim)]
            + [f"{ratio(each['seconds'], gensim['seconds']):.2f}" for each in (ordered, free)]
            + [f"{mean(each['wordsim']):.3f}" for each in (ordered, free, gensim)]
            + [f"{100 * mean(each['analogies']):.1f} %" for each in (ordered, free, gensim)])
    glove = measured["glove"]
    return "\n".join([
        INTRODUCTION, "", report.markdown_table(HEADER, rows), "",
        f"GloVe, 25 passes over pairs at most ten words apart, same bytes at any number of threads: {glove['seconds']:.1f} s,"
        f" WordSim {glove['wordsim']:.3f}, analogies {100 * glove['analogies']:.1f} %."])
