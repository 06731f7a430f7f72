"""Ten steps of fine-tuning all-MiniLM-L6-v2 for each task: bertft beside transformers and PyTorch, from the same weights.

    python ten_steps.py BERTFT OUT_DIRECTORY

Both begin at one checkpoint that transformers wrote, its head drawn at random, and take all rows in each step, so that their order does
not matter: AdamW at 2e-5, decay 0.01 but for biases and LayerNorm, clipping at 1, no dropout. Prints, as JSON lines, the largest relative
difference of the ten losses, and the largest difference between the logits of PyTorch's model after ten steps and those that transformers
gives for bertft's bundle.
"""

import csv
import json
import pathlib
import subprocess
import sys

import torch
from torch import nn
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer

MODEL, STEPS, RATE, DECAY = "all-MiniLM-L6-v2", 10, 2e-5, 0.01
TEXTS = [
    "A lovely screen and a fast one", "The battery is dead after a week", "Works well enough",
    "It broke on the first day", "Neither good nor bad", "I like it very much", "A waste of money",
    "It does what it should", "Great sound for the price, I would buy it again", "The worst phone I have had",
    "Alice Berg lives in Oslo.", "We met Ines Costa in New York.",
]
REPLIES = ["yes", "no", "it is", "it is not", "maybe so", "of course", "never again", "fine", "a good one", "bad", "north",
           "south"]
NAMES = ["a", "b", "c"]
CLASSES = torch.tensor([row % 3 for row in range(12)])
FLAGS = torch.tensor([[float(row % 2), float(row % 3 == 0), float(row % 4 == 0)] for row in range(12)])
STARS = torch.tensor([1.0 + row % 5 for row in range(12)])
TAGS = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]
SENTENCES = [
    [("Alice", "B-PER"), ("Berg", "I-PER"), ("lives", "O"), ("in", "O"), ("Oslo", "B-LOC"), (".", "O")],
    [("The", "O"), ("train", "O"), ("to", "O"), ("Kuala", "B-LOC"), ("Lumpur", "I-LOC"), ("is", "O"), ("late", "O")],
    [("Yesterday", "O"), ("Wojciechowski", "B-PER"), ("called", "O")],
]


def table(path, head, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def compare(bertft, out, tokenizer, path, task):
    kind = AutoModelForTokenClassification if task["name"] == "tokens" else AutoModelForSequenceClassification
    torch.manual_seed(3)
    problem = {} if task.get("problem") is None else {"problem_type": task["problem"]}
    model = kind.from_pretrained(
        path, num_labels=len(task["labels"]), hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, **problem)
    model.config.id2label = dict(enumerate(task["labels"]))
    model.config.label2id = {label: index for index, label in enumerate(task["labels"])}
    with torch.no_grad():
        model.classifier.weight.normal_(0, 0.2)
    start, bundle = out / f"{task['name']}-start", out / task["name"]
    model.save_pretrained(start)
    tokenizer.save_pretrained(start)
    run = subprocess.run(
        [bertft, "train", str(task["data"]), "--model", str(start), "--method", "finetune", "--epochs", str(STEPS),
         "--batch-size", "64", "--schedule", "constant", "--warmup", "0", "--dropout", "0", "--learning-rate", str(RATE),
         "--weight-decay", str(DECAY), "--validation", "0", "--quiet", "--offline", "--json", "--force", "--out", str(bundle),
         *task["options"]], capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    found = [epoch["training_loss"] for epoch in json.loads(run.stdout)["epochs"]]

    def decays(name):
        return not name.endswith("bias") and "LayerNorm" not in name

    groups = [
        {"params": [p for name, p in model.named_parameters() if decays(name) == flag], "weight_decay": DECAY if flag else 0}
        for flag in (True, False)]
    optimizer = torch.optim.AdamW(groups, lr=RATE, eps=1e-8)
    model.train()
    expected = []
    for _ in range(STEPS):
        loss = task["loss"](model)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        expected.append(float(loss.detach()))
    written = kind.from_pretrained(bundle).eval()
    with torch.no_grad():
        gap = (model.eval()(**task["inputs"]).logits - written(**task["inputs"]).logits).abs()
    if task["name"] == "tokens":
        gap = gap[task["inputs"]["attention_mask"].bool()]
    assert len(found) == STEPS
    print(json.dumps({
        "task": task["name"], "losses": max(abs(a - b) / max(1, abs(b)) for a, b in zip(found, expected)),
        "logits": float(gap.max()), "first": expected[0], "last": expected[-1]}), flush=True)


def tags(inputs):
    """The class of each word at its first token, as run_ner.py has it."""
    rows = []
    for index, sentence in enumerate(SENTENCES):
        words = inputs.word_ids(index)
        rows.append([
            -100 if word is None or word in words[:place] else TAGS.index(sentence[word][1])
            for place, word in enumerate(words)])
    return torch.tensor(rows)


def main(bertft, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run([bertft, "models", "pull", MODEL], capture_output=True, check=True)
    path = subprocess.run([bertft, "models", "path", MODEL], capture_output=True, text=True, check=True).stdout.strip()
    tokenizer = AutoTokenizer.from_pretrained(path)
    single = tokenizer(TEXTS, padding=True, return_tensors="pt")
    double = tokenizer(TEXTS, REPLIES, padding=True, return_tensors="pt")
    words = tokenizer(
        [[word for word, _ in sentence] for sentence in SENTENCES], is_split_into_words=True, padding=True, return_tensors="pt")
    letters = [NAMES[index] for index in CLASSES]
    table(out / "labels.csv", ["text", "reply", "label"], zip(TEXTS, REPLIES, letters))
    table(out / "flags.csv", ["text", *NAMES], [(text, *map(int, row)) for text, row in zip(TEXTS, FLAGS)])
    table(out / "stars.csv", ["text", "score"], zip(TEXTS, STARS.tolist()))
    (out / "words.conll").write_text(
        "\n".join("".join(f"{word} {tag}\n" for word, tag in sentence) for sentence in SENTENCES), encoding="utf-8")
    one = {"labels": NAMES, "problem": "single_label_classification", "data": out / "labels.csv", "inputs": single}
    several = {"labels": NAMES, "problem": "multi_label_classification", "data": out / "flags.csv", "inputs": single}
    options, columns = ["--labels", "a,b,c"], ["--label-columns", "a,b,c"]
    weights = torch.tensor([1.0, 2.0, 3.0])
    for task in [
        {**one, "name": "label", "options": options, "loss": lambda m: m(**single, labels=CLASSES).loss},
        {**one, "name": "smoothed label", "options": options + ["--label-smoothing", "0.1"],
         "loss": lambda m: nn.CrossEntropyLoss(label_smoothing=0.1)(m(**single).logits, CLASSES)},
        {**one, "name": "label of a pair", "options": options + ["--text-pair-column", "reply"], "inputs": double,
         "loss": lambda m: m(**double, labels=CLASSES).loss},
        {**several, "name": "several labels", "options": columns, "loss": lambda m: m(**single, labels=FLAGS).loss},
        {**several, "name": "several labels, weighted", "options": columns + ["--class-weights", "1,2,3"],
         "loss": lambda m: nn.BCEWithLogitsLoss(pos_weight=weights)(m(**single).logits, FLAGS)},
        {"name": "number", "labels": ["score"], "problem": "regression", "data": out / "stars.csv", "inputs": single,
         "options": ["--task", "regression", "--label-column", "score"], "loss": lambda m: m(**single, labels=STARS).loss},
        {"name": "tokens", "labels": TAGS, "data": out / "words.conll", "inputs": words, "options": ["--task", "tokens"],
         "loss": lambda m: m(**words, labels=tags(words)).loss},
    ]:
        compare(bertft, out, tokenizer, path, task)


if __name__ == "__main__":
    main(*sys.argv[1:])
