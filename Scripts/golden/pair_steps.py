"""Figures of learning from pairs of texts in sentence-transformers and PyTorch, for BertTuningTests.

    python pair_steps.py TUNING_GOLDEN_DIRECTORY

The loss is sentence-transformers' `CosineSimilarityLoss` over the mean of the token states, as setfit trains an encoder with
it. Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names.
"""

import json
import pathlib
import sys

import torch
from sentence_transformers.losses import CosineSimilarityLoss
from transformers import AutoConfig, AutoModel

from encoder import flat, sampled, sequence
from encoder_family import MODERN, NO_DROPOUT, UNTYPED, VOCABULARY, fields, inputs, set_weights, ten_steps

LENGTHS = [1, 2, 17, 128, 31, 9]
BERT = dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100, max_position_embeddings=160)
MPNET = BERT | dict(pad_token_id=1, max_position_embeddings=162)
DISTILBERT = dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160)

MODERNBERT = dict(hidden_size=40, num_hidden_layers=2, num_attention_heads=4, intermediate_size=33, local_attention=12,
                  max_position_embeddings=160, **MODERN)

CASES = {"bert": ("bert", BERT), "mpnet": ("mpnet", MPNET), "distilbert": ("distilbert", DISTILBERT),
         "modernbert": ("modernbert", MODERNBERT)}
# Pairs of sequences, and whether the two have one label; a text may be paired with itself.
PAIRS = [(0, 3, 1.0), (1, 2, 0.0), (4, 4, 1.0), (5, 0, 0.0), (2, 3, 0.0)]


class Encoder(torch.nn.Module):
    """Gives the loss what a `SentenceTransformer` gives it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, features):
        states = self.model(**features).last_hidden_state
        mask = features["attention_mask"].unsqueeze(-1).to(states.dtype)
        return {"sentence_embedding": (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)}


def case(kind, sizes):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModel.from_config(config, attn_implementation="eager", **({"add_pooling_layer": False} if kind in ("bert", "mpnet") else {}))
    set_weights(model)
    model.eval()
    types = 1 if kind in UNTYPED else config.type_vocab_size
    sequences = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(LENGTHS)]
    encoder = Encoder(model)
    loss = CosineSimilarityLoss(encoder)

    def loss_of(pairs):
        sides = [inputs(model, [sequences[pair[side]] for pair in pairs]) for side in (0, 1)]
        return loss(sides, torch.tensor([pair[2] for pair in pairs]))

    with torch.no_grad():
        vectors = [flat(encoder(inputs(model, [s]))["sentence_embedding"]) for s in sequences]
    whole = loss_of(PAIRS)
    whole.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters() if p.grad is not None}
    model.zero_grad()
    training = ten_steps(model, len(PAIRS), lambda indices: loss_of([PAIRS[i] for i in indices]))
    return {
        "config": fields(config),
        "shapes": {n: list(p.shape) for n, p in model.named_parameters()},
        "sequences": [{"ids": i, "types": t} for i, t in sequences],
        "pairs": [[a, b] for a, b, _ in PAIRS], "targets": [t for _, _, t in PAIRS], "vectors": vectors,
        "loss": whole.item(), "gradients": gradients, "training": training}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/pair_steps.py"}
    figures = {"made_with": versions, "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "pair-steps.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
