"""torch's attention, GELU, softmax and LayerNorm, forward and backward. Prints {case: microseconds}.

    python kernels_torch.py --threads 1

Forward runs without a graph. Backward is `torch.autograd.grad` on a graph that is kept, so forward is not in it.
Attention begins at queries, keys and values side by side, [T, 3H], and ends at [T, H], as in an encoder.
"""

import argparse
import json

import torch
import torch.nn.functional as F

import shapes
import timing
from shapes import FEED_FORWARD, HEADS, TOKENS
from torch_timing import both


def attention(qkv, length, size):
    q, k, v = qkv.view(TOKENS // length, length, 3, HEADS, size).permute(2, 0, 3, 1, 4)
    return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(TOKENS, HEADS * size)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, required=True)
    threads = parser.parse_args().threads
    torch.set_num_threads(threads)
    torch.manual_seed(1)

    figures = {}
    for length, size in shapes.ATTENTION:
        qkv = torch.rand(TOKENS, 3 * HEADS * size) * 2 - 1
        both(figures, "attention", f"n{length}-d{size}", lambda x: attention(x, length, size), [qkv])
    for hidden, wide in FEED_FORWARD:
        x = torch.rand(TOKENS, wide) * 2 - 1
        for name, form in [("gelu-erf", "none"), ("gelu-tanh", "tanh")]:
            both(figures, name, f"{TOKENS}x{wide}", lambda x: F.gelu(x, approximate=form), [x])
            weight, bias = torch.rand(wide, hidden) * 2 - 1, torch.rand(wide)
            y = torch.rand(TOKENS, hidden) * 2 - 1
            with torch.no_grad():
                figures[f"linear-{name}/{TOKENS}x{wide}x{hidden}"] = timing.microseconds(
                    lambda: F.gelu(F.linear(y, weight, bias), approximate=form))
        rows = [torch.rand(hidden) for _ in range(2)]
        both(figures, "layernorm", f"{TOKENS}x{hidden}",
             lambda x, gamma, beta: F.layer_norm(x, (hidden,), gamma, beta, 1e-12),
             [torch.rand(TOKENS, hidden) * 2 - 1, *rows])
    for length in [32, 128, 512]:
        rows = HEADS * TOKENS
        both(figures, "softmax", f"{rows}x{length}", lambda x: F.softmax(x, -1), [torch.rand(rows, length) * 8 - 4])
    print(json.dumps({"figures": {f"{name}/{threads}": value for name, value in figures.items()}}))


main()
