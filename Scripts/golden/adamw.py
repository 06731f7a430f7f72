"""Golden figures for AdamW: PyTorch's own steps on a small table of which some rows never have a gradient.

usage: python adamw.py > Tests/BertKernelsTests/Golden/adamw.json

Float32 throughout, as bertft, and once more in double precision, which tells how far rounding alone takes Float32.
"""
import json
import torch

LEARNING_RATE, DECAY, STEPS, SHAPE, TOUCHED = 0.1, 0.01, 5, (5, 21), [1, 3]


def run(start, gradients, dtype):
    value = torch.nn.Parameter(start.to(dtype, copy=True))
    optimizer = torch.optim.AdamW([value], lr=LEARNING_RATE, weight_decay=DECAY, foreach=False)
    for gradient in gradients:
        value.grad = gradient.to(dtype)
        optimizer.step()
    state = optimizer.state[value]
    return value.detach(), state["exp_avg"], state["exp_avg_sq"]


torch.manual_seed(52)
start = torch.rand(SHAPE) * 2 - 1
gradients = []
for _ in range(STEPS):
    gradient = torch.zeros(SHAPE)
    gradient[TOUCHED] = torch.rand(len(TOUCHED), SHAPE[1]) * 2 - 1
    gradients.append(gradient)
value, first, second = run(start, gradients, torch.float32)
exact = run(start, gradients, torch.float64)[0]
flat = lambda x: x.flatten().tolist()
print(json.dumps({
    "torch": torch.__version__, "learningRate": LEARNING_RATE, "decay": DECAY, "rows": SHAPE[0], "columns": SHAPE[1],
    "touched": TOUCHED, "start": flat(start), "gradients": [flat(g) for g in gradients], "value": flat(value),
    "first": flat(first), "second": flat(second), "exact": flat(exact)}))
