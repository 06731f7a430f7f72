"""A small encoder with random weights, texts of its words, and what a classifier sees of them: for golden scripts that learn
heads on frozen features, and for tests that build the same encoder from its sizes.

The weights are made from the tensors' names, as in encoder.py. The vectors are what the bundle's classifier sees: the mean of
the token states as the layer takes it that the method `features` adds.
"""
import numpy as np
import torch
from transformers import AutoConfig, AutoModel

from encoder_family import NO_DROPOUT, set_weights
from shift_vectors import noise

TELLING = [["awful", "poor", "sad", "broken"], ["table", "chair", "train", "paper"], ["fine", "great", "lovely", "superb"]]
FILLERS = [["the", "a", "it", "was", "is", "very"], ["this", "and", "that", "thing", "rt", "lol"]]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + sum(TELLING + FILLERS, [])
CLASSES, STRENGTHS = 3, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
SIZES = dict(hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40, max_position_embeddings=32)


def texts(seed, count, filler, telling):
    """Texts of seven words, some of which tell the label and one in five of those another."""
    draws = (noise(seed, count, 16) + 1) / 2
    rows = []
    for index, draw in enumerate(draws):
        label = index % CLASSES
        words = [FILLERS[filler][int(d * 6)] for d in draw[:7]]
        for place in range(telling):
            kind = label if draw[8 + place] > 0.25 else int(draw[8 + place] * 12)
            words[place * 2] = TELLING[kind][int(draw[12 + place] * 4)]
        rows.append((" ".join(words), label))
    return rows


def vectors(model, rows):
    found = []
    with torch.no_grad():
        for text, _ in rows:
            ids = torch.tensor([[2] + [VOCABULARY.index(word) for word in text.split()] + [3]])
            states = model(ids).last_hidden_state[0].double()
            mean = 1000 * states.mean(0) + states[0]
            normal = (mean - mean.mean()) / torch.sqrt(mean.var(unbiased=False) + 1e-12)
            found.append(torch.tanh(0.01 * normal))
    return torch.stack(found).numpy()


def deviations(x):
    spread = x.std(0)
    return np.where(spread > 1e-6 * np.maximum(1, np.abs(x.mean(0))), spread, 1)


def encoder():
    """The configuration and the model."""
    config = AutoConfig.for_model("bert", vocab_size=len(VOCABULARY), **SIZES, **{field: 0.0 for field in NO_DROPOUT[:2]})
    model = AutoModel.from_config(config, attn_implementation="eager", add_pooling_layer=False)
    set_weights(model)
    model.eval()
    return config, model


def described(config, model):
    """What a test needs to build the same encoder."""
    known = config.to_dict()
    return {"vocabulary": VOCABULARY,
            "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
            "shapes": {n: list(p.shape) for n, p in model.named_parameters()}}


def centred(logits):
    """The biases are only determined up to a common shift."""
    return (logits - logits.mean(1, keepdims=True)).round(6).tolist()
