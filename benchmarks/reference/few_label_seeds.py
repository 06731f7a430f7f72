"""Few-label training of a ModernBERT with many seeds, packed here and padded in transformers: runs with numbers that are not finite.

    python few_label_seeds.py BERTFT OUT_DIRECTORY [--seeds 100] [--threads 2] [--programs bertft,transformers] [--sizes 7,256,4,384]

A seed draws the encoder's weights (Ettin-17M's sizes: 7 layers of 256, 4 heads, feed-forward 384; vocabulary and tokenizer of
all-MiniLM-L6-v2), 16 movie review sentences of each label, of which one is cut to a single word so that a batch has texts of very different lengths, and the
order. Both programs begin with the same encoder: 5 epochs at batch 8, rate 5e-5. Counted are runs in which a training loss, a weight
or a logit of the rows is not finite. It prints a JSON line for each run, and at the end one for each program.
"""

import argparse
import csv
import json
import math
import pathlib
import random
import shutil
import sys

import torch
import transformers
from safetensors.torch import load_file

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from harness.processes import run  # noqa: E402
from setfit_peers import MODEL, path_of  # noqa: E402

LABELS, PER_LABEL, EPOCHS, BATCH, RATE, LENGTH = ["neg", "pos"], 16, 5, 8, 5e-5, 128


def rows(bertft, seed):
    with open(path_of(bertft, "corpora", "movie-reviews"), newline="", encoding="utf-8") as file:
        every = [r for r in csv.DictReader(file) if r["text"].strip()]
    drawn = []
    for label in LABELS:
        texts = random.Random(seed).sample([r["text"] for r in every if r["label"] == label], PER_LABEL)
        texts[0] = texts[0].split()[0]
        drawn += [(text, label) for text in texts]
    random.Random(seed).shuffle(drawn)
    return drawn


def encoder(tokenizer, out, seed, sizes):
    """The directory of an encoder with the weights that transformers draws with a seed."""
    directory = out / "encoder"
    torch.manual_seed(seed)
    config = transformers.ModernBertConfig(
        vocab_size=30522, num_hidden_layers=sizes[0], hidden_size=sizes[1], num_attention_heads=sizes[2],
        intermediate_size=sizes[3], pad_token_id=0, cls_token_id=101, sep_token_id=102, bos_token_id=101, eos_token_id=102)
    transformers.AutoModel.from_config(config).save_pretrained(directory)
    for file in ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"]:
        if (tokenizer / file).exists():
            shutil.copy(tokenizer / file, directory)
    return directory


def tensors_finite(directory):
    return all(bool(torch.isfinite(t).all()) for t in load_file(directory / "model.safetensors").values())


def with_bertft(options, model, data, out, seed):
    bundle = out / "bundle"
    shutil.rmtree(bundle, ignore_errors=True)
    run([options.bertft, "train", data, "--labels", ",".join(LABELS), "--model", model, "--method", "finetune", "--validation",
         data, "--epochs", EPOCHS, "--batch-size", BATCH, "--learning-rate", RATE, "--max-length", LENGTH, "--seed", seed, "--out",
         bundle, "--threads", options.threads, "--quiet"])
    losses = [json.loads(line)["training_loss"] for line in (bundle / "metrics.jsonl").read_text().splitlines()]
    answers = json.loads(run([options.bertft, "evaluate", bundle, data, "--json", "--quiet"]).output)
    return {"losses": losses, "weights": tensors_finite(bundle), "logits": math.isfinite(answers["log_loss"]),
            "accuracy": answers["accuracy"]}


def with_transformers(options, model, data, out, seed):
    torch.manual_seed(seed)
    torch.set_num_threads(options.threads)
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    classifier = transformers.AutoModelForSequenceClassification.from_pretrained(
        model, num_labels=len(LABELS), attn_implementation="sdpa")
    with open(data, newline="", encoding="utf-8") as file:
        drawn = [(r["text"], LABELS.index(r["label"])) for r in csv.DictReader(file)]

    def batch(part):
        inputs = tokenizer([t for t, _ in part], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt")
        inputs.pop("token_type_ids", None)
        return inputs, torch.tensor([label for _, label in part])

    optimizer = torch.optim.AdamW(classifier.parameters(), lr=RATE, weight_decay=0.01)
    losses = []
    classifier.train()
    for epoch in range(EPOCHS):
        order, total = random.Random(seed + epoch).sample(drawn, len(drawn)), 0.0
        for first in range(0, len(order), BATCH):
            inputs, labels = batch(order[first:first + BATCH])
            loss = classifier(**inputs, labels=labels).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(classifier.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item() * len(labels)
        losses.append(total / len(drawn))
    classifier.eval()
    with torch.no_grad():
        inputs, labels = batch(drawn)
        logits = classifier(**inputs).logits
    return {"losses": losses, "weights": all(bool(torch.isfinite(p).all()) for p in classifier.parameters()),
            "logits": bool(torch.isfinite(logits).all()), "accuracy": (logits.argmax(-1) == labels).double().mean().item()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bertft")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--programs", default="bertft,transformers")
    parser.add_argument("--sizes", default="7,256,4,384", help="layers, hidden, heads, feed-forward")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = pathlib.Path(path_of(options.bertft, "models", MODEL))
    programs = {"bertft": with_bertft, "transformers": with_transformers}
    found = {name: [] for name in options.programs.split(",")}
    for seed in range(1, options.seeds + 1):
        data = options.out / "rows.csv"
        with open(data, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerows([("text", "label"), *rows(options.bertft, seed)])
        model = encoder(tokenizer, options.out, seed, [int(n) for n in options.sizes.split(",")])
        for name in found:
            result = programs[name](options, model, data, options.out, seed)
            result["finite"] = result["weights"] and result["logits"] and all(map(math.isfinite, result["losses"]))
            found[name].append(result)
            print(json.dumps({"program": name, "seed": seed, **result}), flush=True)
    for name, results in found.items():
        accuracies = [r["accuracy"] for r in results]
        print(json.dumps({
            "program": name, "seeds": len(results), "not_finite": sum(not r["finite"] for r in results),
            "accuracy": sum(accuracies) / len(accuracies),
            "last_loss": sum(r["losses"][-1] for r in results) / len(results)}))


if __name__ == "__main__":
    main()
