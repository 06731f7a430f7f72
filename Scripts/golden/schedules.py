"""Golden figures for the learning-rate schedules.

usage: python schedules.py > Tests/BertTuningTests/Golden/schedules.json

linear, cosine, constant: transformers' schedules, read from the LambdaLR they return.
slanted: the formula of ULMFiT (Howard and Ruder 2018, equation 3), with the fraction that is left of a triangle
whose cut was rounded down kept from going below zero.
"""
import json, math, sys
import torch, transformers
from transformers import (get_constant_schedule_with_warmup, get_cosine_schedule_with_warmup,
                          get_linear_schedule_with_warmup)


def reference(make, total, **arguments):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=1.0)
    scheduler = make(optimizer, **arguments)
    rates = []
    for _ in range(total):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return rates


def slanted(total, cut_fraction, ratio=32):
    cut = math.floor(total * cut_fraction)
    rates = []
    for t in range(total):
        p = t / cut if t < cut else 1 - (t - cut) / (cut * (1 / cut_fraction - 1))
        rates.append((1 + max(0.0, p) * (ratio - 1)) / ratio)
    return rates


cases = []
for total, fraction in [(1, 0.0), (10, 0.1), (37, 0.1), (100, 0.06), (20, 0.0), (25, 0.5)]:
    warmup = math.ceil(total * fraction)
    for name, make, extra in [
        ("linear", get_linear_schedule_with_warmup, {"num_training_steps": total}),
        ("cosine", get_cosine_schedule_with_warmup, {"num_training_steps": total}),
        ("constant", get_constant_schedule_with_warmup, {}),
    ]:
        rates = reference(make, total, num_warmup_steps=warmup, **extra)
        cases.append({"shape": name, "fraction": fraction, "total": total, "warmup": warmup, "rates": rates})
for total, fraction in [(10, 0.1), (37, 0.1), (100, 0.1), (200, 0.25)]:
    cases.append({"shape": "slanted", "fraction": fraction, "total": total,
                  "warmup": math.floor(total * fraction), "rates": slanted(total, fraction)})
json.dump({"transformers": transformers.__version__, "cases": cases}, sys.stdout)
print()
