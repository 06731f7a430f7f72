"""Vectors of sentence-transformers from the other architectures' encoders, for BertExportTests.

    python embeddings_family.py GOLDEN_DIRECTORY

Needs what embeddings.py needs. Weights are made from the tensors' names, here and in the tests' `GoldenWeights`; the
tokenizer is that of embeddings.py.
"""

import json
import pathlib
import sys
import tempfile

import sentence_transformers
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from transformers import AutoConfig, AutoModel

from embeddings import TEXTS, VOCABULARY, encoder
from encoder import flat
from encoder_family import DEBERTA, MODERN, names, set_weights

CASES = {
    "distilbert": dict(dim=24, n_layers=2, n_heads=3, hidden_dim=40, max_position_embeddings=64),
    "roberta": dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
                    max_position_embeddings=40, type_vocab_size=1, pad_token_id=0),
    "electra": dict(embedding_size=12, hidden_size=24, num_hidden_layers=2, num_attention_heads=3,
                    intermediate_size=40, max_position_embeddings=64),
    "albert": dict(embedding_size=12, hidden_size=24, num_hidden_layers=3, num_attention_heads=3,
                   intermediate_size=40, max_position_embeddings=64),
    "mpnet": dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
                  max_position_embeddings=40),
    "gpt2": dict(n_embd=24, n_layer=2, n_head=3, n_positions=64),
    "xlnet": dict(d_model=24, n_layer=2, n_head=3, d_inner=40),
    "modernbert": dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=20,
                       local_attention=6, max_position_embeddings=64, **(MODERN | dict(pad_token_id=0))),
    "deberta-v2": DEBERTA | dict(num_attention_heads=3, intermediate_size=40, position_buckets=4),
    "gte": dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=20,
                max_position_embeddings=64, pad_token_id=0),
    "nomic_bert": dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=3, intermediate_size=20,
                       max_position_embeddings=64, type_vocab_size=1),
    "eurobert": dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2,
                     intermediate_size=20, max_position_embeddings=64, pad_token_id=0, bos_token_id=1, eos_token_id=2,
                     mask_token_id=4),
}


def case(kind, sizes):
    config = AutoConfig.for_model(kind, vocab_size=len(VOCABULARY), **sizes)
    model = AutoModel.from_config(config)
    set_weights(model)
    with tempfile.TemporaryDirectory() as folder:
        encoder(folder)
        # Over the encoder of embeddings.py, whose tokenizer stays.
        model.save_pretrained(folder)
        reader = Transformer(folder, max_seq_length=32)
        if kind == "gpt2":
            # It would add the word embeddings of the types' numbers; its own tokenizers give none.
            reader.tokenizer.model_input_names = ["input_ids", "attention_mask"]
        modules = [reader, Pooling(24), Normalize()]
        vectors = SentenceTransformer(modules=modules, device="cpu").encode(TEXTS, convert_to_tensor=True)
        return {"name": kind, "config": (pathlib.Path(folder) / "config.json").read_text(),
                "shapes": {n: list(p.shape) for n, p in names(model) if n != "mask_emb"},
                "vectors": flat(vectors, 8)}


if __name__ == "__main__":
    torch.use_deterministic_algorithms(True)
    made = {"sentence_transformers": sentence_transformers.__version__, "torch": torch.__version__,
            "script": "Scripts/golden/embeddings_family.py"}
    figures = {"made_with": made, "cases": [case(*arguments) for arguments in CASES.items()]}
    text = json.dumps(figures, separators=(",", ":"), ensure_ascii=False)
    (pathlib.Path(sys.argv[1]) / "family.json").write_text(text + "\n")
