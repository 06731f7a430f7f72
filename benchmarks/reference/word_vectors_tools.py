"""Trains word vectors with the original tools and judges them.

    python word_vectors_tools.py ALGORITHM CORPUS TOOLS --threads N [--epochs N] [--seed N]

ALGORITHM is skipgram, skipgram-hs or cbow (word2vec's command), fasttext (fastText's command of Debian's package) or glove
(glove-python); TOOLS is the folder that original_tools.txt was installed into. Prints one JSON object: how long training
took and how good the vectors are. A command's time is that of its whole process less that of one that does the same
without a step of training. word2vec's command takes no seed.
"""

import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from gensim.models import KeyedVectors
from word_vectors_judge import judged

WORD2VEC = {
    "skipgram": ["-cbow", "0", "-hs", "0", "-negative", "5", "-alpha", "0.025"],
    "skipgram-hs": ["-cbow", "0", "-hs", "1", "-negative", "0", "-alpha", "0.025"],
    "cbow": ["-cbow", "1", "-hs", "0", "-negative", "5", "-alpha", "0.05"],
}


def run(command, folder):
    begin = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def word2vec(options, folder):
    command = [os.path.join(options.tools, "bin/word2vec"), "-train", options.corpus, "-min-count", 5, "-debug", 0]
    whole = run(command + [
        "-output", "vectors.bin", "-binary", 1, "-size", 100, "-window", 5, "-sample", "1e-3", "-iter", options.epochs,
        "-threads", options.threads, *WORD2VEC[options.algorithm]], folder)
    # Without an output it ends when the words are counted.
    counting = run(command, folder)
    return KeyedVectors.load_word2vec_format(os.path.join(folder, "vectors.bin"), binary=True), whole - counting


def fasttext(options, folder):
    program = shutil.which("fasttext")
    if program is None:
        sys.exit("there is no fasttext; it is a package of Debian")

    def trained(epochs):
        return run([program, "skipgram", "-input", options.corpus, "-output", "vectors", "-dim", 100, "-ws", 5, "-neg", 5,
                    "-minCount", 5, "-t", "1e-3", "-bucket", 200_000, "-minn", 3, "-maxn", 6, "-lr", 0.05, "-epoch", epochs,
                    "-thread", options.threads, "-seed", options.seed, "-verbose", 0], folder)

    nothing = trained(0)
    whole = trained(options.epochs)
    return KeyedVectors.load_word2vec_format(os.path.join(folder, "vectors.vec")), whole - nothing


def glove(options, _):
    sys.path.insert(0, options.tools)
    from glove import Corpus, Glove

    with open(options.corpus, encoding="utf-8") as lines:
        texts = [line.split() for line in lines]
    counts = collections.Counter(word for text in texts for word in text)
    places = {word: place for place, (word, count) in enumerate(counts.most_common()) if count >= 5}
    texts = [[word for word in text if word in places] for text in texts]
    begin = time.perf_counter()
    pairs = Corpus(places)
    pairs.fit(texts, window=10)
    model = Glove(no_components=100, learning_rate=0.05, alpha=0.75, max_count=100, random_state=options.seed)
    model.fit(pairs.matrix, epochs=options.epochs, no_threads=options.threads)
    seconds = time.perf_counter() - begin
    table = KeyedVectors(100)
    table.add_vectors(list(places), model.word_vectors)
    return table, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("algorithm", choices=[*WORD2VEC, "fasttext", "glove"])
    parser.add_argument("corpus", type=os.path.abspath)
    parser.add_argument("tools", type=os.path.abspath)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    method = {"fasttext": fasttext, "glove": glove}.get(options.algorithm, word2vec)
    with tempfile.TemporaryDirectory() as folder:
        table, seconds = method(options, folder)
        print(json.dumps({"seconds": seconds, **judged(table)}))


main()
