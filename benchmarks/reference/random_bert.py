"""Writes an encoder of BERT-base's sizes with random weights: for speed and memory, which do not depend on the values.

    python random_bert.py TOKENIZER_DIR OUT_DIR [--seed 1]

The vocabulary and tokenizer are those of TOKENIZER_DIR.
"""

import argparse
import pathlib
import shutil

import torch
import transformers

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("tokenizer")
parser.add_argument("out")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()

torch.manual_seed(options.seed)
# transformers' defaults are BERT-base: 12 layers, hidden 768, 12 heads, feed-forward 3,072.
model = transformers.BertModel(transformers.BertConfig(vocab_size=30522))
model.save_pretrained(options.out)
for name in ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"]:
    shutil.copy(pathlib.Path(options.tokenizer) / name, options.out)
