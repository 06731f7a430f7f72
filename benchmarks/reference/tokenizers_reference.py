"""Hugging Face's tokenizers in batches, and SentencePiece, over a corpus line by line.

    python tokenizers_reference.py prepare CORPORA DIRECTORY
    python tokenizers_reference.py measure DIRECTORY --threads 1

`prepare` trains the vocabularies (Scripts/golden/tokenizer_training.py) and writes texts.txt, the first three megabytes of
WikiText-2; `measure` prints {"figures": {name: microseconds}}.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts/golden"))

SIZE = 3_000_000
NAMES = ["wordpiece-uncased", "byte-level", "byte-level-split", "unigram", "sentencepiece-bpe"]
MODELS = {"unigram-model": "unigram", "bpe-model": "sentencepiece-bpe"}


def prepare(corpora, directory):
    import tokenizer_training

    directory.mkdir(parents=True, exist_ok=True)
    texts = [line for name in ["amazon-reviews", "movie-reviews", "tweets", "news", "sms-spam"]
             for line in (corpora / f"{name}.csv").read_bytes().decode().split("\n")]
    tokenizer_training.train(texts, directory)
    lines = (corpora / "wikitext-2.txt").read_bytes()[:SIZE].split(b"\n")[:-1]
    (directory / "texts.txt").write_bytes(b"\n".join(lines))


def measure(directory):
    import sentencepiece
    import timing
    from tokenizers import Tokenizer

    lines = (directory / "texts.txt").read_bytes().decode().split("\n")
    figures = {}
    for name in NAMES:
        tokenizer = Tokenizer.from_file(str(directory / name / "tokenizer.json"))

        def encode():
            for start in range(0, len(lines), 1000):
                tokenizer.encode_batch_fast(lines[start:start + 1000])

        figures[f"tokenizers/{name}/1"] = timing.microseconds(encode, seconds=1.5, warm_up=1)
    for folder, name in MODELS.items():
        processor = sentencepiece.SentencePieceProcessor(model_file=str(directory / folder / "spiece.model"))
        figures[f"sentencepiece/{name}/1"] = timing.microseconds(
            lambda: processor.encode(lines, num_threads=1), seconds=1.5, warm_up=1)
    return figures


if sys.argv[1] == "prepare":
    prepare(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
else:
    print(json.dumps({"figures": measure(pathlib.Path(sys.argv[2]))}))
