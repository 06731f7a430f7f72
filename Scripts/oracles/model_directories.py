"""Tiny model directories of every kind that people have, each with what the reference makes of it.

usage: python model_directories.py OUT [PART...]

Writes OUT/NAME for each kind (of those with a PART in the name, where given) with expected.json:
texts, pairs            what is asked
ids, pair_ids           token ids with special tokens; pair_types, token types of pairs, null where the class gives none
logits, pair_logits     of AutoModelForSequenceClassification, and labels in the order of the logits
scores                  of each text by transformers' pipeline, in the order of the outputs
pair_scores             of each pair by sentence-transformers' CrossEncoder
accuracy                over the texts four times, labelled with the labels in turn
vectors                 of SentenceTransformer.encode for the first texts
refuse, names, command  the right answer is an error from each of these commands, with each name (a|b: either) and `exit`
may_refuse              a clear refusal is as good as the value
arguments, says         arguments that a command gets; words that a command prints when it succeeds
Where transformers is silently wrong (it draws a head, or begins wrapped weights anew) the values are those of the same
weights under their proper names. Fails where a head is asked for that the weights do not have.
"""
import inspect
import json
import os
import pathlib
import sys
import tempfile
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import torch
import transformers
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from model_kinds import classes, files, heads, labels, sentences, texts, tokens, vocabularies, wrapped

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
torch.set_num_threads(1)
KINDS = {}
for module in (heads, classes, tokens, vocabularies, wrapped, files, labels, sentences):
    for name, kind in module.KINDS.items():
        assert name not in KINDS, name
        KINDS[name] = kind


def encoded(tokenizer, directory, answer):
    """Ids of texts and pairs, alone: padding is not what is compared."""
    cut = answer.get("tokenizer_call", {})
    singles = [tokenizer(text, **cut) for text in answer["texts"]]
    pairs = [tokenizer(a, b, **cut) for a, b in answer["pairs"]]
    return {
        "ids": [each["input_ids"] for each in singles], "pair_ids": [each["input_ids"] for each in pairs],
        "pair_types": [each.get("token_type_ids") for each in pairs],
    }


def classified(tokenizer, directory, answer):
    """Logits of texts and pairs by weights that all stand in the file."""
    proper = answer.get("proper", directory)
    model, report = AutoModelForSequenceClassification.from_pretrained(proper, output_loading_info=True)
    if report["missing_keys"]:
        raise SystemExit(f"{directory.name}: transformers draws {sorted(report['missing_keys'])}")
    model.eval()
    taken = set(inspect.signature(model.forward).parameters)

    def logits(*sequence):
        batch = tokenizer(*sequence, return_tensors="pt", truncation=True, **answer.get("logits_call", {}))
        with torch.no_grad():
            return model(**{name: value for name, value in batch.items() if name in taken}).logits[0].tolist()

    singles, names = [logits(text) for text in answer["texts"]], [model.config.id2label[i] for i in range(model.config.num_labels)]
    values = {"logits": singles, "pair_logits": [logits(a, b) for a, b in answer["pairs"]]}
    # transformers takes any JSON for a name; how a number would be written is not compared.
    if all(isinstance(name, str) for name in names):
        values["labels"] = names
    if "labels" in values and len(set(names)) == len(names) > 1:
        best = [row.index(max(row)) for row in singles] * 4
        values["accuracy"] = sum(label == i % len(names) for i, label in enumerate(best)) / len(best)
    return values


def scored(tokenizer, directory, answer):
    """What transformers' pipeline makes of the logits of each text, in the order of the outputs."""
    model = AutoModelForSequenceClassification.from_pretrained(directory)
    classifier = transformers.TextClassificationPipeline(model=model, tokenizer=tokenizer, device="cpu")
    rows = classifier(answer["texts"], top_k=None, truncation=True)
    places = [model.config.id2label[i] for i in range(model.config.num_labels)]
    return {"problem": model.config.problem_type, "scores": [[next(x["score"] for x in row if x["label"] == name) for name in places] for row in rows]}


def pairs_scored(directory, answer):
    """What sentence-transformers gives to each pair."""
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(str(directory), device="cpu")
    return {"pair_scores": [float(model.predict([tuple(pair)], show_progress_bar=False)[0]) for pair in answer["pairs"]]}


def sentence_vectors(directory, answer):
    """Vectors of the first texts."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(answer.get("proper", directory)), device="cpu")
    found = model.encode(answer["texts"][:4], show_progress_bar=False, **answer.get("encode", {}))
    return {"vectors": found.astype(float).tolist()}


def expected(directory, answer):
    """The reference's values, joined with what the kind itself says."""
    answer = {"texts": texts.TEXTS, "pairs": texts.PAIRS} | answer
    asked = answer.pop("ask", [])
    values = {}
    if "ids" in asked:
        tokenizer = AutoTokenizer.from_pretrained(answer.get("proper", directory))
        values["tokenizer_class"] = type(tokenizer).__name__
        values |= encoded(tokenizer, directory, answer)
    if "logits" in asked:
        values |= classified(tokenizer, directory, answer)
    if "scores" in asked:
        values |= scored(tokenizer, directory, answer)
    if "pair_scores" in asked:
        values |= pairs_scored(directory, answer)
    if "vectors" in asked:
        values |= sentence_vectors(directory, answer)
    for name in answer.pop("leave", []):
        values.pop(name)
    for name in ("proper", "tokenizer_call", "logits_call", "encode"):
        answer.pop(name, None)
    return values | answer


def main(out, parts):
    with tempfile.TemporaryDirectory() as scratch:
        for name, kind in KINDS.items():
            if parts and not any(part in name for part in parts):
                continue
            directory, proper = pathlib.Path(out, name), pathlib.Path(scratch, name)
            directory.mkdir(parents=True)
            proper.mkdir()
            # A kind whose values come from other files than its own writes those into the second directory.
            answer = kind(directory, proper)
            if any(proper.iterdir()):
                answer["proper"] = proper
            value = expected(directory, answer)
            (directory / "expected.json").write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
