"""What Hugging Face's tokenizers 0.23 and SentencePiece make of many texts, with vocabularies trained here and now.

    python Scripts/golden/tokenizer_agreement.py CORPORA OUT

CORPORA holds the prepared corpora. Writes into OUT a folder for each vocabulary (tokenizer_training.py), random.jsonl
with hard texts, and expected.json with digests: for each vocabulary every Unicode scalar, the random texts, all corpora,
and pairs cut into windows. Takes some minutes; TrainedAgreementTests keeps the result in the cache.
"""
import json
import multiprocessing
import os
import pathlib
import random
import sys

import sentencepiece
from tokenizers import Tokenizer

import tokenizer_training
from tokenizer_digest import digest, digest_values

corpora, out = (pathlib.Path(argument) for argument in sys.argv[1:3])
TRAINED_ON = ["amazon-reviews.csv", "movie-reviews.csv", "tweets.csv", "news.csv", "sms-spam.csv"]
CORPORA = TRAINED_ON + ["wikitext-2.txt"]
# Every scalar for these; for the others the planes in which scalars are assigned.
EVERY_SCALAR = {"byte-level", "unigram", "sentencepiece-bpe"}
# WikiText-2, thirteen megabytes, for these.
WIKITEXT = {"wordpiece-uncased", "wordpiece-cased", "byte-level", "unigram", "sentencepiece-bpe"}
WINDOWS = ["wordpiece-uncased", "byte-level", "byte-level-prefixed", "byte-level-split", "unigram-albert"]

RANGES = [
    (0x20, 0x7E), (0x61, 0x7A), (0x20, 0x20), (0x20, 0x20), (0xA0, 0x24F), (0x300, 0x36F), (0x302A, 0x302F), (0x1D157, 0x1D172),
    (0xAC00, 0xD7A3), (0x1100, 0x11FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0, 0x20), (0x2000, 0x206F),
    (0x1F300, 0x1FAFF), (0x1F1E6, 0x1F1FF), (0x900, 0xDFF), (0x370, 0x52F), (0x590, 0x6FF), (0x1E00, 0x1FFF), (0xF70, 0xF84),
    (0x1B34, 0x1BF3), (0x11100, 0x116BF), (0x10000, 0x2FFFF), (0xFF00, 0xFFEF), (0x3200, 0x33FF), (0x2460, 0x24FF), (0x30, 0x39)]
PARTS = [
    "[CLS]", "[MASK]", "[mask]", "<s>", "</s>", "<mask>", "<Both>", " <Both> ", "word", "aword", "word.", "<raw>", "<right>  ",
    "<unk>", "[UNK]", "##", "\u0130", "\u03a3\u03a3", "\ufb01", "\u2581", "\u2581\u2581", "  ", "\r\n", "\n\n", "'s", "'ll", " 's", "``",
    "''", "...", "\u00c9T\u00c9", "e\u0301te\u0301", "New York", "new york", "_", "-", "--", "Added", "\u200d",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\ufe0f", "1234", "\u00bd", "don't", "<0x41>", "\ufeff"]


def random_texts(count):
    """Texts from a grammar of hard cases: scripts, marks, emoji, control characters, added tokens glued to words."""
    generator = random.Random(20)
    texts = []
    for _ in range(count):
        text = ""
        for _ in range(generator.randrange(24)):
            if generator.randrange(5) == 0:
                text += generator.choice(PARTS)
            low, high = generator.choice(RANGES)
            for _ in range(1 + generator.randrange(5)):
                scalar = generator.randint(low, high)
                text += chr(scalar) if not 0xD800 <= scalar < 0xE000 else "?"
        texts.append(text)
    return texts


def scalar_block(start):
    """4096 scalars, sixteen a text: each inside a word, alone, and between digits; in the planes that are all but empty
    only after a letter."""
    texts = []
    for first in range(start, start + 4096, 16):
        words = [f"ab{chr(scalar)}cd {chr(scalar)} 1{chr(scalar)}2" if start < 0x40000 else f"a{chr(scalar)}"
                 for scalar in range(first, first + 16) if not 0xD800 <= scalar < 0xE000]
        if words:
            texts.append(" ".join(words))
    return texts


def blocks(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]


def lines(name):
    return (corpora / name).read_bytes().decode().split("\n")


def windows(tokenizer, texts):
    """Pairs cut into windows by all strategies, lengths, strides and sides; `null` where the reference throws."""
    result = []
    for index, text in enumerate(texts):
        pair = texts[(index * 7 + 1) % len(texts)] if index % 4 else None
        tokenizer.enable_truncation(
            8 + index % 41, stride=index % 3, strategy=["longest_first", "only_first", "only_second"][index % 5 % 3],
            direction=["right", "left"][index % 2])
        try:
            first = tokenizer.encode(text, pair)
        except BaseException:  # The reference panics where a stride is not less than what remains.
            result.append(None)
            continue
        values = []
        for encoding in [first] + first.overflowing:
            values += [len(encoding.ids), *encoding.ids, *encoding.type_ids, *(value for pair in encoding.offsets for value in pair)]
        result.append(digest_values(values))
    tokenizer.no_truncation()
    return result


def pipeline_figures(name):
    tokenizer = Tokenizer.from_file(str(out / name / "tokenizer.json"))
    hard = [json.loads(line) for line in (out / "random.jsonl").read_text().splitlines()]
    limit = 0x110000 if name in EVERY_SCALAR else 0x40000
    figures = {"scalars": [digest(tokenizer.encode_batch(scalar_block(start))) for start in range(0, limit, 4096)],
               "random": [digest(tokenizer.encode_batch(block)) for block in blocks(hard, 100)]}
    for corpus in CORPORA if name in WIKITEXT else TRAINED_ON:
        figures[corpus] = [digest(tokenizer.encode_batch(block)) for block in blocks(lines(corpus), 500)]
    if name in WINDOWS:
        figures["windows"] = windows(tokenizer, lines("amazon-reviews.csv")[:600])
    return figures


def model_figures(name):
    processor = sentencepiece.SentencePieceProcessor(model_file=str(out / name / "spiece.model"))
    hard = [json.loads(line) for line in (out / "random.jsonl").read_text().splitlines()]
    figures = {}
    for key, items, size in [("random", hard, 100)] + [(corpus, lines(corpus), 500) for corpus in CORPORA]:
        figures[key] = []
        for block in blocks(items, size):
            values = []
            for ids in processor.encode(block, add_bos=True, add_eos=True):
                # Pieces of a unigram whose order changes no score may stand in either order: versions differ by rounding.
                values += [len(ids), *(sorted(ids) if name == "unigram-model" else ids)]
            figures[key].append(digest_values(values))
    return figures


def main():
    names = tokenizer_training.train([line for name in TRAINED_ON for line in lines(name)], out)
    (out / "random.jsonl").write_text("".join(json.dumps(text) + "\n" for text in random_texts(5000)))
    models = ["unigram-model", "bpe-model"]
    # Processes, not threads: most of the time goes into Python's own lists.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    with multiprocessing.get_context("spawn").Pool(min(4, os.cpu_count() or 1)) as pool:
        figures = pool.map(pipeline_figures, names, 1) + pool.map(model_figures, models, 1)
    (out / "expected.json").write_text(json.dumps(dict(zip(names + models, figures))))


if __name__ == "__main__":
    main()
