"""Few labelled texts: bertft beside setfit 1.2, the same encoder, rows and settings, over several splits.

    python setfit_peers.py BERTFT OUT_DIRECTORY [splits] [texts a label, as 8,16,64] [corpora] [programs]

Of each corpus of the catalogue it draws, for each split, so many texts of each label to learn from, and 1,000 others for the
test. It prints JSON lines with accuracy and seconds of each program: bertft by `setfit` and by `features`, and setfit, in
turns. Both learn from the same number of pairs, 20 a text of each kind at the most, in batches of 16, one epoch, at 2e-5 with a
tenth of warm-up and 256 tokens at the most, then a logistic regression. The seconds are those of the whole program, without
the time that Python takes to import its packages. A last argument, as `bertft,features`, chooses some of the programs.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys
import time

MODEL = "all-MiniLM-L6-v2"
CORPORA = ["amazon-reviews", "sms-spam", "tweets", "news"]
TEST_ROWS, ITERATIONS = 1000, 20


def path_of(bertft, kind, name):
    subprocess.run([bertft, kind, "pull", name], capture_output=True, check=True)
    return subprocess.run([bertft, kind, "path", name], capture_output=True, text=True, check=True).stdout.strip()


def split(rows, count, seed):
    """`count` rows of each label to learn from, and rows for the test."""
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    taken, learnt, rest = {}, [], []
    for text, label in shuffled:
        if taken.get(label, 0) < count:
            taken[label] = taken.get(label, 0) + 1
            learnt.append((text, label))
        else:
            rest.append((text, label))
    return learnt, rest[:TEST_ROWS]


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)


def by_bertft(bertft, method, out, seed):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    start = time.perf_counter()
    subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--method", method, "--validation", "0", "--folds", "1",
         "--max-length", "256", "--seed", str(seed), "--out", str(bundle), "--quiet"], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    told = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True, text=True)
    return json.loads(told.stdout)["accuracy"], seconds


def by_setfit(directory, learnt, test, seed, out):
    import torch
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments

    torch.set_num_threads(2)
    labels = sorted({label for _, label in learnt})
    data = Dataset.from_dict({"text": [t for t, _ in learnt], "label": [labels.index(l) for _, l in learnt]})
    texts = len(learnt)
    # As many pairs as bertft takes: all of them oversampled, or 20 for each text and kind where that is fewer.
    counts = [sum(1 for _, l in learnt if l == label) for label in labels]
    same = sum(n * (n + 1) // 2 for n in counts)
    few = max(same, texts * (texts + 1) // 2 - same) <= ITERATIONS * texts
    start = time.perf_counter()
    model = SetFitModel.from_pretrained(directory)
    model.model_body.max_seq_length = 256
    Trainer(
        model=model, train_dataset=data,
        args=TrainingArguments(
            output_dir=str(out / "setfit"), batch_size=16, num_epochs=1, body_learning_rate=2e-5, seed=seed,
            sampling_strategy="oversampling", num_iterations=None if few else ITERATIONS, report_to="none",
            save_strategy="no", show_progress_bar=False)).train()
    seconds = time.perf_counter() - start
    guesses = model.predict([t for t, _ in test], use_labels=False)
    right = sum(int(guess) == labels.index(label) for guess, (_, label) in zip(guesses, test))
    return right / len(test), seconds


def main(bertft, out, splits="10", shots="8,16,64", corpora=",".join(CORPORA), programs="bertft,features,setfit"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    directory = path_of(bertft, "models", MODEL)
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        for count in map(int, shots.split(",")):
            for seed in range(1, int(splits) + 1):
                learnt, test = split(rows, count, seed)
                write(out / "train.csv", learnt)
                write(out / "test.csv", test)
                for program in programs.split(","):
                    if program == "setfit":
                        accuracy, seconds = by_setfit(directory, learnt, test, seed, out)
                    else:
                        accuracy, seconds = by_bertft(bertft, "setfit" if program == "bertft" else program, out, seed)
                    print(json.dumps({"corpus": corpus, "texts_a_label": count, "split": seed, "program": program,
                                      "accuracy": accuracy, "seconds": round(seconds, 2)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
