"""Ids that Hugging Face's tokenizers give for the lines of a text file.

usage: python tokenizer_ids.py DIRECTORY TEXTS.txt

DIRECTORY holds tokenizer.json. Prints {"ids": [...]} for each line.
"""
import json, sys
from tokenizers import Tokenizer

tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
with open(sys.argv[2], encoding="utf-8") as file:
    for line in file:
        print(json.dumps({"ids": tokenizer.encode(line.rstrip("\n")).ids}))
