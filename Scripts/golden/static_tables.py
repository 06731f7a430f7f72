"""Tables of token vectors by model2vec, for BertTuningTests.

    python static_tables.py GOLDEN_DIRECTORY

Needs model2vec 0.10.0 with its extra `distill` and sentence-transformers 6.2.0 beside the packages of Scripts/oracles. The
encoder's weights are made from the tensors' names, here and in the tests' `GoldenWeights`; its text files are stored.
"""

import importlib.metadata
import json
import pathlib
import sys
import tempfile

import numpy as np
import torch
from model2vec.distill import distill
from model2vec.model import StaticModel
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import StaticEmbedding
from transformers import BertConfig, BertModel, BertTokenizerFast

from embeddings import LETTERS, TEXTS, WORDS
from encoder import set_weights

VOCABULARY = (["[PAD]", "[unused0]", "[unused17]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused]"] + WORDS
              + [c for c in LETTERS if c not in WORDS] + ["##" + c for c in LETTERS])
TABLES = [("mean", "mean", 8), ("first token", "first", 8), ("all dimensions", "mean", 24), ("too many", "mean", 256)]


def flat(values):
    return [float(f"{v:.8g}") for v in np.asarray(values, dtype=np.float64).flatten()]


def encoder(folder):
    model = BertModel(BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
        max_position_embeddings=64, type_vocab_size=2))
    set_weights(model)
    model.save_pretrained(folder)
    BertTokenizerFast(vocab={token: i for i, token in enumerate(VOCABULARY)}, do_lower_case=True).save_pretrained(folder)
    return {name: list(parameter.shape) for name, parameter in model.named_parameters()}


def texts_of(folder):
    return {path.name: path.read_text() for path in sorted(pathlib.Path(folder).iterdir()) if path.suffix == ".json"}


def main(target):
    texts = TEXTS + ["good film " * 400, "\U0001f600"]
    with tempfile.TemporaryDirectory() as folder:
        shapes = encoder(folder)
        figures = {"files": texts_of(folder), "shapes": shapes, "texts": texts, "tables": []}
        for name, pooling, dimensions in TABLES:
            table = distill(folder, pca_dims=dimensions, pooling=pooling, quantize_to="float32", device="cpu")
            figures["tables"].append({
                "name": name, "pooling": pooling, "dimensions": dimensions, "tokens": list(table.tokens),
                "rows": flat(table.embedding), "vectors": flat(table.encode(texts))})
        table = distill(folder, pca_dims=8, quantize_to="float32", device="cpu")
        small = distill(folder, pca_dims=8, quantize_to="float32", device="cpu", vocabulary_quantization=20)
        with tempfile.TemporaryDirectory() as place:
            table.save_pretrained(place)
            figures["saved"] = {name: text.replace(folder, "tiny") for name, text in texts_of(place).items()}
            known = [text for text in texts if text and text != "\U0001f600"]
            both = SentenceTransformer(place, device="cpu").encode(known)
            figures["sentence_transformers"] = {"texts": known, "vectors": flat(both)}
        with tempfile.TemporaryDirectory() as place:
            SentenceTransformer(modules=[StaticEmbedding(table.tokenizer, embedding_weights=table.embedding)],
                                device="cpu").save(place, create_model_card=False)
            figures["static_embedding"] = {
                "files": {str(p.relative_to(place)): p.read_text() for p in sorted(pathlib.Path(place).rglob("*.json"))},
                "tensors": sorted(str(p.relative_to(place)) for p in pathlib.Path(place).rglob("*.safetensors")),
                "vectors": flat(SentenceTransformer(place, device="cpu").encode(known))}
        figures["mapped"] = {
            "rows": flat(small.embedding), "mapping": small.token_mapping.tolist(), "weights": flat(small.weights),
            "vectors": flat(small.encode(texts))}
    figures["made_with"] = {
        "model2vec": importlib.metadata.version("model2vec"), "torch": torch.__version__,
        "sentence_transformers": importlib.metadata.version("sentence-transformers"),
        "script": "Scripts/golden/static_tables.py"}
    (target / "static-tables.json").write_text(json.dumps(figures, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
