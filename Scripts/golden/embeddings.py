"""Vectors of sentence-transformers, for BertExportTests.

    python embeddings.py MODEL_DIRECTORY AMAZON_REVIEWS_CSV GOLDEN_DIRECTORY

MODEL_DIRECTORY holds all-MiniLM-L6-v2. Needs sentence-transformers (6.2.0 when the committed figures were made) beside
the packages of Scripts/oracles. The small models are saved by sentence-transformers itself; their text files are
stored, their weights are made from the tensors' names, here and in the tests' `GoldenWeights`.
"""

import csv
import json
import pathlib
import sys
import tempfile

import numpy as np
import sentence_transformers
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Dense, Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast

from encoder import fill, flat, set_weights

WORDS = ("the a it was is very this and that not no good great bad awful fine page screen cable book film query "
         "document passage : of in cafe naive . , ! ? '").split()
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
VOCABULARY = (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS
              + [c for c in LETTERS if c not in WORDS] + ["##" + c for c in LETTERS])
TEXTS = ["good", "The screen was awful.", "A very good book, and not a bad film!", "xyzzy 42 Café naïve", "",
         "this is the page that was in the book of the film " * 4, "\u4e2d\u6587 \U0001f600 good\tbad\n?",
         "NOT GOOD", "it was a fine cable and a great screen"]


def encoder(folder):
    config = BertConfig(vocab_size=len(VOCABULARY), hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
                        intermediate_size=40, max_position_embeddings=64, type_vocab_size=2)
    model = BertModel(config)
    set_weights(model)
    model.save_pretrained(folder)
    tokenizer = BertTokenizerFast(vocab={token: i for i, token in enumerate(VOCABULARY)}, do_lower_case=True)
    assert tokenizer.tokenize("Good films") == ["good", "film", "##s"], tokenizer.tokenize("Good films")
    tokenizer.save_pretrained(folder)
    return Transformer(folder, max_seq_length=32)


def dense(inputs, outputs, **options):
    layer = Dense(inputs, outputs, **options)
    with torch.no_grad():
        for name, parameter in layer.named_parameters():
            parameter.copy_(fill(name, parameter.shape, 0.1 if parameter.dim() == 1 else 0.15))
    return layer


def files(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(pathlib.Path(folder).rglob("*"))
            if path.is_file() and path.suffix in (".json", ".txt")}


def case(name, modules, bare, edit=None, prompts=None, default=None, prompt_name=None, prompt=None, cut=None,
         again=False):
    with tempfile.TemporaryDirectory() as folder:
        model = SentenceTransformer(modules=modules, prompts=prompts, default_prompt_name=default, device="cpu")
        model.save(folder, create_model_card=False)
        for path, text in (edit or {}).items():
            target = pathlib.Path(folder) / path
            target.unlink() if text is None else target.write_text(text)
        loaded = SentenceTransformer(folder, device="cpu")
        vectors = loaded.encode(TEXTS, prompt_name=prompt_name, prompt=prompt, convert_to_tensor=True, truncate_dim=cut,
                                normalize_embeddings=again)
        own = {path: text for path, text in files(folder).items() if bare.get(path) != text}
        return {"name": name, "files": own, "removed": [p for p in bare if not (pathlib.Path(folder) / p).exists()],
                "prompt_name": prompt_name, "prompt": prompt, "cut": cut, "max_length": loaded.max_seq_length,
                "dimensions": vectors.shape[1], "vectors": flat(vectors, 8)}


def small(target):
    with tempfile.TemporaryDirectory() as folder:
        base = encoder(folder)
        bare = files(folder)
        cases = [case("mean", [base, Pooling(24), Normalize()], bare)]
        for mode in Pooling.POOLING_MODES:
            cases.append(case("pooling " + mode, [base, Pooling(24, mode)], bare))
        flags = {"word_embedding_dimension": 24, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True,
                 "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False}
        cases.append(case("two poolings as booleans, a dense layer", [
            base, Pooling(24, ("cls", "mean")), dense(48, 20), Normalize()], bare,
            {"1_Pooling/config.json": json.dumps(flags)}))
        cases.append(case("dense layers without bias and with ReLU", [
            base, Pooling(24, "max"), dense(24, 30, bias=False, activation_function=torch.nn.Identity()),
            dense(30, 17, activation_function=torch.nn.ReLU())], bare))
        cases.append(case("GELU behind a normalization", [
            base, Pooling(24), Normalize(), dense(24, 24, activation_function=torch.nn.GELU())], bare))
        prompts = {"query": "query: ", "document": "the document of "}
        cases.append(case("the default prompt", [base, Pooling(24), Normalize()], bare, None, prompts, "query"))
        cases.append(case("a prompt by name", [base, Pooling(24), Normalize()], bare, None, prompts, "query",
                          "document"))
        cases.append(case("a prompt of one's own", [base, Pooling(24), Normalize()], bare, None, prompts, None, None,
                          "Film: "))
        modes = ("cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken")
        cases.append(case("a prompt that is not pooled", [base, Pooling(24, modes, include_prompt=False)], bare, None,
                          prompts, "document"))
        cases.append(case("the first dimensions", [base, Pooling(24)], bare, cut=7))
        cases.append(case("the first dimensions, normalized", [base, Pooling(24), Normalize()], bare, cut=10,
                          again=True))
        short = {"max_seq_length": 9, "do_lower_case": False}
        cases.append(case("a maximum length in the older file", [base, Pooling(24)], bare,
                          {"sentence_bert_config.json": json.dumps(short)}))
    made = {"sentence_transformers": sentence_transformers.__version__, "torch": torch.__version__,
            "script": "Scripts/golden/embeddings.py"}
    figures = {"made_with": made, "texts": TEXTS, "shared": bare, "cases": cases}
    (target / "small.json").write_text(json.dumps(figures, separators=(",", ":"), ensure_ascii=False) + "\n")


def real(directory, corpus, target):
    with open(corpus, newline="", encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:1200:40]
    texts += ["It was good. " * 200]
    vectors = SentenceTransformer(directory, device="cpu").encode(texts, convert_to_tensor=True)
    figures = {"made_with": {"sentence_transformers": sentence_transformers.__version__, "torch": torch.__version__,
                             "script": "Scripts/golden/embeddings.py"},
               "texts": texts, "dimensions": vectors.shape[1], "stride": 7,
               "vectors": [flat(v[::7], 8) for v in vectors]}
    (target / "minilm.json").write_text(json.dumps(figures, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    folder = pathlib.Path(sys.argv[3])
    small(folder)
    real(sys.argv[1], sys.argv[2], folder)
