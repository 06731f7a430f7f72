"""torch's attention over whole texts and windows, rotary positions, gates and RMSNorm. Prints {case: microseconds}.

    python blocks_torch.py --threads 1

The cases of benchmarks/Benchmarks/Kernels/Blocks.swift. A window is a mask of scaled_dot_product_attention, and
positions are turned by transformers' function, as in its ModernBERT; mask and angles are made beforehand.
"""

import argparse
import json

import torch
import torch.nn.functional as F
from transformers.models.modernbert.modeling_modernbert import rotate_half

import shapes
import timing
from torch_timing import both


def attention(qkv, length, mask):
    q, k, v = qkv.view(shapes.LONG_TOKENS // length, length, 3, shapes.LONG_HEADS, shapes.LONG_SIZE).permute(
        2, 0, 3, 1, 4)
    context = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return context.transpose(1, 2).reshape(shapes.LONG_TOKENS, shapes.LONG_HEADS * shapes.LONG_SIZE)


def window(length):
    place = torch.arange(length)
    return (place[:, None] - place[None]).abs() <= shapes.LONG_RADIUS


def gate(function):
    def apply(pair):
        a, b = pair.chunk(2, dim=-1)
        return function(a) * b
    return apply


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threads", type=int, required=True)
    threads = parser.parse_args().threads
    torch.set_num_threads(threads)
    torch.manual_seed(1)

    figures = {}
    qkv = torch.rand(shapes.LONG_TOKENS, 3 * shapes.LONG_HEADS * shapes.LONG_SIZE) * 2 - 1
    for length in shapes.LONG_LENGTHS:
        for name, mask in [("full", None), (f"r{shapes.LONG_RADIUS}", window(length))]:
            both(figures, "long-attention", f"n{length}-{name}", lambda x: attention(x, length, mask), [qkv])
    tokens, heads, size = shapes.ROTARY
    x, angles = torch.rand(tokens, heads, size), torch.rand(tokens, 1, size)
    cosines, sines = angles.cos(), angles.sin()
    with torch.no_grad():
        figures[f"rotary-halves/{tokens}x{heads}x{size}"] = timing.microseconds(
            lambda: x * cosines + rotate_half(x) * sines)
    tokens, width = shapes.GATE
    for name, function in [("gelu", F.gelu), ("silu", F.silu)]:
        both(figures, f"gate-{name}", f"{tokens}x{width}", gate(function), [torch.rand(tokens, 2 * width)])
    tokens, width = shapes.RMS_NORM
    both(figures, "rmsnorm", f"{tokens}x{width}", lambda x, gamma: F.rms_norm(x, (width,), gamma, 1e-5),
         [torch.rand(tokens, width), torch.rand(width)])
    print(json.dumps({"figures": {f"{name}/{threads}": value for name, value in figures.items()}}))


main()
