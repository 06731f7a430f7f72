"""Tasks other than one label a text: bertft beside transformers, the same rows and recipe, over several seeds.

    python task_peers.py BERTFT OUT_DIRECTORY [seeds] [rows] [sets]

Makes four sets of the catalogue's corpora, trains both on each, and prints the figures of the test rows as JSON lines:

- several labels: two sentences, each of product reviews, film reviews, tweets or editorials; a label for each of these kinds
  that is in the text, and `pos` and `neg` where a sentence is so;
- a number: product reviews, 1, 3 and 5 for neg, neu and pos;
- pairs: two sentences of an encyclopedia, of one paragraph and neighbours there, or of different articles;
- labels of tokens: sentences of the encyclopedia in lower case, and the names in them, which are the words that had a capital
  letter and do not begin the sentence.

Labels of tokens need seqeval beside the other packages. A last argument, as `pairs,tokens`, chooses some of the sets. Both: AdamW at 1e-4, decay 0.01, clipping at 1, linear schedule with a tenth of warm-up, three epochs of 32 rows, the last
epoch kept, 128 tokens at the most. Thresholds of labels are 0.5 in both.
"""

import csv
import json
import pathlib
import random
import re
import subprocess
import sys
import time

import numpy as np
import torch
from scipy.stats import pearsonr
from sklearn.metrics import f1_score
from transformers import (
    AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer, get_linear_schedule_with_warmup)

MODEL = "paraphrase-MiniLM-L3-v2"
KINDS = {"product": "amazon-reviews", "film": "movie-reviews", "tweet": "tweets", "editorial": "news"}
LABELS = list(KINDS) + ["pos", "neg"]
EPOCHS, BATCH, RATE = 3, 32, 1e-4


TAGS = ["O", "B-NAME", "I-NAME"]


def path_of(bertft, name):
    subprocess.run([bertft, "corpora", "pull", name], capture_output=True, check=True)
    return subprocess.run([bertft, "corpora", "path", name], capture_output=True, text=True, check=True).stdout.strip()


def corpus(bertft, name):
    return list(csv.DictReader(open(path_of(bertft, name), newline="", encoding="utf-8")))


def articles(bertft):
    """Articles as lists of paragraphs, these as lists of sentences of 8 to 40 words."""
    found = []
    for line in open(path_of(bertft, "wikitext-2"), encoding="utf-8"):
        if re.match(r"= [^=]", line):
            found.append([])
        elif found and not line.startswith("="):
            sentences = [s.split() for s in re.split(r"(?<= [.]) ", line.strip().replace(" @-@ ", "-"))]
            found[-1].append([s for s in sentences if 8 <= len(s) <= 40 and "<unk>" not in s])
    return [[p for p in article if len(p) > 1] for article in found if any(len(p) > 1 for p in article)]


def names(sentence):
    tags, inside = [], False
    for place, word in enumerate(sentence):
        isName = place > 0 and word[0].isupper() and word != "I"
        tags.append(("I-NAME" if inside else "B-NAME") if isName else "O")
        inside = isName
    return {"tokens": [word.lower() for word in sentence], "tags": tags}


def sets(bertft, rows):
    generator = random.Random(7)
    texts = {kind: corpus(bertft, name) for kind, name in KINDS.items()}

    def draw():
        kind = generator.choice(list(KINDS))
        return kind, generator.choice(texts[kind])

    several, pairs, tokens, wiki = [], [], [], articles(bertft)
    for _ in range(rows):
        (a, x), (b, y) = draw(), draw()
        held = {a, b} | {x["label"], y["label"]}
        several.append({"text": x["text"] + " " + y["text"]} | {label: int(label in held) for label in LABELS})
        article, other = generator.sample(wiki, 2)
        paragraph = generator.choice(article)
        place = generator.randrange(len(paragraph) - 1)
        isSame = generator.random() < 0.5
        second = paragraph[place + 1] if isSame else generator.choice(generator.choice(other))
        pairs.append({"text": " ".join(paragraph[place]), "other": " ".join(second), "label": "same" if isSame else "different"})
        tokens.append(names(generator.choice(generator.choice(generator.choice(wiki)))))
    products = generator.sample(texts["product"], rows)
    stars = [{"text": r["text"], "stars": {"neg": 1, "neu": 3, "pos": 5}[r["label"]]} for r in products]
    return {"several": several, "number": stars, "pairs": pairs, "tokens": tokens}


def write(path, rows):
    if "tokens" in rows[0]:
        return path.with_suffix(".jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


OPTIONS = {"several": ["--label-columns", ",".join(LABELS)],
           "number": ["--task", "regression", "--label-column", "stars"],
           "pairs": ["--text-pair-column", "other", "--labels", "different,same"],
           "tokens": ["--task", "tokens", "--max-length", "128"]}


def figures(name, logits, truth):
    if name == "several":
        flags = logits > 0
        return {"micro F1": f1_score(truth, flags, average="micro"), "macro F1": f1_score(truth, flags, average="macro")}
    if name == "number":
        return {"MAE": float(np.abs(logits[:, 0] - truth).mean()), "Pearson": float(pearsonr(logits[:, 0], truth)[0])}
    return {"accuracy": float((logits.argmax(1) == truth).mean())}


def ours(bertft, name, folder, test, seed, truth):
    out, ending = folder / f"{name}-{seed}", ".jsonl" if name == "tokens" else ".csv"
    started = time.time()
    subprocess.run(
        [bertft, "train", folder / f"{name}{ending}", "--model", MODEL, "--method", "finetune", "--validation", "0", "--epochs",
         str(EPOCHS), "--batch-size", str(BATCH), "--learning-rate", str(RATE), "--seed", str(seed), "--out", out
         ] + OPTIONS[name], check=True, capture_output=True)
    seconds = time.time() - started
    if name == "tokens":
        found = json.loads(subprocess.run([bertft, "evaluate", out, folder / f"{name}-test{ending}", "--json"], check=True,
                                          capture_output=True, text=True).stdout)
        return {"F1": found["f1"], "precision": found["precision"], "recall": found["recall"], "seconds": seconds}
    extra = ["--text-pair-column", "other"] if name == "pairs" else []
    lines = subprocess.run([bertft, "predict", out, folder / f"{name}-test.csv", "--logits"] + extra, check=True,
                           capture_output=True, text=True).stdout.splitlines()
    logits = np.array([json.loads(line)["logits"] for line in lines])
    return figures(name, logits, truth) | {"seconds": seconds}


def theirs(directory, name, rows, test, seed, truth, targets):
    torch.manual_seed(seed)
    problem = {"several": "multi_label_classification", "number": "regression"}.get(name, "single_label_classification")
    count = {"several": len(LABELS), "number": 1, "pairs": 2}.get(name)
    tokenizer = AutoTokenizer.from_pretrained(directory)
    if name == "tokens":
        model = AutoModelForTokenClassification.from_pretrained(directory, num_labels=len(TAGS))
    else:
        model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=count, problem_type=problem)
    model.train()
    spared = ("bias", "LayerNorm.weight")
    groups = [{"params": [p for n, p in model.named_parameters() if not n.endswith(spared)], "weight_decay": 0.01},
              {"params": [p for n, p in model.named_parameters() if n.endswith(spared)], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    steps = EPOCHS * -(-len(rows) // BATCH)
    schedule = get_linear_schedule_with_warmup(optimizer, round(0.1 * steps), steps)

    def encode(chosen):
        if name == "tokens":
            return tokenizer([r["tokens"] for r in chosen], is_split_into_words=True, truncation=True, max_length=128,
                             padding=True, return_tensors="pt")
        texts = [[r["text"] for r in chosen]] + ([[r["other"] for r in chosen]] if name == "pairs" else [])
        return tokenizer(*texts, truncation=True, max_length=128, padding=True, return_tensors="pt")

    def labels(chosen, encoded):
        if name != "tokens":
            return torch.tensor(np.array([targets[i] for i in chosen]))
        rows_of = []
        for row, i in enumerate(chosen):
            words = encoded.word_ids(row)
            # The first token of each word is learnt.
            rows_of.append([-100 if w is None or w == before else targets[i][w] for before, w in zip([None] + words, words)])
        return torch.tensor(rows_of)

    started = time.time()
    for _ in range(EPOCHS):
        order = torch.randperm(len(rows)).tolist()
        for first in range(0, len(rows), BATCH):
            chosen = order[first:first + BATCH]
            encoded = encode([rows[i] for i in chosen])
            loss = model(**encoded, labels=labels(chosen, encoded)).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
    seconds = time.time() - started
    model.eval()
    with torch.no_grad():
        if name == "tokens":
            return entities(test, [(e, model(**e).logits.argmax(-1).tolist()) for e in
                                   (encode(test[i:i + 64]) for i in range(0, len(test), 64))]) | {"seconds": seconds}
        logits = torch.cat([model(**encode(test[i:i + 64])).logits for i in range(0, len(test), 64)]).numpy()
    return figures(name, logits, truth) | {"seconds": seconds}


def entities(test, batches):
    from seqeval.metrics import f1_score as entity_f1, precision_score, recall_score
    found = []
    for encoded, answers in batches:
        for row, answer in enumerate(answers):
            first = {}
            for place, word in enumerate(encoded.word_ids(row)):
                if word is not None:
                    first.setdefault(word, TAGS[answer[place]])
            found.append([first.get(word, "O") for word in range(len(test[len(found)]["tags"]))])
    truth = [row["tags"] for row in test]
    return {"F1": entity_f1(truth, found), "precision": precision_score(truth, found), "recall": recall_score(truth, found)}


def target(name, row):
    if name == "tokens":
        return [TAGS.index(tag) for tag in row["tags"]]
    if name == "several":
        return np.array([row[label] for label in LABELS], dtype=np.float32)
    return np.float32(row["stars"]) if name == "number" else int(row["label"] == "same")


if __name__ == "__main__":
    bertft, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    seeds, count = int((sys.argv[3:] + ["3"])[0]), int((sys.argv[4:] + ["1200"])[0])
    folder.mkdir(parents=True, exist_ok=True)
    directory = subprocess.run([bertft, "models", "path", MODEL], capture_output=True, text=True, check=True).stdout.strip()
    chosen = sys.argv[5].split(",") if len(sys.argv) > 5 else None
    for name, rows in sets(bertft, count).items():
        if chosen and name not in chosen:
            continue
        train, test = rows[:count * 2 // 3], rows[count * 2 // 3:]
        write(folder / f"{name}.csv", train)
        write(folder / f"{name}-test.csv", test)
        targets = [target(name, r) for r in train]
        truth = None if name == "tokens" else np.array([target(name, r) for r in test])
        for seed in range(seeds):
            print(json.dumps({"task": name, "seed": seed, "tool": "bertft"}
                             | ours(bertft, name, folder, test, seed, truth)), flush=True)
            print(json.dumps({"task": name, "seed": seed, "tool": "transformers"}
                             | theirs(directory, name, train, test, seed, truth, targets)), flush=True)
