"""Figures of learning masked tokens in transformers' classes …ForMaskedLM, for BertTuningTests.

    python masked_language.py TUNING_GOLDEN_DIRECTORY

The masks are given: no text here is masked by chance. Small random models as in encoder.py, whose `fill` makes the weights
from the tensors' names; the matrix of the vocabulary is that of the word embeddings, and its gradient that of both; EuroBERT has one of its own, or this.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModelForMaskedLM

from encoder import flat, sampled, sequence
from encoder_family import DEBERTA, MODERN, NO_DROPOUT, UNTYPED, VOCABULARY, fields, inputs, set_weights, ten_steps

LENGTHS = [1, 2, 17, 38, 31]
BERT = dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=41,
            max_position_embeddings=40)
ROBERTA = BERT | dict(pad_token_id=1, max_position_embeddings=42, type_vocab_size=1, hidden_act="relu")
ELECTRA = BERT | dict(embedding_size=24, hidden_act="relu")

# name: model type, sizes, vocabulary
CASES = {
    "bert": ("bert", BERT, VOCABULARY),
    "distilbert": ("distilbert", dict(dim=36, n_layers=2, n_heads=3, hidden_dim=37, max_position_embeddings=40),
                   VOCABULARY),
    "roberta": ("roberta", ROBERTA, VOCABULARY),
    "camembert": ("camembert", BERT | dict(max_position_embeddings=44, pad_token_id=5), VOCABULARY),
    "xlm-roberta": ("xlm-roberta", BERT | dict(max_position_embeddings=42, pad_token_id=1), VOCABULARY),
    "albert": ("albert", BERT | dict(embedding_size=20), VOCABULARY),
    "mpnet": ("mpnet", BERT | dict(max_position_embeddings=42), VOCABULARY),
    "electra": ("electra", ELECTRA, VOCABULARY),
    "modernbert": ("modernbert", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=21,
                                      local_attention=8, max_position_embeddings=40, classifier_activation="silu",
                                      **MODERN), VOCABULARY),
    "modernbert-biases": ("modernbert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2,
                                             intermediate_size=11, max_position_embeddings=40, classifier_bias=True,
                                             norm_bias=True, decoder_bias=False, **MODERN), VOCABULARY),
    "deberta": ("deberta-v2", DEBERTA | dict(embedding_size=16, position_buckets=5, max_relative_positions=30),
                VOCABULARY),
    "deberta-newer": ("deberta-v2", DEBERTA | dict(legacy=False, hidden_act="relu", share_att_key=False),
                      VOCABULARY),
    "gte": ("gte", dict(hidden_size=36, num_hidden_layers=1, num_attention_heads=3, intermediate_size=21,
                        max_position_embeddings=40, hidden_act="relu", pad_token_id=3), VOCABULARY),
    "nomic-bert": ("nomic_bert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=31,
                                      max_position_embeddings=40), VOCABULARY),
    "eurobert": ("eurobert", dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
                                  intermediate_size=19, max_position_embeddings=40, pad_token_id=3,
                                  tie_word_embeddings=False), VOCABULARY),
    "eurobert-tied": ("eurobert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=21,
                                       max_position_embeddings=40, pad_token_id=3, mlp_bias=True,
                                       tie_word_embeddings=True), VOCABULARY),
    # So many words that the logits are computed in two blocks.
    "bert-many-words": ("bert", dict(hidden_size=4, num_hidden_layers=1, num_attention_heads=1, intermediate_size=5,
                                     max_position_embeddings=40), 270_000),
}
TEN_STEPS = ("bert", "distilbert", "roberta", "albert", "electra", "modernbert", "eurobert")


def case(name, kind, sizes, vocabulary):
    config = AutoConfig.for_model(kind, vocab_size=vocabulary, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForMaskedLM.from_config(config, attn_implementation="eager")
    set_weights(model)
    model.eval()
    types = 1 if kind in UNTYPED else config.type_vocab_size
    sequences = [sequence(n, vocabulary, types, 5 + k) for k, n in enumerate(LENGTHS)]
    # About two thirds of the tokens are predicted; of the first sequence none.
    labels = [[(3 * i + 11 * k) % vocabulary if (i * i + k) % 3 != 0 else -100 for i in range(n)]
              for k, n in enumerate(LENGTHS)]

    def loss_of(indices):
        batch = inputs(model, [sequences[i] for i in indices])
        longest = batch["input_ids"].shape[1]
        wanted = torch.tensor([labels[i] + [-100] * (longest - len(labels[i])) for i in indices])
        return model(**batch, labels=wanted).loss

    shapes = {n: list(p.shape) for n, p in model.named_parameters()}
    with torch.no_grad():
        logits = flat(model(**inputs(model, [sequences[2]])).logits) if vocabulary == VOCABULARY else None
    loss = loss_of(range(len(sequences)))
    loss.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()
                 if p.grad is not None}
    model.zero_grad()
    return {
        "config": fields(config),
        "shapes": shapes, "sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels,
        "logits": logits, "loss": loss.item(), "gradients": gradients,
        "training": ten_steps(model, len(sequences), loss_of) if name in TEN_STEPS else None}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/masked_language.py"}
    figures = {"made_with": versions, "cases": {name: case(name, *a) for name, a in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "masked-language.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
