"""Tasks other than one label a text: bertft beside transformers, the same rows and recipe, over several seeds.

    python task_peers.py BERTFT OUT_DIRECTORY [seeds] [rows]

Makes three sets of the catalogue's corpora, trains both on each, and prints the figures of the test rows as JSON lines:

- several labels: two sentences, each of product reviews, film reviews, tweets or editorials; a label for each of these kinds
  that is in the text, and `pos` and `neg` where a sentence is so;
- a number: product reviews, 1, 3 and 5 for neg, neu and pos;
- pairs: two sentences, and whether they are of the same kind.

Both: AdamW at 1e-4, decay 0.01, clipping at 1, linear schedule with a tenth of warm-up, three epochs of 32 rows, the last
epoch kept, 128 tokens at the most. Thresholds of labels are 0.5 in both.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

import numpy as np
import torch
from scipy.stats import pearsonr
from sklearn.metrics import f1_score
from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup

MODEL = "paraphrase-MiniLM-L3-v2"
KINDS = {"product": "amazon-reviews", "film": "movie-reviews", "tweet": "tweets", "editorial": "news"}
LABELS = list(KINDS) + ["pos", "neg"]
EPOCHS, BATCH, RATE = 3, 32, 1e-4


def corpus(bertft, name):
    path = subprocess.run([bertft, "corpora", "pull", name], capture_output=True, text=True, check=True).stdout.strip()
    path = path or subprocess.run([bertft, "corpora", "path", name], capture_output=True, text=True, check=True).stdout.strip()
    return list(csv.DictReader(open(path.splitlines()[-1], newline="", encoding="utf-8")))


def sets(bertft, rows):
    generator = random.Random(7)
    texts = {kind: corpus(bertft, name) for kind, name in KINDS.items()}

    def draw():
        kind = generator.choice(list(KINDS))
        return kind, generator.choice(texts[kind])

    several, pairs = [], []
    for _ in range(rows):
        (a, x), (b, y) = draw(), draw()
        held = {a, b} | {x["label"], y["label"]}
        several.append({"text": x["text"] + " " + y["text"]} | {label: int(label in held) for label in LABELS})
        (a, x), (b, y) = draw(), draw()
        if generator.random() < 0.35:
            b, y = a, generator.choice(texts[a])
        pairs.append({"text": x["text"], "other": y["text"], "label": "same" if a == b else "different"})
    products = generator.sample(texts["product"], rows)
    stars = [{"text": r["text"], "stars": {"neg": 1, "neu": 3, "pos": 5}[r["label"]]} for r in products]
    return {"several": several, "number": stars, "pairs": pairs}


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


OPTIONS = {"several": ["--label-columns", ",".join(LABELS)],
           "number": ["--task", "regression", "--label-column", "stars"],
           "pairs": ["--text-pair-column", "other", "--labels", "different,same"]}


def figures(name, logits, truth):
    if name == "several":
        flags = logits > 0
        return {"micro F1": f1_score(truth, flags, average="micro"), "macro F1": f1_score(truth, flags, average="macro")}
    if name == "number":
        return {"MAE": float(np.abs(logits[:, 0] - truth).mean()), "Pearson": float(pearsonr(logits[:, 0], truth)[0])}
    return {"accuracy": float((logits.argmax(1) == truth).mean())}


def ours(bertft, name, folder, test, seed, truth):
    out = folder / f"{name}-{seed}"
    started = time.time()
    subprocess.run(
        [bertft, "train", folder / f"{name}.csv", "--model", MODEL, "--method", "finetune", "--validation", "0", "--epochs",
         str(EPOCHS), "--batch-size", str(BATCH), "--learning-rate", str(RATE), "--seed", str(seed), "--out", out
         ] + OPTIONS[name], check=True, capture_output=True)
    seconds = time.time() - started
    extra = ["--text-pair-column", "other"] if name == "pairs" else []
    lines = subprocess.run([bertft, "predict", out, folder / f"{name}-test.csv", "--logits"] + extra, check=True,
                           capture_output=True, text=True).stdout.splitlines()
    logits = np.array([json.loads(line)["logits"] for line in lines])
    return figures(name, logits, truth) | {"seconds": seconds}


def theirs(directory, name, rows, test, seed, truth, targets):
    torch.manual_seed(seed)
    problem = {"several": "multi_label_classification", "number": "regression", "pairs": "single_label_classification"}[name]
    count = {"several": len(LABELS), "number": 1, "pairs": 2}[name]
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = AutoModelForSequenceClassification.from_pretrained(directory, num_labels=count, problem_type=problem)
    model.train()
    spared = ("bias", "LayerNorm.weight")
    groups = [{"params": [p for n, p in model.named_parameters() if not n.endswith(spared)], "weight_decay": 0.01},
              {"params": [p for n, p in model.named_parameters() if n.endswith(spared)], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    steps = EPOCHS * -(-len(rows) // BATCH)
    schedule = get_linear_schedule_with_warmup(optimizer, round(0.1 * steps), steps)

    def encode(chosen):
        texts = [[r["text"] for r in chosen]] + ([[r["other"] for r in chosen]] if name == "pairs" else [])
        return tokenizer(*texts, truncation=True, max_length=128, padding=True, return_tensors="pt")

    started = time.time()
    for _ in range(EPOCHS):
        order = torch.randperm(len(rows)).tolist()
        for first in range(0, len(rows), BATCH):
            chosen = order[first:first + BATCH]
            loss = model(**encode([rows[i] for i in chosen]), labels=torch.tensor(np.array([targets[i] for i in chosen]))).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
    seconds = time.time() - started
    model.eval()
    with torch.no_grad():
        logits = torch.cat([model(**encode(test[i:i + 64])).logits for i in range(0, len(test), 64)]).numpy()
    return figures(name, logits, truth) | {"seconds": seconds}


def target(name, row):
    if name == "several":
        return np.array([row[label] for label in LABELS], dtype=np.float32)
    return np.float32(row["stars"]) if name == "number" else int(row["label"] == "same")


if __name__ == "__main__":
    bertft, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    seeds, count = int((sys.argv[3:] + ["3"])[0]), int((sys.argv[4:] + ["1200"])[0])
    folder.mkdir(parents=True, exist_ok=True)
    directory = subprocess.run([bertft, "models", "path", MODEL], capture_output=True, text=True, check=True).stdout.strip()
    for name, rows in sets(bertft, count).items():
        train, test = rows[:count * 2 // 3], rows[count * 2 // 3:]
        write(folder / f"{name}.csv", train)
        write(folder / f"{name}-test.csv", test)
        targets, truth = [target(name, r) for r in train], np.array([target(name, r) for r in test])
        for seed in range(seeds):
            print(json.dumps({"task": name, "seed": seed, "tool": "bertft"}
                             | ours(bertft, name, folder, test, seed, truth)), flush=True)
            print(json.dumps({"task": name, "seed": seed, "tool": "transformers"}
                             | theirs(directory, name, train, test, seed, truth, targets)), flush=True)
