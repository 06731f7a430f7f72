"""Batches that Hugging Face's tokenizers pad.

usage: python padded.py TOKENIZER.json TEXTS.json CASES.json

CASES.json is a list of {"direction", "length", "multiple", "id", "type"}; length and multiple may be null. Prints for each
case {"ids": [[...]], "types": [[...]], "mask": [[...]]}.
"""
import json
import sys

from tokenizers import Tokenizer

texts, answers = json.load(open(sys.argv[2])), []
for case in json.load(open(sys.argv[3])):
    tokenizer = Tokenizer.from_file(sys.argv[1])
    tokenizer.no_truncation()
    tokenizer.enable_padding(
        direction=case["direction"], length=case["length"], pad_to_multiple_of=case["multiple"], pad_id=case["id"],
        pad_type_id=case["type"])
    batch = tokenizer.encode_batch(texts)
    answers.append({"ids": [e.ids for e in batch], "types": [e.type_ids for e in batch],
                    "mask": [e.attention_mask for e in batch]})
json.dump(answers, sys.stdout)
