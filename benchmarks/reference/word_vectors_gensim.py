"""Trains word vectors with gensim, or judges those of a file that bertft wrote.

    python word_vectors_gensim.py train ALGORITHM CORPUS --threads N [--epochs N] [--seed N]
    python word_vectors_gensim.py judge FILE

ALGORITHM is skipgram, skipgram-hs, cbow or fasttext. Prints one JSON object: how long training took, after the vocabulary
was counted, and how good the vectors are.
"""

import argparse
import json
import time

import numpy as np
from gensim.models import FastText, KeyedVectors, Word2Vec
from gensim.models.fasttext import ft_ngram_hashes
from gensim.models.word2vec import LineSentence
from word_vectors_judge import judged

SETTINGS = {"vector_size": 100, "window": 5, "min_count": 5, "sample": 1e-3}
ALGORITHMS = {
    "skipgram": (Word2Vec, {"sg": 1, "negative": 5, "alpha": 0.025}),
    "skipgram-hs": (Word2Vec, {"sg": 1, "hs": 1, "negative": 0, "alpha": 0.025}),
    "cbow": (Word2Vec, {"sg": 0, "negative": 5, "alpha": 0.05}),
    "fasttext": (FastText, {"sg": 1, "negative": 5, "alpha": 0.05, "bucket": 200_000, "min_n": 3, "max_n": 6}),
}


def train(algorithm, corpus, threads, epochs, seed):
    kind, options = ALGORITHMS[algorithm]
    model = kind(workers=threads, seed=seed, **SETTINGS, **options)
    sentences = LineSentence(corpus)
    model.build_vocab(sentences)
    begin = time.perf_counter()
    model.train(sentences, total_examples=model.corpus_count, epochs=epochs)
    return model.wv, time.perf_counter() - begin


def load(file):
    """The vectors of a file that bertft wrote, those of words composed of their parts."""
    from safetensors import safe_open
    with safe_open(file, "numpy") as tensors:
        vectors = tensors.get_tensor("vectors")
        ends = tensors.get_tensor("ends").astype(np.int64)
        letters = tensors.get_tensor("words").tobytes()
        lengths = tensors.metadata().get("subwords")
        parts = tensors.get_tensor("parts") if lengths else None
    words = [letters[begin:end].decode() for begin, end in zip([0, *ends[:-1]], ends)]
    if lengths:
        low, high = map(int, lengths.split("-"))
        for number, word in enumerate(words):
            rows = parts[ft_ngram_hashes(word, low, high, len(parts))]
            vectors[number] = (vectors[number] + rows.sum(axis=0)) / (1 + len(rows))
    table = KeyedVectors(vectors.shape[1])
    table.add_vectors(words, vectors)
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["train", "judge"])
    parser.add_argument("rest", nargs="+")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()
    if options.what == "train":
        table, seconds = train(*options.rest, options.threads, options.epochs, options.seed)
        print(json.dumps({"seconds": seconds, **judged(table)}))
    else:
        print(json.dumps(judged(load(*options.rest))))


main()
