"""Figures of adapting an encoder to another domain in PyTorch and transformers, for BertTuningTests.

    python deep_domains.py TUNING_GOLDEN_DIRECTORY

The twins are written from the papers: gradient reversal (Ganin et al. 2016) as a function of autograd, the distance of covariances
(Sun and Saenko 2016) by torch.cov, the discrepancy of five Gaussian kernels as Long et al.'s published code has it, with every pair
of rows in the means. Small random models as in encoder.py, whose `fill` makes the weights from the tensors' names.
"""

import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import flat, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, set_weights, ten_steps
from shift_vectors import cloud

BERT = dict(hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100, max_position_embeddings=160)
DISTILBERT = dict(dim=48, n_layers=2, n_heads=4, hidden_dim=37, max_position_embeddings=160)
SOURCE, TARGET = [1, 2, 17, 40, 31], [9, 23, 3, 30, 12]
LABELS, ROWS = [0, 2, 1, 1, 0], [0.25, 1.75, 0.5, 2.0, 0.5]
UNITS = 100

# name: model type, sizes, ways, weight, weights of the classes
CASES = {
    "dann": ("bert", BERT, ["dann"], 0.75, None),
    "deep-coral": ("bert", BERT, ["deep-coral"], 200.0, None),
    "mmd": ("bert", BERT, ["mmd"], 1.5, None),
    "weights": ("bert", BERT, ["weights"], 1.0, [1.0, 2.5, 0.5]),
    "together": ("distilbert", DISTILBERT, ["dann", "deep-coral", "mmd", "weights"], 0.5, [0.5, 1.0, 2.0]),
}


class Reversal(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.factor * gradient, None


def ramp(progress):
    return 2 / (1 + math.exp(-10 * progress)) - 1


def coral(source, target):
    difference = torch.cov(source.T) - torch.cov(target.T)
    return (difference**2).sum() / (4 * source.shape[1] ** 2)


def mmd(source, target):
    both = torch.cat([source, target])
    squares = ((both[:, None] - both[None]) ** 2).sum(2)
    width = squares.detach().sum() / (len(both) ** 2 - len(both))
    kernel = sum(torch.exp(-squares / (width * share)) for share in (0.25, 0.5, 1, 2, 4)) / 5
    n = len(source)
    return kernel[:n, :n].mean() + kernel[n:, n:].mean() - 2 * kernel[:n, n:].mean()


DISTANCES = {"deep-coral": coral, "mmd": mmd}


def distances():
    cases = []
    for rows, others, columns in [(2, 2, 3), (5, 5, 4), (7, 4, 12), (16, 16, 40)]:
        a, b = cloud(rows, rows, columns), cloud(others + 90, others, columns, 0.4, 0.3)
        for kind, distance in DISTANCES.items():
            x, y = (torch.tensor(v, dtype=torch.double, requires_grad=True) for v in (a, b))
            value = distance(x, y)
            value.backward()
            cases.append({"kind": kind, "columns": columns, "source": a.ravel().tolist(), "target": b.ravel().tolist(),
                          "value": value.item(), "sourceGradient": flat(x.grad), "targetGradient": flat(y.grad)})
    return cases


def weighted(logits, labels, rows, classes):
    """The mean over the weights of the classes of each row's loss times what it counts."""
    each = F.cross_entropy(logits, labels, reduction="none")
    counts = torch.ones_like(each) if classes is None else torch.tensor(classes, dtype=each.dtype)[labels]
    return (counts * rows * each).sum() / counts.sum()


def case(kind, sizes, ways, weight, classes):
    config = AutoConfig.for_model(kind, vocab_size=VOCABULARY, num_labels=3, **sizes)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    hidden = config.hidden_size
    if "dann" in ways:
        model.domain = torch.nn.ModuleDict({"inner": torch.nn.Linear(hidden, UNITS), "outer": torch.nn.Linear(UNITS, 1)})
    set_weights(model)
    model.eval()
    types = 1 if kind == "distilbert" else config.type_vocab_size
    source = [sequence(n, VOCABULARY, types, 5 + k) for k, n in enumerate(SOURCE)]
    target = [sequence(n, VOCABULARY, types, 31 + k) for k, n in enumerate(TARGET)]
    seen = []
    model.classifier.register_forward_pre_hook(lambda _, given: seen.append(given[0]))

    def vectors_and_logits(sequences):
        seen.clear()
        logits = model(**inputs(model, sequences)).logits
        return seen[0], logits

    def loss_of(indices, progress):
        own, logits = vectors_and_logits([source[i] for i in indices])
        rows = torch.tensor([ROWS[i] if "weights" in ways else 1.0 for i in indices])
        loss = weighted(logits, torch.tensor([LABELS[i] for i in indices]), rows, classes)
        if ways == ["weights"]:
            return loss
        others, _ = vectors_and_logits([target[i] for i in indices])
        for way, distance in DISTANCES.items():
            if way in ways:
                loss = loss + weight * distance(own, others)
        if "dann" in ways:
            both = Reversal.apply(torch.cat([own, others]), weight * ramp(progress))
            domain = model.domain["outer"](torch.relu(model.domain["inner"](both)))[:, 0]
            truth = torch.tensor([0.0] * len(own) + [1.0] * len(others))
            loss = loss + F.binary_cross_entropy_with_logits(domain, truth)
        return loss

    whole = loss_of(range(len(source)), 0.5)
    whole.backward()
    gradients = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    model.zero_grad()
    steps = iter(range(10))
    training = ten_steps(model, len(source), lambda indices: loss_of(indices, next(steps) / 10))
    after = {n: sampled(p, max(1, p.numel() // 48) | 1) for n, p in model.named_parameters()}
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in model.named_parameters() if not n.startswith("domain.")},
        "ways": ways, "weight": weight, "classWeights": classes, "labels": LABELS, "rows": ROWS,
        "source": [{"ids": i, "types": t} for i, t in source], "target": [{"ids": i, "types": t} for i, t in target],
        "loss": whole.item(), "gradients": gradients, "training": training, "after": after}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    versions = {"torch": torch.__version__, "script": "Scripts/golden/deep_domains.py"}
    figures = {"made_with": versions, "ramp": [[p, ramp(p)] for p in (0, 0.01, 0.1, 0.5, 1)], "distances": distances(),
               "cases": {name: case(*arguments) for name, arguments in CASES.items()}}
    (pathlib.Path(sys.argv[1]) / "deep-domains.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
