"""The recipe of `bertft train --method finetune` in transformers and PyTorch, to compare results, speed and memory.

    python train_transformers.py MODEL_DIR TRAIN.csv TEST.csv --labels pos,neg,neu --seed 1 --threads 2

AutoModelForSequenceClassification; batches padded to their longest text; AdamW (decoupled decay, none on biases and
LayerNorm); linear schedule with warm-up; gradients clipped at norm 1. All rows of TRAIN.csv are trained on and the last
weights are judged, unless --validation asks for a held part that chooses the best epoch. Prints one JSON object.
"""

import argparse
import copy
import csv
import json
import math
import platform
import resource
import sys
import time

import numpy as np
import sklearn
import torch
import transformers
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", help="directory of the encoder")
    parser.add_argument("train", help="CSV with a header")
    parser.add_argument("test", help="CSV with a header, or --test-indices picks rows of it")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--label-column", default="label")
    parser.add_argument("--labels", required=True, help="pos,neg,neu or ham=0,spam=1")
    parser.add_argument("--test-indices", help="file with row numbers from 0, one a line: these rows of TRAIN (which "
                        "must be TEST as well) are the test, the others are trained on")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--learning-rate", type=float, default=5e-5)
    parser.add_argument("--layer-decay", type=float, default=1.0, help="rate x decay^(steps below the head)")
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--warmup", type=float, default=0.1, help="share of the steps")
    parser.add_argument("--length-grouping", action="store_true", help="batches of texts of like length")
    parser.add_argument("--validation", default="0", help="a CSV, or the share of TRAIN that is held "
                        "back; the epoch with the best macro-F1 on it is kept")
    parser.add_argument("--limit", type=int, help="train on the first N rows only, for a trial")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--precision", choices=["fp32", "autocast", "bf16"], default="fp32", help="autocast: products in "
                        "bfloat16, as torch.autocast chooses them; bf16: weights, gradients and AdamW's averages too")
    parser.add_argument("--ipex", action="store_true", help="model and AdamW through intel_extension_for_pytorch.optimize")
    return parser.parse_args()


def read(path, options, index_of):
    csv.field_size_limit(1 << 30)
    with open(path, encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    return [row[options.text_column] for row in rows], [index_of[row[options.label_column]] for row in rows]


def epoch_batches(lengths, size, random, grouped):
    """A fresh order each epoch. Grouped: 50 batches' rows at a time are sorted by length, then the batches shuffled."""
    order = random.permutation(len(lengths))
    if not grouped:
        return [order[i:i + size] for i in range(0, len(order), size)]
    chunks = [order[i:i + 50 * size] for i in range(0, len(order), 50 * size)]
    batches = []
    for chunk in chunks:
        chunk = chunk[np.argsort(lengths[chunk], kind="stable")]
        batches += [chunk[i:i + size] for i in range(0, len(chunk), size)]
    random.shuffle(batches)
    return batches


def parameter_groups(model, options):
    """One group for each (rate, decay): embeddings lowest, pooler and head undecayed."""
    layers = model.config.num_hidden_layers
    groups = {}
    for name, parameter in model.named_parameters():
        if ".embeddings." in name:
            depth = 0
        elif ".layer." in name:
            depth = int(name.split(".layer.")[1].split(".")[0]) + 1
        else:
            depth = layers + 1
        rate = options.learning_rate * options.layer_decay ** (layers + 1 - depth)
        decays = not name.endswith(".bias") and "LayerNorm" not in name
        group = groups.setdefault((rate, decays), {"params": [], "lr": rate,
                                                   "weight_decay": options.weight_decay if decays else 0.0})
        group["params"].append(parameter)
    return list(groups.values())


def main():
    options = arguments()
    if options.threads:
        torch.set_num_threads(options.threads)
    entries = [entry.split("=", 1) for entry in options.labels.split(",")]
    index_of = {entry[-1]: index for index, entry in enumerate(entries)}
    classes = len(entries)

    texts, labels = read(options.train, options, index_of)
    if options.test_indices:
        with open(options.test_indices) as source:
            held = {int(line) for line in source if line.strip()}
        test_texts = [text for row, text in enumerate(texts) if row in held]
        test_labels = [label for row, label in enumerate(labels) if row in held]
        texts, labels = ([value for row, value in enumerate(values) if row not in held] for values in (texts, labels))
    else:
        test_texts, test_labels = read(options.test, options, index_of)
    if options.limit:
        texts, labels = texts[:options.limit], labels[:options.limit]
    validation = None
    if options.validation.endswith(".csv"):
        validation = read(options.validation, options, index_of)
    elif float(options.validation) > 0:
        texts, held_texts, labels, held_labels = train_test_split(
            texts, labels, test_size=float(options.validation), random_state=options.seed, stratify=labels)
        validation = (held_texts, held_labels)

    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    weights = torch.bfloat16 if options.precision == "bf16" else torch.float32
    model = AutoModelForSequenceClassification.from_pretrained(options.model, num_labels=classes, dtype=weights)

    def tokenize(values):
        return tokenizer(values, truncation=True, max_length=options.max_length)["input_ids"]

    def padded(sequences):
        return tokenizer.pad({"input_ids": sequences}, padding="longest", return_tensors="pt")

    @torch.no_grad()
    def judge(values, truth):
        model.eval()
        sequences = tokenize(values)
        order = np.argsort([len(sequence) for sequence in sequences], kind="stable")
        probabilities = np.zeros((len(values), classes))
        for start in range(0, len(order), 64):
            part = order[start:start + 64]
            logits = model(**padded([sequences[i] for i in part])).logits
            probabilities[part] = torch.softmax(logits.double(), -1).numpy()
        predicted = probabilities.argmax(1)
        every = list(range(classes))
        return {"accuracy": float(accuracy_score(truth, predicted)),
                "macro_f1": float(f1_score(truth, predicted, labels=every, average="macro", zero_division=0)),
                "log_loss": float(log_loss(truth, y_proba=probabilities, labels=every))}

    sequences = tokenize(texts)
    lengths = np.array([len(sequence) for sequence in sequences])
    targets = torch.tensor(labels)
    steps = math.ceil(len(texts) / options.batch_size) * options.epochs
    optimizer = torch.optim.AdamW(parameter_groups(model, options), betas=(0.9, 0.999), eps=1e-8)
    if options.ipex:
        import intel_extension_for_pytorch as ipex
        model, optimizer = ipex.optimize(
            model.train(), optimizer=optimizer, dtype=torch.float32 if options.precision == "fp32" else torch.bfloat16)
    schedule = get_linear_schedule_with_warmup(optimizer, math.ceil(options.warmup * steps), steps)

    best, seconds, tokens, slots = None, 0.0, 0, 0
    epoch_losses = []
    for epoch in range(options.epochs):
        model.train()
        loss_sum = 0.0
        begin = time.perf_counter()
        for batch in epoch_batches(lengths, options.batch_size, random, options.length_grouping):
            inputs = padded([sequences[i] for i in batch])
            with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "autocast"):
                loss = model(**inputs, labels=targets[batch]).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            tokens += int(lengths[batch].sum())
            slots += inputs["input_ids"].numel()
            loss_sum += float(loss.detach()) * len(batch)
        seconds += time.perf_counter() - begin
        epoch_losses.append(loss_sum / len(texts))
        note = f"epoch {epoch + 1}: training loss {epoch_losses[-1]:.4f}, {seconds:.1f} s"
        if validation:
            figures = judge(*validation)
            note += f", validation {figures}"
            if best is None or figures["macro_f1"] > best[0]:
                best = (figures["macro_f1"], copy.deepcopy(model.state_dict()), epoch + 1)
        print(note, file=sys.stderr, flush=True)
    if best:
        model.load_state_dict(best[1])

    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures = judge(test_texts, test_labels)
    print(json.dumps({
        "seed": options.seed, **figures, "training_losses": epoch_losses, "rows": len(texts),
        "test_rows": len(test_texts), "train_seconds": seconds, "tokens": tokens,
        "tokens_per_second": tokens / seconds, "padding_share": 1 - tokens / slots, "steps": steps,
        "kept_epoch": best[2] if best else options.epochs, "threads": torch.get_num_threads(),
        # Linux counts in KiB, macOS in bytes.
        "peak_rss_mib": rss / (1 << 20 if platform.system() == "Darwin" else 1 << 10),
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__,
                     "scikit-learn": sklearn.__version__, "numpy": np.__version__,
                     "python": platform.python_version()}}))


main()
