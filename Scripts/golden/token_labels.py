"""Figures of all architectures' classifiers of tokens in PyTorch and transformers, for BertEncoderTests.

    python token_labels.py ENCODER_GOLDEN_DIRECTORY [NAME …]

Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names. As transformers' run_ner.py
has it, a word's label stands at its first piece and −100 at the others and at special tokens. Of three of the models ten steps of
AdamW with clipping too, each over the labelled tokens of three sequences.
"""

import json
import pathlib
import sys

import torch
from transformers import AutoConfig, AutoModelForTokenClassification

from encoder import flat, gradients, sampled, sequence
from encoder_family import DEBERTA, MODERN, NO_DROPOUT, UNTYPED, VOCABULARY, fields, inputs, names, norms, set_weights

# name: model type, sizes, classes, lengths
CASES = {
    "bert": ("bert", dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=41,
                          max_position_embeddings=70), 5, [1, 2, 17, 64]),
    "distilbert": ("distilbert", dict(dim=24, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=40),
                   3, [1, 2, 17, 40]),
    "roberta": ("roberta", dict(hidden_size=30, num_hidden_layers=2, num_attention_heads=5, intermediate_size=31,
                                max_position_embeddings=42, type_vocab_size=1, pad_token_id=1), 3, [1, 2, 17, 40]),
    "camembert": ("camembert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=3, intermediate_size=20,
                                    max_position_embeddings=42, pad_token_id=1), 2, [3, 20]),
    "xlm-roberta": ("xlm-roberta", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2,
                                        intermediate_size=25, max_position_embeddings=42), 9, [3, 20]),
    "electra": ("electra", dict(embedding_size=16, hidden_size=28, num_hidden_layers=2, num_attention_heads=4,
                                intermediate_size=31, max_position_embeddings=40), 3, [1, 2, 17, 40]),
    "albert": ("albert", dict(embedding_size=16, hidden_size=32, num_hidden_layers=3, num_attention_heads=4,
                              intermediate_size=36, max_position_embeddings=40), 3, [1, 2, 17, 40]),
    "mpnet": ("mpnet", dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=31,
                            max_position_embeddings=42), 3, [1, 2, 17, 40]),
    "gpt2": ("gpt2", dict(n_embd=32, n_layer=2, n_head=4, n_positions=40, pad_token_id=0), 3, [1, 2, 17, 40]),
    "xlnet": ("xlnet", dict(d_model=24, n_layer=2, n_head=2, d_inner=33), 3, [1, 2, 17, 40]),
    "modernbert": ("modernbert", dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=31,
                                      local_attention=10, max_position_embeddings=40, **MODERN), 3, [1, 2, 17, 40]),
    "deberta": ("deberta-v2", DEBERTA | dict(position_buckets=5, max_relative_positions=30), 3, [1, 2, 17, 40]),
    "gte": ("gte", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=31,
                        max_position_embeddings=40, pad_token_id=3), 3, [1, 2, 17, 40]),
    "nomic-bert": ("nomic_bert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=3, intermediate_size=21,
                                      max_position_embeddings=40), 2, [3, 20]),
    "eurobert": ("eurobert", dict(hidden_size=24, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2,
                                  intermediate_size=21, max_position_embeddings=40, pad_token_id=3), 3, [1, 2, 17, 40]),
}
# Fields of the dropout that an architecture has, each with a value of its own.
DROPOUTS = {
    "bert": ["classifier_dropout"], "distilbert": ["seq_classif_dropout", "dropout"],
    "roberta": ["classifier_dropout"], "camembert": ["classifier_dropout"], "xlm-roberta": ["classifier_dropout"],
    "electra": ["classifier_dropout"], "albert": ["classifier_dropout_prob"], "mpnet": ["hidden_dropout_prob"],
    "gpt2": ["classifier_dropout", "resid_pdrop"], "xlnet": ["summary_last_dropout", "dropout"],
    "modernbert": ["mlp_dropout", "classifier_dropout"], "gte": ["hidden_dropout_prob", "classifier_dropout"],
    "nomic_bert": ["classifier_dropout", "hidden_dropout_prob"], "eurobert": ["attention_dropout"],
    "deberta-v2": ["cls_dropout", "hidden_dropout_prob"],
}


def targets(length, classes, salt):
    """A class for some of the tokens, −100 for the others; each sequence has one of either kind where it can."""
    return [(3 * i + salt) % classes if (i * i + salt) % 3 != 1 or length == 1 else -100 for i in range(length)]


def dropouts(kind, sizes):
    """The rate before the classifier as the class makes it: by default, with all fields given, with the last alone."""
    rates = []
    given = {f: 0.21 + 0.02 * k for k, f in enumerate(DROPOUTS[kind])}
    for changed in ({}, given, {given_field: 0.33 for given_field in list(given)[-1:]}):
        config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=3, **{**sizes, **changed})
        model = AutoModelForTokenClassification.from_config(config)
        layer = getattr(model, "dropout", getattr(model, "drop", None))
        rates.append({"config": fields(config), "rate": layer.p if layer is not None else 0})
    return rates


def training(model, sequences, padded):
    """Ten steps: the losses, the norms of the gradients, and the weights behind them."""
    model.zero_grad()
    spared = norms(model) | {n for n, _ in names(model) if n.endswith("bias")}
    steps = torch.optim.AdamW(
        [{"params": [p for n, p in names(model) if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in names(model) if n in spared], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.999), eps=1e-8)
    batches = [[(k + j) % len(sequences) for j in range(3)] for k in range(10)]
    losses, clipped = [], []
    for indices in batches:
        batch = inputs(model, [sequences[i] for i in indices])
        longest = batch["input_ids"].shape[1]
        loss = model(**batch, labels=torch.tensor([padded[i][:longest] for i in indices])).loss
        loss.backward()
        clipped.append(float(torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)))
        steps.step()
        steps.zero_grad()
        losses.append(loss.item())
    return {"rate": 1e-3, "batches": batches, "losses": losses, "norms": clipped,
            "weights": {n: sampled(p, max(1, p.numel() // 16) | 1) for n, p in names(model)}}


def case(kind, sizes, classes, lengths):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=classes, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    if kind == "gpt2":
        # The class takes 0.1 where the field is absent.
        config.classifier_dropout = 0.0
    model = AutoModelForTokenClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    model.eval()
    types = 1 if kind in UNTYPED else getattr(config, "type_vocab_size", 2)
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(lengths)]
    labels = [targets(n, classes, k) for k, n in enumerate(lengths)]
    out = {"sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels, "classes": classes,
           "shapes": {n: list(p.shape) for n, p in names(model)}, "config": fields(config), "logits": []}
    with torch.no_grad():
        for pair in sequences:
            out["logits"].append(flat(model(**inputs(model, [pair])).logits))
    batch = inputs(model, sequences)
    longest = batch["input_ids"].shape[1]
    padded = [[-100] * (longest - len(row)) + row if kind == "xlnet" else row + [-100] * (longest - len(row))
              for row in labels]
    result = model(**batch, labels=torch.tensor(padded))
    result.loss.backward()
    out["loss"] = result.loss.item()
    out["gradients"] = {n: g for n, g in gradients(model).items() if n != "transformer.mask_emb"}
    if kind in ("bert", "roberta", "distilbert"):
        out["training"] = training(model, sequences, padded)
    out["dropouts"] = dropouts(kind, sizes)
    return out


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    target = pathlib.Path(sys.argv[1])
    for name, arguments in CASES.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        figures = case(*arguments)
        figures["made_with"] = {"torch": torch.__version__, "script": "Scripts/golden/token_labels.py"}
        (target / f"tokens-{name}.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
