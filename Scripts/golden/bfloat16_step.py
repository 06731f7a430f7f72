"""Figures of a small BertForSequenceClassification whose products have factors rounded to bfloat16, for BertEncoderTests.

    python bfloat16_step.py ENCODER_GOLDEN_DIRECTORY

Each product rounds its two factors to the nearest bfloat16, ties to even, and sums in more than fp32: those of linear layers,
of attention, and of their backward. Biases, softmax, LayerNorm, GELU and the loss are fp32, as everything else is. torch's
autocast is another arithmetic: it keeps activations in bfloat16 between the products.

In attention exp(s - max) is what is rounded and multiplied by V, and the sum divides after that; backward rounds the
probabilities themselves (FlashAttention, arXiv 2205.14135, algorithms 1 and 4).

`fp32` holds how far the same model is from these figures when nothing is rounded, which tells how far is far.
"""
import json
import pathlib
import sys

import torch

from transformers import BertConfig, BertForSequenceClassification
from transformers.models.bert import modeling_bert

import encoder


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


class Attention(torch.autograd.Function):
    """softmax(Q·Kᵀ·scale + mask)·V, [B, A, T, D]."""

    @staticmethod
    def forward(context, q, k, v, mask, scale):
        scores = (rounded(q) @ rounded(k).transpose(-1, -2)).float() * scale + mask
        largest = scores.amax(-1, keepdim=True)
        shares = torch.exp(scores - largest)
        total = shares.sum(-1, keepdim=True)
        out = (rounded(shares) @ rounded(v)).float() / total
        context.save_for_backward(q, k, v, out, shares / total)
        context.scale = scale
        return out

    @staticmethod
    def backward(context, gradient):
        q, k, v, out, probabilities = context.saved_tensors
        g = rounded(gradient)
        dv = rounded(probabilities).transpose(-1, -2) @ g
        dp = (g @ rounded(v).transpose(-1, -2)).float()
        ds = rounded(probabilities * (dp - (gradient * out).sum(-1, keepdim=True)))
        dq, dk = ds @ rounded(k), ds.transpose(-1, -2) @ rounded(q)
        return dq.float() * context.scale, dk.float() * context.scale, dv.float(), None, None


def attention(module, query, key, value, attention_mask, scaling=None, dropout=0.0, **rest):
    mask = torch.zeros(1) if attention_mask is None else attention_mask
    out = Attention.apply(query, key, value, mask, scaling or query.size(-1) ** -0.5)
    return out.transpose(1, 2).contiguous(), None


def relative(values, expected):
    """The root mean square, over the parameters, of the distance by the sampled values."""
    parts = []
    for name, sample in expected.items():
        a, b = (torch.tensor(v["values"]) for v in (values[name], sample))
        # The keys' bias has no gradient but rounding.
        if not name.endswith("key.bias"):
            parts.append(float((a - b).norm() / b.norm()) ** 2)
    return (sum(parts) / len(parts)) ** 0.5


def made(lengths=(2, 5)):
    """One layer and few tokens. A sum that falls on the other side of a rounding moves by one part in 256, and moves a share of the
    roundings behind it: in deeper models two right computations are soon as far apart as either is from fp32."""
    config = BertConfig(vocab_size=97, hidden_size=60, num_hidden_layers=1, num_attention_heads=5, intermediate_size=100,
                        max_position_embeddings=16, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=3)
    model = BertForSequenceClassification._from_config(config, attn_implementation="eager")
    encoder.set_weights(model)
    sequences = [encoder.sequence(n, 97, 2, 5 + k) for k, n in enumerate(lengths)]
    labels = [k % 3 for k in range(len(lengths))]
    logits = model(**encoder.padded(sequences)).logits
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    known = config.to_dict()
    return {
        "config": {k: v for k, v in known.items() if isinstance(v, (int, float, str)) and k != "_name_or_path"},
        "shapes": {n: list(p.shape) for n, p in model.named_parameters()},
        "sequences": [{"ids": i, "types": t} for i, t in sequences], "labels": labels, "loss": loss.item(),
        "logits": [encoder.flat(row) for row in logits], "gradients": encoder.gradients(model)}


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.use_deterministic_algorithms(True)
    exact = made()
    torch.nn.functional.linear = linear
    modeling_bert.eager_attention_forward = attention
    figures = made()
    apart = torch.tensor(figures["logits"]) - torch.tensor(exact["logits"])
    figures |= {"fp32": {"loss": exact["loss"], "logits": float(apart.abs().max()),
                         "gradients": relative(exact["gradients"], figures["gradients"])},
                "made_with": {"torch": torch.__version__, "script": "Scripts/golden/bfloat16_step.py"}}
    (pathlib.Path(sys.argv[1]) / "bfloat16-step.json").write_text(json.dumps(figures, separators=(",", ":")) + "\n")
