"""Golden figures for the losses: values and gradients of PyTorch in double precision.

usage: python losses.py > Tests/BertTuningTests/Golden/losses.json
"""
import json, sys

import torch
import torch.nn.functional as F


def focal(outputs, targets, weight, gamma):
    """Lin et al. 2017, equation 5, over classes: the mean of -(1 - p)^gamma log p, weighted by class."""
    logs = F.log_softmax(outputs, 1).gather(1, targets[:, None])[:, 0]
    counts = torch.ones_like(logs) if weight is None else weight[targets]
    return (counts * -(1 - logs.exp()) ** gamma * logs).sum() / counts.sum()


torch.manual_seed(3)
cases = []
for rows, classes in [(1, 2), (5, 3), (6, 5)]:
    for spread in [1, 12]:
        outputs = (torch.randn(rows, classes) * spread).float()
        targets = torch.randint(classes, (rows,))
        for weighted in [False, True]:
            weight = torch.rand(classes).float().double() * 2 if weighted else None
            for kind, number in [("cross-entropy", 0.0), ("cross-entropy", 0.1), ("cross-entropy", 0.6), ("focal", 0.0), ("focal", 2.0),
                                 ("focal", 0.5)]:
                x = outputs.double().requires_grad_()
                loss = (focal(x, targets, weight, number) if kind == "focal" else
                        F.cross_entropy(x, targets, weight=weight, label_smoothing=number))
                loss.backward()
                cases.append({
                    "kind": kind, "number": number, "classes": classes, "outputs": outputs.flatten().tolist(),
                    "targets": targets.tolist(), "weights": None if weight is None else weight.tolist(),
                    "loss": loss.item(), "gradient": x.grad.flatten().tolist()})
tasks = []
for rows, outputs_of_row in [(1, 1), (4, 3), (7, 2)]:
    for spread in [1, 30]:
        outputs = (torch.randn(rows, outputs_of_row) * spread).float()
        for kind in ["binary", "weighted", "soft"] + (["squared"] if outputs_of_row == 1 else []):
            weight = torch.rand(outputs_of_row).double() * 5 if kind == "weighted" else None
            targets = torch.randint(2, outputs.shape).double() if kind in ("binary", "weighted") else torch.rand(outputs.shape).double()
            x = outputs.double().requires_grad_()
            loss = (F.mse_loss(x, targets) if kind == "squared" else
                    F.binary_cross_entropy_with_logits(x, targets, pos_weight=weight))
            loss.backward()
            tasks.append({
                "kind": kind, "columns": outputs_of_row, "outputs": outputs.flatten().tolist(), "targets": targets.tolist(),
                "weights": None if weight is None else weight.tolist(), "loss": loss.item(), "gradient": x.grad.flatten().tolist()})
labelled = []
for rows, classes in [(1, 2), (6, 4), (9, 3)]:
    outputs = (torch.randn(rows, classes) * 3).float()
    targets = torch.randint(classes, (rows,))
    targets[1::2] = -100
    for kind, number in [("cross-entropy", 0.0), ("cross-entropy", 0.1), ("focal", 2.0)]:
        x, known = outputs.double().requires_grad_(), targets >= 0
        loss = (focal(x[known], targets[known], None, number) if kind == "focal" else
                F.cross_entropy(x, targets, ignore_index=-100, label_smoothing=number))
        loss.backward()
        labelled.append({
            "kind": kind, "number": number, "classes": classes, "outputs": outputs.flatten().tolist(),
            "targets": targets.tolist(), "weights": None, "loss": loss.item(), "gradient": x.grad.flatten().tolist()})
json.dump({"torch": torch.__version__, "cases": cases, "tasks": tasks, "labelled": labelled}, sys.stdout)
print()
