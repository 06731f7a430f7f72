"""Golden figures for the conditional random field over words.

usage: python crf.py > Tests/BertBaselinesTests/Golden/crf.json

Sentences drawn here, their features by the definition in Sources/BertBaselines/Tags/WordFeatures.swift written again in
Python, and of python-crfsuite 0.9.12 (L-BFGS, c1 = 0, all steps from class to class) run to its end: the weights, the loss,
the tags and the marginal probabilities of other sentences.

python-crfsuite is not among the reference environment's packages:
pip install --no-deps --target DIR python-crfsuite==0.9.12, PYTHONPATH=DIR.
"""
import json
import os
import random
import tempfile
import unicodedata

import pycrfsuite

PEOPLE = ["Alice", "Omar", "Ines", "Élise", "McKay", "Costa", "Berg"]
PLACES = ["Oslo", "Lima", "York", "New", "São", "Paulo", "B-52"]
WORDS = ["met", "in", "the", "train", "to", "is", "late", ".", "called", "2026", "visited", "from", "3.5", "said", ","]


def shape(word):
    kinds = {"Lu": "X", "Lt": "X", "Ll": "x", "Lo": "x", "Lm": "x", "Nd": "d"}
    out = ""
    for letter in word:
        kind = kinds.get(unicodedata.category(letter), letter)
        if not out or out[-1] != kind:
            out += kind
    return out


def features(words):
    rows = []
    for place, word in enumerate(words):
        low = word.lower()
        row = ["bias", "word=" + word]
        for length in range(1, min(4, len(low)) + 1):
            row += ["prefix=" + low[:length], "suffix=" + low[-length:]]
        for offset in range(-2, 3):
            if 0 <= place + offset < len(words):
                row += [f"lower{offset}=" + words[place + offset].lower(), f"shape{offset}=" + shape(words[place + offset])]
            else:
                row.append(f"edge{offset}")
        rows.append(row)
    return rows


def sentence(rng):
    words, tags = [], []
    for _ in range(rng.randint(1, 4)):
        for _ in range(rng.randint(0, 3)):
            words.append(rng.choice(WORDS))
            tags.append("O")
        label, names = rng.choice([("PER", PEOPLE), ("LOC", PLACES)])
        if rng.random() < 0.15:  # What no feature explains.
            names = PEOPLE + PLACES
        for place in range(rng.randint(1, 2)):
            words.append(rng.choice(names))
            tags.append(("I-" if place else "B-") + label)
    return words, tags


rng = random.Random(11)
classes = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]
training = [sentence(rng) for _ in range(60)]
test = [sentence(rng) for _ in range(15)]
cases = []
for penalty in [1.0, 0.05]:
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for words, tags in training:
        trainer.append([{f: 1.0 for f in row} for row in features(words)], tags)
    trainer.set_params({"c1": 0.0, "c2": penalty, "feature.possible_transitions": True, "max_iterations": 5000,
                        "epsilon": 1e-9, "delta": 1e-12, "period": 50})
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
        answers = []
        for words, _ in test:
            tagger.set(features(words))
            answers.append({"tags": tagger.tag(),
                            "marginals": [[round(tagger.marginal(c, t), 7) for c in classes] for t in range(len(words))]})
        picked = sorted(info.state_features, key=lambda key: -abs(info.state_features[key]))
        picked = [[f, c, info.state_features[f, c]] for f, c in picked[:60] + picked[60::40]]
        cases.append({"penalty": penalty, "loss": trainer.logparser.last_iteration["loss"],
                      "weights": len(info.state_features), "state": picked,
                      "steps": [[a, b, w] for (a, b), w in sorted(info.transitions.items())], "answers": answers})
print(json.dumps({
    "classes": classes, "training": [{"words": w, "tags": t} for w, t in training],
    "test": [{"words": w, "tags": t} for w, t in test], "features": features(test[0][0] + ["É", "ÀB9"]), "cases": cases},
    ensure_ascii=False))
