"""Figures of a small BertForSequenceClassification whose products have factors rounded to bfloat16, for BertEncoderTests.

    python bfloat16_step.py ENCODER_GOLDEN_DIRECTORY

Each linear layer rounds what comes in and its weights to the nearest bfloat16, ties to even, and sums in more than fp32;
backward rounds the gradient too. Biases, attention, softmax, LayerNorm and the loss are fp32, as everything else is.
torch's autocast is another arithmetic: it keeps activations in bfloat16 between the products.

With ATTENTION, the two products of attention round their factors as well. `fp32` holds how far the same model is from these
figures when nothing is rounded, which tells how far is far.
"""
import json
import pathlib
import sys

import torch

import encoder

ATTENTION = False


def rounded(x):
    return x.to(torch.bfloat16).double()


class Product(torch.autograd.Function):
    """a·b of rounded factors, [..., M, K] and [..., K, N]."""

    @staticmethod
    def forward(context, a, b):
        context.save_for_backward(a, b)
        return (rounded(a) @ rounded(b)).float()

    @staticmethod
    def backward(context, gradient):
        a, b = context.saved_tensors
        g = rounded(gradient)
        da = (g @ rounded(b).transpose(-1, -2)).float()
        if b.dim() == 2:
            db = rounded(a).reshape(-1, a.shape[-1]).T @ g.reshape(-1, g.shape[-1])
        else:
            db = rounded(a).transpose(-1, -2) @ g
        return da, db.float()


def linear(x, weight, bias=None):
    y = Product.apply(x, weight.T)
    return y if bias is None else y + bias


def relative(values, expected):
    """The root mean square, over the parameters, of the distance by the sampled values."""
    parts = []
    for name, sample in expected.items():
        a, b = (torch.tensor(v["values"]) for v in (values[name], sample))
        # The keys' bias has no gradient but rounding.
        if not name.endswith("key.bias"):
            parts.append(float((a - b).norm() / b.norm()) ** 2)
    return (sum(parts) / len(parts)) ** 0.5


def made():
    return encoder.small(60, 5, 3, 100, "gelu", 3, [1, 2, 17, 40], [1.0, 2.5, 0.5])


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    exact = made()
    torch.nn.functional.linear = linear
    if ATTENTION:
        torch.matmul = Product.apply
    figures = made()
    logits = [f["logits"] for f in figures["forward"]]
    apart = torch.tensor(logits) - torch.tensor([f["logits"] for f in exact["forward"]])
    out = {key: figures[key] for key in ("sequences", "labels", "class_weights", "loss", "gradients")}
    out |= {"logits": logits,
            "fp32": {"loss": exact["loss"], "logits": float(apart.abs().max()),
                     "gradients": relative(exact["gradients"], figures["gradients"])},
            "made_with": {"torch": torch.__version__, "script": "Scripts/golden/bfloat16_step.py"}}
    (pathlib.Path(sys.argv[1]) / "bfloat16-step.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
