"""Bundles of a version of the program, for the test that a later version writes the same bytes.

usage: BERTFT_CACHE=$(mktemp -d) python bundles.py PROGRAM Tests/BertFTCommandTests/Golden/Bundles

PROGRAM is the `bertft` of the version before, not the one under test. The folder gets a random encoder of
transformers, rows to learn from, `cases.json` with the arguments of each run and what came of it (the SHA-256 of
model.safetensors, and the epochs' losses and validation figures for processors that round otherwise), and in
`interrupted.partial` a run that was stopped after its second epoch.
"""
import hashlib, json, os, random, shutil, signal, subprocess, sys, tempfile, time

import torch
import transformers
from transformers import BertConfig, BertModel

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
os.chdir(folder)

telling = {"neg": ["awful", "poor", "sad", "broken"], "neu": ["table", "chair", "train", "paper"],
           "pos": ["fine", "great", "lovely", "superb"]}
filler = ["the", "a", "it", "was", "is", "very", "this", "and", "that", "thing"]
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [w for ws in telling.values() for w in ws] + filler

torch.manual_seed(5)
encoder = BertModel(BertConfig(
    vocab_size=len(words), hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=32,
    max_position_embeddings=48, initializer_range=0.3))
encoder.save_pretrained("encoder")
with open("encoder/vocab.txt", "w") as file: file.write("\n".join(words) + "\n")
with open("encoder/tokenizer_config.json", "w") as file:
    json.dump({"do_lower_case": True, "tokenizer_class": "BertTokenizer"}, file)

chance = random.Random(9)


def sentence(label, length):
    text = [chance.choice(filler) for _ in range(length)]
    text.insert(chance.randrange(length + 1), chance.choice(telling[label]))
    return " ".join(text)


labels = ["pos"] * 3 + ["neg"] * 2 + ["neu"]
rows = [(sentence(label, chance.randint(3, 20)), sentence(chance.choice(labels), 3), label)
        for label in (labels[i % len(labels)] for i in range(72))]
with open("rows.csv", "w") as file:
    file.write("text,label\n" + "".join(f"{text},{label}\n" for text, _, label in rows))
with open("pairs.csv", "w") as file:
    file.write("text,other,label\n" + "".join(f"{text},{other},{label}\n" for text, other, label in rows))

always = ["--model", "encoder", "--validation", "0.25", "--batch-size", "8", "--max-length", "12", "--offline",
          "--threads", "1"]
short = ["--epochs", "2", "--learning-rate", "2e-3"]
finetune = ["--method", "finetune"] + short
# The limits of memory cut a batch where 84120KB cut it in the version that made the figures, whose estimate was higher.
cases = {
    "plain": ["rows.csv"] + finetune,
    "parts": ["rows.csv"] + finetune + ["--max-memory", "84118KB", "--recompute"],
    "dropout": ["rows.csv"] + finetune + ["--dropout", "0.3", "--test", "0.2"],
    "class-weights": ["rows.csv"] + finetune + ["--class-weights", "balanced", "--schedule", "cosine"],
    "layer-decay": ["rows.csv"] + finetune + ["--layer-decay", "0.8", "--weight-decay", "0.1", "--warmup", "3"],
    "gradual": ["rows.csv", "--method", "finetune", "--epochs", "4", "--learning-rate", "2e-3",
                "--gradual-unfreeze"],
    "stopped-early": ["rows.csv", "--method", "finetune", "--epochs", "9", "--learning-rate", "1e-5",
                      "--early-stopping", "2", "--metric", "macro-f1"],
    "head-tail": ["rows.csv"] + finetune + ["--long-text", "head-tail", "--freeze", "1"],
    "windows": ["rows.csv"] + finetune + ["--long-text", "windows", "--class-weights", "1,2,0.5",
                                          "--max-memory", "84111KB"],
    "drawn-anew": ["rows.csv"] + finetune + ["--reinit-top", "1", "--seed", "7", "--schedule", "slanted"],
    "pairs": ["pairs.csv", "--text-pair-column", "other"] + finetune,
    "features": ["rows.csv", "--method", "features"],
    "features-windows": ["rows.csv", "--method", "features", "--long-text", "windows", "--class-weights", "balanced"],
    "features-pairs": ["pairs.csv", "--text-pair-column", "other", "--method", "features"],
}


def run(arguments, out):
    return [program, "train"] + arguments + always + ["--out", out]


def result(bundle):
    with open(bundle + "/model.safetensors", "rb") as file: digest = hashlib.sha256(file.read()).hexdigest()
    with open(bundle + "/metrics.jsonl") as file: epochs = [json.loads(line) for line in file]
    return {"sha256": digest, "epochs": [
        {"loss": e["training_loss"], "accuracy": e["validation"]["accuracy"], "is_best": e["is_best"]} for e in epochs]}


written = {"made_with": subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip(),
           "transformers": transformers.__version__, "always": always, "cases": []}
with tempfile.TemporaryDirectory() as scratch:
    for name, arguments in cases.items():
        out = os.path.join(scratch, name)
        done = subprocess.run(run(arguments, out), capture_output=True, text=True)
        if done.returncode: sys.exit(f"{name}: {done.stderr}")
        if "--max-memory" in arguments and " parts" not in done.stderr: sys.exit(f"{name}: {done.stderr}")
        written["cases"].append({"name": name, "arguments": arguments, **result(out)})
    # A run to be gone on with: stopped between two steps, with weights, moments and order of the version before.
    name, arguments = "interrupted", ["rows.csv", "--method", "finetune", "--epochs", "60", "--learning-rate", "1e-3",
                                      "--class-weights", "balanced"]
    out = os.path.join(scratch, name)
    process = subprocess.Popen(run(arguments, out), stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "epoch 2 " in line: break
    process.send_signal(signal.SIGINT)
    process.communicate()
    if process.returncode != 130: sys.exit("the run was over before it was stopped")
    shutil.copytree(out + ".partial", name + ".partial")
    os.remove(name + ".partial/lock")
    if subprocess.run(run(arguments, out), capture_output=True).returncode: sys.exit("the whole run failed")
    written["interrupted"] = {"name": name, "arguments": arguments, **result(out)}
with open("cases.json", "w") as file:
    json.dump(written, file, indent=1)
    file.write("\n")
