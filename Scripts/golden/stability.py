"""Figures of L2-SP, Mixout, R-Drop and a running mean of weights in PyTorch and transformers, for BertTuningTests.

    python stability.py TUNING_GOLDEN_DIRECTORY

A small random model as in encoder.py, whose `fill` makes the weights from the tensors' names, and those that they began with
from the names with ".start". The masks of Mixout are drawn here by Philox4x32-10 as Dropout.swift says, from the seed with
the bits of Mixout's own stream changed. R-Drop has no dropout here: the two passes of a text are two texts.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from torch.func import functional_call
from transformers import AutoConfig, AutoModelForSequenceClassification

from encoder import fill, sampled, sequence
from encoder_family import NO_DROPOUT, VOCABULARY, inputs, norms, set_weights

SIZES = dict(hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=50, max_position_embeddings=40)
LENGTHS = [1, 2, 17, 31, 9, 12]
CLASSES, RATE, SEED, STREAM = 3, 1e-3, 7, 0x4D49584F55540001
ALPHA, BETA, MIXOUT, R_DROP, DECAY = 0.5, 0.125, 0.3, 1.5, 0.8


def philox(counter, key):
    """Four words of Philox4x32-10, over arrays of counters."""
    c = [x.astype(np.uint64) for x in counter]
    k, low = [np.uint64(key & 0xFFFFFFFF), np.uint64(key >> 32)], np.uint64(0xFFFFFFFF)
    for _ in range(10):
        p, q = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(q >> np.uint64(32)) ^ c[1] ^ k[0], q & low, (p >> np.uint64(32)) ^ c[3] ^ k[1], p & low]
        k = [np.uint64((int(k[0]) + 0x9E3779B9) & 0xFFFFFFFF), np.uint64((int(k[1]) + 0xBB67AE85) & 0xFFFFFFFF)]
    return c


def factors(shape, site, step):
    """0 or 1 / (1 - p) for each number of a matrix."""
    rows, columns = shape
    groups = (columns + 15) // 16
    row, block, c = np.meshgrid(np.arange(rows), np.arange(groups), np.arange(4), indexing="ij")
    words = philox([4 * block + c, row, np.full_like(row, step), np.full_like(row, site << 16)], SEED ^ STREAM)
    # Word w of counter c decides element 4w + c of its group.
    elements = np.stack(words, 2).reshape(rows, groups * 16)[:, :columns]
    kept = elements >= round(MIXOUT * 2 ** 32)
    return torch.tensor(np.where(kept, 1 / (1 - MIXOUT), 0), dtype=torch.float32)


def build():
    config = AutoConfig.for_model("bert", vocab_size=VOCABULARY, num_labels=CLASSES, **SIZES)
    for field in NO_DROPOUT:
        if getattr(config, field, None) is not None:
            setattr(config, field, 0.0)
    model = AutoModelForSequenceClassification.from_config(config, attn_implementation="eager")
    set_weights(model)
    model.eval()
    return config, model


def mixed_names():
    layer = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
             "intermediate.dense", "output.dense"]
    return [f"bert.encoder.layer.{k}.{n}.weight" for k in range(SIZES["num_hidden_layers"]) for n in layer] + [
        "bert.pooler.dense.weight"]


SEQUENCES = [sequence(n, VOCABULARY, 2, 5 + k) for k, n in enumerate(LENGTHS)]
LABELS = [k // 2 % CLASSES for k in range(len(LENGTHS))]
BATCHES = [[2 * ((k + j) % 3) + i for j in range(2) for i in range(2)] for k in range(10)]


def run(kind):
    config, model = build()
    parameters = dict(model.named_parameters())
    starts = {n: fill(n + ".start", p.shape, 0.15) for n, p in parameters.items()}
    spared = norms(model) | {n for n in parameters if n.endswith("bias")}
    decay = 0 if kind == "l2-sp" else 0.01
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in parameters.items() if n not in spared], "weight_decay": decay},
         {"params": [p for n, p in parameters.items() if n in spared], "weight_decay": 0.0}], lr=RATE)
    means = torch.optim.swa_utils.AveragedModel(
        model, avg_fn=lambda mean, value, n: mean + (1 - min(DECAY, (1 + n) / (10 + n))) * (value - mean))
    # The mean begins at the start: AveragedModel would take over the first weights that it is shown.
    means.n_averaged.fill_(1)
    first, losses = None, []
    for step, indices in enumerate(BATCHES):
        weights = dict(parameters)
        if kind == "mixout":
            for site, name in enumerate(mixed_names()):
                start = starts[name]
                weights[name] = start + factors(start.shape, site, step) * (weights[name] - start)
        logits = functional_call(model, weights, (), inputs(model, [SEQUENCES[i] for i in indices])).logits
        loss = torch.nn.functional.cross_entropy(logits, torch.tensor([LABELS[i] for i in indices]))
        if kind == "r-drop":
            p, q = logits[0::2].log_softmax(-1), logits[1::2].log_softmax(-1)
            kl = torch.nn.functional.kl_div(q, p, log_target=True, reduction="none").sum(-1)
            kl = kl + torch.nn.functional.kl_div(p, q, log_target=True, reduction="none").sum(-1)
            loss = loss + R_DROP * 0.5 * kl.mean()
        if kind == "l2-sp":
            pulled = [(n, p) for n, p in parameters.items() if not n.startswith("classifier.")]
            loss = loss + ALPHA / 2 * sum(((p - starts[n]) ** 2).sum() for n, p in pulled)
            loss = loss + BETA / 2 * (parameters["classifier.weight"] ** 2).sum()
        loss.backward()
        if first is None:
            first = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in parameters.items()}
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        means.n_averaged.fill_(step + 1)
        means.update_parameters(model)
        losses.append(loss.item())
    learnt = dict(means.module.named_parameters()) if kind == "ema" else parameters
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "classes": CLASSES, "shapes": {n: list(p.shape) for n, p in parameters.items()},
        "sequences": [{"ids": i, "types": t} for i, t in SEQUENCES], "labels": LABELS, "gradients": first,
        "training": {"rate": RATE, "batches": BATCHES, "losses": losses},
        "learnt": {n: sampled(p.detach(), max(1, p.numel() // 48) | 1) for n, p in learnt.items()}}


def r_drop_losses():
    """Values and gradients in double precision."""
    cases = []
    for texts, classes, spread in [(1, 2, 1), (4, 3, 1), (5, 4, 12)]:
        for weighted in [False, True]:
            outputs = (torch.randn(2 * texts, classes) * spread).float()
            targets = torch.randint(classes, (texts,)).repeat_interleave(2)
            weight = torch.rand(classes).float().double() * 2 if weighted else None
            x = outputs.double().requires_grad_()
            rows = (torch.ones(texts).double() if weight is None else weight[targets[::2]])
            p, q = x[0::2].log_softmax(-1), x[1::2].log_softmax(-1)
            kl = 0.5 * ((p.exp() * (p - q)).sum(-1) + (q.exp() * (q - p)).sum(-1))
            loss = torch.nn.functional.cross_entropy(x, targets, weight=weight) + R_DROP * (rows * kl).sum() / rows.sum()
            loss.backward()
            cases.append({"classes": classes, "outputs": outputs.flatten().tolist(), "targets": targets.tolist(),
                          "weights": None if weight is None else weight.tolist(), "loss": loss.item(),
                          "gradient": x.grad.flatten().tolist()})
    return cases


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    figures = {
        "made_with": {"torch": torch.__version__, "script": "Scripts/golden/stability.py"},
        "alpha": ALPHA, "beta": BETA, "mixout": MIXOUT, "seed": SEED, "r_drop": R_DROP, "decay": DECAY,
        "cases": {kind: run(kind) for kind in ["l2-sp", "mixout", "r-drop", "ema"]}, "r_drop_losses": r_drop_losses()}
    (pathlib.Path(sys.argv[1]) / "stability.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
