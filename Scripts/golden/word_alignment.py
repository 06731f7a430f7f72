"""Makes Tests/BertInferenceTests/Golden/word_alignment.json: which token belongs to which word, and what it is to learn.

    python word_alignment.py OUT.json

Words are given to transformers' fast tokenizers as such (is_split_into_words). Targets are those of transformers' run_ner.py:
the word's class at the first of its tokens, −100 elsewhere. The offsets are those of the words joined with spaces, which
the tokenizers here cut into the same tokens.
"""

import json
import pathlib
import sys
import tempfile

import transformers
from transformers import AutoTokenizer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracles"))
from model_kinds.parts import bert_files, bpe_files, configure, network, tokenizer_of  # noqa: E402

transformers.logging.set_verbosity_error()
SENTENCES = ["the light room is warm and quiet".split(), ["Good", "morning", ",", "small", "river", "!"],
             ["quiet", "水の音", "café", "9,8,7", "naïve", "number"], ["👩‍👧", "is", "x"], ["a"]]


def files(kind, directory):
    if kind in ("gpt2", "roberta"):
        bpe_files(directory, model_max_length=128, pad_token="<s>", add_prefix_space=True)
    elif kind == "bert":
        bert_files(directory)
    else:
        tokenizer_of(kind, directory)
    configure(directory, network(kind)[0])


def rows(kind):
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        files(kind, directory)
        tokenizer = AutoTokenizer.from_pretrained(directory)
        for words in SENTENCES:
            split = tokenizer(words, is_split_into_words=True)
            joined = tokenizer(" ".join(words), return_offsets_mapping=True, return_special_tokens_mask=True)
            if split["input_ids"] != joined["input_ids"]:
                print(kind, words, "are cut differently when joined; left out", file=sys.stderr)
                continue
            targets, previous = [], None
            for word in split.word_ids():
                targets.append(-100 if word is None or word == previous else word)
                previous = word
            yield {"tokenizer": kind, "words": words, "offsets": joined["offset_mapping"],
                   "special": joined["special_tokens_mask"], "word_ids": split.word_ids(), "targets": targets}


if __name__ == "__main__":
    value = {"made_with": {"transformers": transformers.__version__, "script": "Scripts/golden/word_alignment.py"},
             "rows": [row for kind in ("bert", "roberta", "gpt2", "xlm-roberta", "albert", "xlnet") for row in rows(kind)]}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(value, separators=(",", ":")) + "\n")
