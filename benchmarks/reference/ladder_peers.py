"""The ladder's simple methods as others have them, on a split that is given.

    python ladder_peers.py TRAIN.csv TEST.csv [--vectors GLOVE.txt.bz2] [--threads N]

Prints one JSON object: for each method the accuracy, macro F1, seconds of training and rows predicted in a second.
`tfidf`, `nbsvm`: scikit-learn. `glove`: the same vectors, averaged, LogisticRegressionCV. `word2vec`: gensim's vectors of the
training texts, the same. `fasttext`: the command of Debian's package, on lower-case text with punctuation set apart.
A method whose program is missing is left out.
"""

import argparse
import bz2
import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def read(path):
    with open(path, encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def words(text):
    return re.findall(r"\w+(?:['\-]\w+)*|[^\w\s]", text.lower())


def judged(truth, answers, training, prediction):
    return {"accuracy": accuracy_score(truth, answers), "macro_f1": f1_score(truth, answers, average="macro"),
            "training_seconds": training, "rows_per_second": len(truth) / prediction}


def timed(fit, predict, truth):
    begin = time.perf_counter()
    model = fit()
    middle = time.perf_counter()
    answers = predict(model)
    return judged(truth, answers, middle - begin, time.perf_counter() - middle)


def tfidf(train, test):
    def fit():
        return make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            LogisticRegressionCV(Cs=[0.3, 1, 3, 10, 30], cv=3, max_iter=1000, scoring="neg_log_loss"),
        ).fit(*train)
    return timed(fit, lambda model: model.predict(test[0]), test[1])


def nbsvm(train, test):
    def fit():
        counter = CountVectorizer(binary=True, ngram_range=(1, 2))
        x, y = counter.fit_transform(train[0]).astype(float), np.array(train[1])
        models = {}
        for label in sorted(set(train[1])):
            p, q = (1 + np.asarray(x[y == label].sum(0))[0], 1 + np.asarray(x[y != label].sum(0))[0])
            ratio = np.log((p / p.sum()) / (q / q.sum()))
            models[label] = (ratio, LogisticRegression(max_iter=1000).fit(x.multiply(ratio).tocsr(), y == label))
        return counter, models

    def predict(model):
        counter, models = model
        z = counter.transform(test[0]).astype(float)
        labels = list(models)
        scores = np.stack([fitted.predict_proba(z.multiply(ratio).tocsr())[:, 1] for ratio, fitted in models.values()])
        return [labels[index] for index in scores.argmax(0)]
    return timed(fit, predict, test[1])


def averaged(train, test, vectors):
    """`vectors()` gives the look-up of a word, made within the time of training."""
    def features(texts, lookup, size):
        rows = np.zeros((len(texts), size), np.float32)
        for row, text in zip(rows, texts):
            found = [vector for vector in map(lookup, words(text)) if vector is not None]
            if found:
                row[:] = np.mean(found, 0)
        return rows

    def fit():
        lookup, size = vectors()
        classifier = make_pipeline(
            StandardScaler(), LogisticRegressionCV(Cs=[0.003, 0.01, 0.03, 0.1, 0.3, 1], cv=3, max_iter=1000,
                                                   scoring="neg_log_loss"))
        return lookup, size, classifier.fit(features(train[0], lookup, size), train[1])
    return timed(fit, lambda m: m[2].predict(features(test[0], m[0], m[1])), test[1])


def glove(train, test, path):
    # Reading half a million lines of text is no part of training: both sides keep the vectors ready.
    table = {}
    with (bz2.open if path.endswith(".bz2") else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, *numbers = line.rstrip("\n").split(" ")
            table[word] = np.array(numbers, np.float32)
    size = len(next(iter(table.values())))
    return averaged(train, test, lambda: (table.get, size))


def word2vec(train, test, threads):
    from gensim.models import Word2Vec

    def vectors():
        sentences = [words(text) for text in train[0]]
        passes = max(5, min(50, 3_000_000 // sum(map(len, sentences))))
        model = Word2Vec(sentences, vector_size=100, sg=1, min_count=2, epochs=passes, workers=threads, seed=42)
        return lambda word: model.wv[word] if word in model.wv else None, 100
    return averaged(train, test, vectors)


def fasttext(train, test, threads):
    program = shutil.which("fasttext")
    if program is None:
        raise ImportError("fasttext")
    with tempfile.TemporaryDirectory() as folder:
        for name, (texts, labels) in {"train": train, "test": test}.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                for text, label in zip(texts, labels):
                    out.write(f"__label__{label} {' '.join(words(text))}\n")
        passes = max(5, min(100, -(-30_000 // len(train[0]))))
        begin = time.perf_counter()
        subprocess.run([program, "supervised", "-input", "train", "-output", "model", "-wordNgrams", "2", "-dim", "100",
                        "-lr", "0.25", "-epoch", str(passes), "-thread", str(threads), "-verbose", "0"], cwd=folder,
                       check=True, stdout=subprocess.DEVNULL)
        middle = time.perf_counter()
        said = subprocess.run([program, "predict", "model.bin", "test"], cwd=folder, check=True, capture_output=True,
                              text=True).stdout
        answers = [line.removeprefix("__label__") for line in said.splitlines()]
        return judged(test[1], answers, middle - begin, time.perf_counter() - middle)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("--vectors")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    train, test = read(options.train), read(options.test)
    methods = {"tfidf": lambda: tfidf(train, test), "nbsvm": lambda: nbsvm(train, test),
               "word2vec": lambda: word2vec(train, test, options.threads),
               "fasttext": lambda: fasttext(train, test, options.threads)}
    if options.vectors:
        methods["glove"] = lambda: glove(train, test, options.vectors)
    figures = {}
    for name, measure in methods.items():
        try:
            figures[name] = measure()
        except ImportError:
            pass
    print(json.dumps(figures))


main()
