"""No labelled texts: bertft's zero-shot answers beside the same by sentence-transformers, on the same rows.

    python zero_shot_peers.py BERTFT OUT_DIRECTORY [rows] [corpora]

Of each corpus of the catalogue it takes so many rows at random (default 1,000), describes the labels, and measures the answers
of the default encoder: the label whose description is nearest by the cosine, and the same with the scores, softmax at 0.05,
divided by their means over the rows (--prior balanced). It prints JSON lines with accuracy, macro F1 and the seconds of the whole
program, without the time that Python takes to import its packages. `most` is the share of the most frequent label.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

from setfit_peers import CORPORA, MODEL, path_of, write

DESCRIPTIONS = {
    "amazon-reviews": {"pos": "a positive review of a product", "neg": "a negative review of a product",
                       "neu": "a sentence about a product without an opinion"},
    "tweets": {"pos": "a happy tweet", "neg": "a sad or angry tweet", "neu": "a tweet of news or facts"},
    "news": {"pos": "praise and good news", "neg": "criticism and bad news", "neu": "a plain report of facts"},
    "sms-spam": {"0": "a personal message to a friend", "1": "an advertisement with a prize to win"},
}
TEMPERATURE = 0.05


def by_bertft(bertft, out, labels, prior):
    listed = ",".join(f"{name}={text}" for name, text in labels.items())
    start = time.perf_counter()
    told = subprocess.run(
        [bertft, "evaluate", MODEL, str(out / "rows.csv"), "--labels", listed, "--prior", "balanced" if prior else "none",
         "--json", "--quiet"], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    found = json.loads(told.stdout)
    return found["accuracy"], found["macro_f1"], seconds


def by_sentence_transformers(directory, rows, labels):
    """Accuracy, macro F1 and seconds, without and with the prior; the texts are encoded once."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sklearn.metrics import accuracy_score, f1_score

    torch.set_num_threads(2)
    start = time.perf_counter()
    model = SentenceTransformer(directory, device="cpu")
    texts = model.encode([t for t, _ in rows], normalize_embeddings=True, convert_to_tensor=True)
    meanings = model.encode(list(labels.values()), normalize_embeddings=True, convert_to_tensor=True)
    scores = torch.softmax((texts @ meanings.T).double() / TEMPERATURE, dim=1)
    seconds = time.perf_counter() - start
    names, truth = list(labels), [label for _, label in rows]
    for answers in (scores, scores / scores.mean(dim=0)):
        guesses = [names[i] for i in answers.argmax(dim=1).tolist()]
        yield accuracy_score(truth, guesses), f1_score(truth, guesses, average="macro"), seconds


def main(bertft, out, count="1000", corpora=",".join(CORPORA)):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    directory = path_of(bertft, "models", MODEL)
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        random.Random(1).shuffle(rows)
        rows = rows[:int(count)]
        write(out / "rows.csv", rows)
        labels = DESCRIPTIONS[corpus]
        most = max(sum(1 for _, l in rows if l == name) for name in labels) / len(rows)
        figures = {"bertft": [by_bertft(bertft, out, labels, prior) for prior in (False, True)],
                   "sentence-transformers": by_sentence_transformers(directory, rows, labels)}
        for program, found in figures.items():
            for prior, (accuracy, f1, seconds) in zip((False, True), found):
                print(json.dumps({"corpus": corpus, "rows": len(rows), "program": program, "prior": prior, "most": round(most, 4),
                                  "accuracy": round(accuracy, 4), "macro_f1": round(f1, 4), "seconds": round(seconds, 2)}),
                      flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
