"""Sentence vectors learnt from pairs by `bertft adapt --objective contrastive` and by sentence-transformers' trainer, with the
same settings on the same rows.

    python contrastive.py pairs FOLDER
    python contrastive.py train FOLDER BERTFT MODEL_DIRECTORY [THREADS]
    python contrastive.py judge FOLDER MODEL_DIRECTORY...

`pairs` makes FOLDER/train.csv and FOLDER/test.csv: what functions of Python packages do, the first sentence of their
documentation, and the rest of it, at most 600 characters, from the standard library, NumPy, SciPy, scikit-learn and PyTorch as they
are installed; equal texts are left out, and one function of ten is held out. `train` lets both learn from train.csv (one epoch,
batches of 32, rate 2e-5, warm-up 0.1, no weight decay, 128 tokens, seed 42) into FOLDER/ours and FOLDER/theirs, and prints the
seconds of each with all that it does but importing libraries. `judge` prints recall@1, 5 and 10, MRR@10 and nDCG@10 of the held-out
functions among all texts by `InformationRetrievalEvaluator`. Needs sentence-transformers; the trainer also needs datasets and
accelerate.
"""

import csv
import hashlib
import importlib
import inspect
import pathlib
import pkgutil
import random
import re
import subprocess
import sys
import time
import warnings

PACKAGES = ["collections", "concurrent", "email", "http", "json", "logging", "multiprocessing", "unittest", "urllib", "xml",
            "numpy", "scipy", "sklearn", "torch"]
SINGLE = ["os", "shutil", "pathlib", "re", "random", "statistics", "datetime", "calendar", "zipfile", "tarfile", "gzip", "socket",
          "ssl", "subprocess", "threading", "tempfile", "textwrap", "string", "itertools", "functools", "decimal", "fractions",
          "heapq", "bisect", "argparse", "configparser", "csv", "sqlite3", "difflib", "glob", "inspect", "ast", "tokenize", "typing"]
SEPARATOR = re.compile(r"\n\s*\n")


def modules():
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in sorted(pkgutil.walk_packages(package.__path__, name + "."), key=lambda m: m.name):
            if any(part.startswith("_") or part in ("tests", "test", "testing", "conftest") for part in found.name.split(".")):
                continue
            try:
                yield importlib.import_module(found.name)
            except BaseException:
                continue
    for name in SINGLE:
        yield importlib.import_module(name)


def members(module):
    for name, value in sorted(vars(module).items()):
        if name.startswith("_"):
            continue
        try:
            own = inspect.getmodule(value)
            if callable(value) and own is not None and own.__name__.split(".")[0] == module.__name__.split(".")[0]:
                yield value
                if inspect.isclass(value):
                    for attribute, method in sorted(vars(value).items()):
                        if callable(method) and not attribute.startswith("_"):
                            yield method
        except BaseException:
            continue


def pair(value):
    """The first sentence of the documentation, and the rest."""
    try:
        text = inspect.getdoc(value)
    except BaseException:
        return None
    if not isinstance(text, str) or "\x00" in text:
        return None
    first, *rest = SEPARATOR.split(text.strip(), maxsplit=1)
    first, rest = " ".join(first.split()), " ".join(" ".join(rest).split())[:600]
    return (first, rest) if 20 <= len(first) <= 200 and len(rest) >= 60 and "deprecated" not in first.lower() else None


def pairs(folder):
    warnings.simplefilter("ignore")
    rows, seen = [], set()
    for module in modules():
        for value in members(module):
            row = pair(value)
            if row and not seen & set(row):
                seen.update(row)
                rows.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    # By what a row says, so that a package's update moves no other row.
    held = [row for row in rows if hashlib.sha256(row[0].encode()).digest()[0] < 26]
    learnt = [row for row in rows if row not in set(held)]
    random.Random(1).shuffle(learnt)
    for name, part in (("train.csv", learnt), ("test.csv", held)):
        with open(folder / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("anchor", "positive"), *part])
    print(f"{len(learnt)} pairs to learn from, {len(held)} held out")


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def train(folder, bertft, model, threads="2"):
    started = time.perf_counter()
    subprocess.run(
        [bertft, "adapt", folder / "train.csv", "--objective", "contrastive", "--model", model, "--out", folder / "ours",
         "--validation", "0", "--max-length", "128", "--threads", threads, "--quiet"], check=True)
    print(f"bertft: {time.perf_counter() - started:.0f} s")

    import datasets.arrow_dataset
    import torch
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.set_num_threads(int(threads))
    # Pickles classes of pyarrow, which some releases cannot; the name of a cache file is not needed.
    datasets.arrow_dataset.generate_fingerprint = lambda *arguments: "none"
    started = time.perf_counter()
    theirs = SentenceTransformer(str(model), device="cpu")
    theirs.max_seq_length = 128
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(folder / "trainer"), num_train_epochs=1, per_device_train_batch_size=32, learning_rate=2e-5,
        warmup_ratio=0.1, weight_decay=0.0, seed=42, batch_sampler="no_duplicates", save_strategy="no", report_to="none",
        use_cpu=True, disable_tqdm=True)
    SentenceTransformerTrainer(
        model=theirs, args=arguments, train_dataset=datasets.Dataset.from_list(read(folder / "train.csv")),
        loss=MultipleNegativesRankingLoss(theirs)).train()
    theirs.save(str(folder / "theirs"))
    print(f"sentence-transformers: {time.perf_counter() - started:.0f} s")


def judge(folder, *models):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

    test, learnt = read(folder / "test.csv"), read(folder / "train.csv")
    texts = {f"t{n}": row["positive"] for n, row in enumerate(test + learnt)}
    evaluator = InformationRetrievalEvaluator(
        {f"q{n}": row["anchor"] for n, row in enumerate(test)}, texts, {f"q{n}": {f"t{n}"} for n in range(len(test))},
        precision_recall_at_k=[1, 5, 10], mrr_at_k=[10], ndcg_at_k=[10], write_csv=False)
    print(f"{len(test)} held-out pairs among {len(texts)} texts")
    for name in models:
        model = SentenceTransformer(str(name), device="cpu")
        model.max_seq_length = 128
        figures = evaluator(model)
        shown = {k: figures[f"cosine_{k}"] for k in ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")}
        print(name, " ".join(f"{k} {v:.4f}" for k, v in shown.items()))


if __name__ == "__main__":
    task, folder, *rest = sys.argv[1:]
    {"pairs": pairs, "train": train, "judge": judge}[task](pathlib.Path(folder), *rest)
