"""Tiny classifiers of tokens, each with the entities and tags that transformers finds.

usage: python taggers.py OUT

Writes OUT/NAME for each kind with expected.json:
texts, entities   the pipeline's groups with aggregation_strategy="first", without the white space that GPT-2's offsets begin
                  with; left out are texts with a token "▁" or "Ġ" alone or an unknown one, which the pipeline takes for words
sentences, tags   words, and the class of each word's first token where words are given as such (is_split_into_words)
long, long_tags   a text of several windows, and the class of each of its words: the first token's, from the window in which
                  the token stands farthest from an edge behind which the text goes on
"""
import json
import os
import pathlib
import sys
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
warnings.filterwarnings("ignore")

import torch
import transformers
from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

from model_kinds.parts import bert_files, bpe_files, network, save, tokenizer_of

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
torch.set_num_threads(1)
NAMES = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
KINDS = {"bert": "BertForTokenClassification", "distilbert": "DistilBertForTokenClassification",
         "electra": "ElectraForTokenClassification", "roberta": "RobertaForTokenClassification",
         "xlm-roberta": "XLMRobertaForTokenClassification", "albert": "AlbertForTokenClassification",
         "gpt2": "GPT2ForTokenClassification", "xlnet": "XLNetForTokenClassification"}
TEXTS = ["the light room is warm and quiet", "Good morning, small river! the light; is good", "say two spaces now",
         "the river is warm and the light is quiet and good morning is now the end", "a small room",
         "the light is quiet", "the river is in the room", "the morning is quiet and warm in the river room"]
SENTENCES = [text.replace(",", " ,").replace("!", " !").replace(";", " ;").split() for text in TEXTS]
LONG = " ".join(" ".join(TEXTS[0].split()[i % 5:]) + " river" for i in range(60))
ROOM, STRIDE = 126, 126 - 126 // 4


def first_classes(model, batch):
    """The classes of the tokens of one sequence."""
    with torch.no_grad():
        return model(**batch).logits[0].argmax(-1).tolist()


def word_tags(tokenizer, model, words):
    encoded = tokenizer(words, is_split_into_words=True, return_tensors="pt")
    classes, places = first_classes(model, encoded), encoded.word_ids()
    return [NAMES[classes[places.index(word)]] for word in range(len(words))]


def long_tags(tokenizer, model, text):
    """Windows of ROOM tokens, the last ending with the text."""
    ids = tokenizer(text, add_special_tokens=False)
    content, words = ids["input_ids"], ids.word_ids()
    starts = list(range(0, len(content) - ROOM, STRIDE)) + [len(content) - ROOM]
    assert len(starts) > 2
    best = [(-1, None)] * len(content)
    for start in starts:
        window = [tokenizer.cls_token_id] + content[start:start + ROOM] + [tokenizer.sep_token_id]
        classes = first_classes(model, {"input_ids": torch.tensor([window])})[1:-1]
        for place, number in enumerate(classes):
            left = len(content) if start == 0 else place
            right = len(content) if start == starts[-1] else ROOM - 1 - place
            if min(left, right) > best[start + place][0]:
                best[start + place] = (min(left, right), number)
    return [NAMES[best[words.index(word)][1]] for word in range(max(words) + 1)]


def group_of(text, group):
    covered = text[group["start"]:group["end"]]
    return {"start": group["end"] - len(covered.lstrip()), "end": group["end"], "label": group["entity_group"],
            "text": covered.lstrip(), "score": float(group["score"])}


def expected(kind, directory):
    tokenizer = AutoTokenizer.from_pretrained(directory)
    model, report = AutoModelForTokenClassification.from_pretrained(directory, output_loading_info=True)
    assert not report["missing_keys"], report
    model.eval()
    finder = pipeline("token-classification", model=model, tokenizer=tokenizer, aggregation_strategy="first", device="cpu")
    odd = {"▁", "Ġ", tokenizer.unk_token}
    texts = [text for text in TEXTS if not odd & set(tokenizer.convert_ids_to_tokens(tokenizer(text)["input_ids"]))]
    assert len(texts) > 2
    entities = [[group_of(text, group) for group in finder(text)] for text in texts]
    assert sum(map(len, entities)) > 3, entities
    values = {"texts": texts, "entities": entities, "sentences": SENTENCES,
              "tags": [word_tags(tokenizer, model, words) for words in SENTENCES]}
    if kind == "bert":
        values |= {"long": LONG, "long_tags": long_tags(tokenizer, model, LONG)}
    return values


def main(out):
    for kind, name in KINDS.items():
        directory = pathlib.Path(out, kind)
        directory.mkdir(parents=True)
        if kind == "gpt2":
            bpe_files(directory, model_max_length=128, pad_token="<s>", add_prefix_space=True)
        elif kind == "roberta":
            bpe_files(directory, model_max_length=128, add_prefix_space=True)
        elif kind in ("bert", "distilbert", "electra"):
            bert_files(directory)
        else:
            tokenizer_of(kind, directory)
        save(directory, *network(kind, getattr(transformers, name), id2label=dict(enumerate(NAMES)),
                                 label2id={n: i for i, n in enumerate(NAMES)}))
        (directory / "expected.json").write_text(json.dumps(expected(kind, directory)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
