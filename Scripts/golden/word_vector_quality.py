"""Makes Tests/BertBaselinesTests/Golden/word_vector_quality.json: python word_vector_quality.py WIKITEXT-2.txt OUTPUT.json

Needs gensim (made with gensim 4.4.0). For each algorithm two runs with different seeds: the mean of their cosines for pairs
of words, near and far, and how well the two runs agree with each other, which is all that another program can reach.
"""
import json
import sys

import numpy as np
from gensim.models import FastText, Word2Vec
from gensim.models.word2vec import LineSentence

SETTINGS = {"vector_size": 48, "window": 5, "min_count": 20, "sample": 1e-3, "epochs": 2, "workers": 2}
ALGORITHMS = {
    "skipgram": (Word2Vec, {"sg": 1, "negative": 5, "alpha": 0.05}),
    "skipgram-hs": (Word2Vec, {"sg": 1, "hs": 1, "negative": 0, "alpha": 0.05}),
    "cbow": (Word2Vec, {"sg": 0, "negative": 5, "alpha": 0.05}),
    "fasttext": (FastText, {"sg": 1, "negative": 5, "alpha": 0.05, "bucket": 20_000, "min_n": 3, "max_n": 6}),
}
result = {}
for name, (kind, options) in ALGORITHMS.items():
    runs = [kind(LineSentence(sys.argv[1]), seed=seed, **SETTINGS, **options).wv for seed in (1, 2)]
    words = runs[0].index_to_key[50:2000:13]
    pairs = []
    for number, word in enumerate(words):
        near = [other for other, _ in runs[0].most_similar(word, topn=3, restrict_vocab=3000)]
        pairs += [(word, other) for other in near + [words[(number * 7 + 3) % len(words)]] if other != word]
    cosines = np.array([[run.similarity(a, b) for a, b in pairs] for run in runs])
    result[name] = {"pairs": [[a, b, round(float(c), 4)] for (a, b), c in zip(pairs, cosines.mean(axis=0))],
                    "agreement": float(np.corrcoef(cosines)[0, 1]), "vocabulary": len(runs[0])}
json.dump({"settings": {k: v for k, v in SETTINGS.items() if k != "workers"}, "algorithms": result},
          open(sys.argv[2], "w"), ensure_ascii=False)
for name, of in result.items():
    print(name, of["agreement"], len(of["pairs"]))
