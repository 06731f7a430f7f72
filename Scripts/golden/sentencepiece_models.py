"""Trains two small SentencePiece models (unigram and BPE) and records what the Python package makes of hard texts.

    python Scripts/golden/sentencepiece_models.py CORPORA_DIRECTORY Tests/BertTextTests/Golden

CORPORA_DIRECTORY holds amazon-reviews.csv. The models are committed: training is not the same in every version.
"""
import csv
import io
import json
import pathlib
import sys

import sentencepiece

corpora, out = (pathlib.Path(argument) for argument in sys.argv[1:3])
with open(corpora / "amazon-reviews.csv", encoding="utf-8", newline="") as file:
    sentences = [row["text"] for row in csv.DictReader(file)]

HARD = [
    "", " ", "  a  b  ", "Hello, world!", "caf\u00e9 cafe\u0301", "\u4f60\u597d", "\U0001f600 smile", "\ufb01ne \u2460 \uff21", "a\u0000b",
    "\t\n", "\u00a0", "\u3000", "xyzzy", "<s> </s> <unk>", "\u0130", "12,345.67", "don't", "a" * 300, "\ufffd", "\u200bx", "\u1112\u1161\u11ab",
]

# The usual rules (nmt_nfkc) weigh 240 kB; a few of them serve to see that a model's rules are followed.
(out / "rules.tsv").write_text("FB01\t66 69\nFF21\t41\n2460\t31\n3000\t20\n65 301\tE9\n200B\t\n")

cases = []
for kind in ("unigram", "bpe"):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences[:2000]), model_writer=model, vocab_size=500, model_type=kind,
        normalization_rule_tsv=str(out / "rules.tsv"), character_coverage=0.9995, num_threads=1, minloglevel=2)
    (out / f"sentencepiece-{kind}.model").write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    for text in HARD + sentences[2000:2200]:
        encoded = processor.encode(text, return_type="offset_mapping")
        cases.append({
            "model": kind, "text": text, "ids": encoded["ids"], "tokens": encoded["pieces"],
            "offsets": [list(pair) for pair in encoded["offsets"]],
            "special": processor.encode(text, add_bos=True, add_eos=True),
        })
(out / "rules.tsv").unlink()
(out / "sentencepiece.json").write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
