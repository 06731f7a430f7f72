"""Figures of mix-up of sentence vectors in PyTorch and transformers, for BertTuningTests.

    python augmentation.py TUNING_GOLDEN_DIRECTORY

A small random model as in stability.py, without dropout. The share and the partners of each step are given: the loss is
share * CE(y) + (1 - share) * CE(y of the partner), as the authors' program has it, on logits of mixed pooler outputs.
"""
import json
import pathlib
import sys

import torch

from encoder import sampled
from encoder_family import inputs, norms
from stability import BATCHES, CLASSES, LABELS, RATE, SEQUENCES, build

SHARES = [0.75, 0.5, 1.0, 0.0, 0.0625, 0.9, 0.33, 0.999, 0.2, 0.6]
PARTNERS = [[1, 2, 3, 0], [3, 2, 1, 0], [0, 1, 2, 3], [2, 0, 3, 1], [0, 2, 1, 3]]


def loss_of(model, indices, share, partners, weight=None):
    pooled = model.bert(**inputs(model, [SEQUENCES[i] for i in indices])).pooler_output
    logits = model.classifier(share * pooled + (1 - share) * pooled[partners])
    targets = torch.tensor([LABELS[i] for i in indices])
    criterion = torch.nn.CrossEntropyLoss(weight=weight)
    return share * criterion(logits, targets) + (1 - share) * criterion(logits, targets[partners])


def run(weight):
    config, model = build()
    parameters = dict(model.named_parameters())
    spared = norms(model) | {n for n in parameters if n.endswith("bias")}
    optimizer = torch.optim.AdamW(
        [{"params": [p for n, p in parameters.items() if n not in spared], "weight_decay": 0.01},
         {"params": [p for n, p in parameters.items() if n in spared], "weight_decay": 0.0}], lr=RATE)
    first, losses = None, []
    for step, indices in enumerate(BATCHES):
        loss = loss_of(model, indices, SHARES[step], PARTNERS[step % len(PARTNERS)], weight)
        loss.backward()
        if first is None:
            first = {n: sampled(p.grad, max(1, p.numel() // 48) | 1) for n, p in parameters.items()}
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "classes": CLASSES, "shapes": {n: list(p.shape) for n, p in parameters.items()},
        "sequences": [{"ids": i, "types": t} for i, t in SEQUENCES], "labels": LABELS,
        "weights": None if weight is None else weight.tolist(), "gradients": first,
        "training": {"rate": RATE, "batches": BATCHES, "losses": losses},
        "learnt": {n: sampled(p.detach(), max(1, p.numel() // 48) | 1) for n, p in parameters.items()}}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    figures = {
        "made_with": {"torch": torch.__version__, "script": "Scripts/golden/augmentation.py"},
        "shares": SHARES, "partners": PARTNERS,
        "cases": {"plain": run(None), "weighted": run(torch.tensor([0.5, 1.0, 2.0]))}}
    (pathlib.Path(sys.argv[1]) / "augmentation.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
