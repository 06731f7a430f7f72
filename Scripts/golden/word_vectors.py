"""Makes Tests/BertBaselinesTests/Golden/word_vectors.json: python word_vectors.py OUTPUT.json

Needs gensim and fasttext (made with gensim 4.4.0 and fasttext-wheel 0.9.2). Each case is a small file as the reference
writes it, in base64, with the vectors that the reference gives for words in it, and for unseen words where it has any.
"""
import base64
import bz2
import gzip
import json
import pathlib
import sys
import tempfile

import fasttext
import numpy as np
from gensim.models import FastText, KeyedVectors
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model

WORDS = ["the", "of", ",", "naïve", "数学", "don't", "1984", "-", "e5", "a_b", "Straße", "x" * 40]
UNSEEN = ["nai", "thee", "数学者", "Straßen", "q", "", "<the>"]
folder = pathlib.Path(tempfile.mkdtemp())
random = np.random.default_rng(7)
cases = {}


def case(name, path, vectors, unseen=(), packed=None):
    content = pathlib.Path(path).read_bytes()
    if packed:
        content = packed(content)
    cases[name] = {
        "file": base64.b64encode(content).decode(),
        "vectors": {word: [float(x) for x in vectors(word)] for word in list(WORDS_OF[name]) + list(unseen)},
        "words": list(WORDS_OF[name]), "unseen": list(unseen)}


WORDS_OF = {}
table = KeyedVectors(7)
table.add_vectors(WORDS, (random.standard_normal((len(WORDS), 7)) * np.logspace(-8, 3, len(WORDS))[:, None]).astype(np.float32))
for name, options in {"word2vec-text": {}, "word2vec-binary": {"binary": True}, "glove": {"write_header": False}}.items():
    table.save_word2vec_format(folder / name, **options)
    read = KeyedVectors.load_word2vec_format(
        folder / name, binary="binary" in options, no_header="write_header" in options)
    WORDS_OF[name] = read.index_to_key
    case(name, folder / name, lambda word: read[word])
    if name == "glove":
        for packing, pack in {"gzip": gzip.compress, "bzip2": bz2.compress}.items():
            WORDS_OF[f"glove-{packing}"] = read.index_to_key
            case(f"glove-{packing}", folder / name, lambda word: read[word], packed=pack)
        # Several members one behind the other, as parallel packers write them.
        half = (folder / name).read_bytes().index(b"\n", 200) + 1
        for packing, pack in {"gzip": gzip.compress, "bzip2": bz2.compress}.items():
            WORDS_OF[f"glove-{packing}-members"] = read.index_to_key
            case(f"glove-{packing}-members", folder / name, lambda word: read[word],
                 packed=lambda content: pack(content[:half]) + pack(content[half:]))

corpus = folder / "corpus.txt"
lines = [" ".join(WORDS[i] for i in random.integers(0, len(WORDS), 9)) for _ in range(60)]
corpus.write_text("\n".join(lines) + "\n")
settings = dict(dim=5, minCount=1, bucket=40, epoch=2, thread=1, verbose=0)
for name, model in {"fasttext-skipgram": "skipgram", "fasttext-cbow": "cbow"}.items():
    trained = fasttext.train_unsupervised(str(corpus), model=model, minn=2, maxn=4, **settings)
    trained.save_model(str(folder / f"{name}.bin"))
    WORDS_OF[name] = trained.get_words()
    case(name, folder / f"{name}.bin", trained.get_word_vector, UNSEEN)
    # gensim must read the same from it, but for the word that ends a line, which it cuts into parts as any other.
    other = load_facebook_vectors(str(folder / f"{name}.bin"))
    for word in WORDS:
        assert np.allclose(other[word], trained.get_word_vector(word), atol=1e-6), word
plain = fasttext.train_unsupervised(str(corpus), model="skipgram", minn=0, maxn=0, **settings)
plain.save_model(str(folder / "plain.bin"))
WORDS_OF["fasttext-without-subwords"] = plain.get_words()
case("fasttext-without-subwords", folder / "plain.bin", plain.get_word_vector)

labelled = folder / "labelled.txt"
labelled.write_text("".join(f"__label__{i % 3} {line}\n" for i, line in enumerate(lines)))
classifier = fasttext.train_supervised(str(labelled), minn=2, maxn=3, wordNgrams=2, **settings)
classifier.save_model(str(folder / "classifier.bin"))
WORDS_OF["fasttext-classifier"] = classifier.get_words()
case("fasttext-classifier", folder / "classifier.bin", classifier.get_word_vector, UNSEEN)
classifier = fasttext.train_supervised(str(labelled), minn=2, maxn=3, **settings | {"bucket": 300})
classifier.quantize()
classifier.save_model(str(folder / "classifier.ftz"))
quantized = base64.b64encode((folder / "classifier.ftz").read_bytes()).decode()

model = FastText([line.split() for line in lines], vector_size=5, min_count=1, bucket=40, epochs=2, workers=1, seed=3)
save_facebook_model(model, str(folder / "gensim.bin"))
WORDS_OF["fasttext-by-gensim"] = model.wv.index_to_key
# gensim leaves the word's own row out for a word that it has not seen, as fastText does.
case("fasttext-by-gensim", folder / "gensim.bin", lambda word: model.wv[word], [w for w in UNSEEN if w])
json.dump({"cases": cases, "quantized": quantized}, open(sys.argv[1], "w"), ensure_ascii=False, indent=0)
