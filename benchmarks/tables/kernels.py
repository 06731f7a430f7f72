"""Attention, GELU, softmax and LayerNorm, forward and backward, beside torch."""

from harness import ceiling, kernels, pictures, report
from harness.rounds import median, ratio
from tables import blocks

ROUNDS = 2
TARGET = 1.5
KINDS = ["attention-forward", "attention-backward", "linear-gelu-erf", "linear-gelu-tanh", "gelu-erf-forward",
         "gelu-erf-backward", "gelu-tanh-forward", "gelu-tanh-backward", "softmax-forward", "softmax-backward",
         "layernorm-forward", "layernorm-backward"]
TOKENS, HEADS = 1024, 12

INTRODUCTION = """## Attention, GELU, softmax and LayerNorm

1,024 tokens in fp32, microseconds, median of the rounds; the target is 1.5 times torch. `attention n128-d32`:
sequences of 128 tokens, 12 heads of 32, from queries, keys and values side by side; forward keeps what backward
needs. bertft's encoder makes no passes of GELU forward and of softmax alone: GELU is applied to the product before it
while that is in cache (`linear`: product, bias and GELU, with packed weights), softmax is part of attention. The
single passes are listed all the same; bertft's work in place, torch's write anew, and bertft's GELU backward also
gives f(x). Floors: the products' operations at the measured rate of multiply-adds, and all operands once through
memory (they can stay in the last cache, so a figure may lie below)."""

HEADER = ["kernel", "bertft", "torch", "times torch's speed", "floor, FLOPs", "floor, bytes", "bertft reaches"]


def measure(rounds=None):
    return kernels.beside_torch(f"(?!sgemm|bf16|{blocks.NAMES})", "kernels_torch.py", rounds or ROUNDS)


def least(kind, case):
    """Floating-point operations of the products, and bytes read and written once; of the rest neither is stated."""
    if kind.startswith("attention"):
        length, size = (int(part[1:]) for part in case.split("-"))
        width = HEADS * size
        flops = 4 * TOKENS * length * width
        # Forward reads q, k, v and writes the context; backward makes five products instead of two.
        return (flops, 16 * TOKENS * width) if kind.endswith("forward") else (2.5 * flops, 36 * TOKENS * width)
    sizes = [int(part) for part in case.split("x")]
    if kind.startswith("linear"):
        m, n, k = sizes
        return 2 * m * n * k, 4 * (m * k + k * n + m * n)
    passes = 2 if kind.endswith("forward") else 3
    return 0, 4 * passes * sizes[0] * sizes[1]


def render(figures, draw):
    ours, theirs = figures["bertft"], figures["torch"]
    text = [INTRODUCTION]
    for threads in [1, 2]:
        peak = ceiling.from_figures(figures["machine"], threads)
        rows, groups, ratios = [], {}, []
        for kind in KINDS:
            for name in (name for name in theirs if name.startswith(kind + "/") and name.endswith(f"/{threads}")):
                case = name.split("/")[1]
                flops, size = least(kind, case)
                floors = [f"{flops / peak.gflops / 1e3:.0f}" if flops else "", f"{size / peak.gigabytes / 1e3:.0f}"]
                label = f"{kind} {case}"
                torch = median(theirs[name])
                if name in ours:
                    ratios.append(ratio(theirs[name], ours[name]))
                    mine = median(ours[name])
                    share = f"{flops / mine / 1e3 / peak.gflops:.0%}" if flops else f"{size / mine / 1e3:.0f} GB/s"
                    rows.append([label, f"{mine:.0f}", f"{torch:.0f}", f"{ratios[-1]:.2f}", *floors, share])
                    groups[label] = {"bertft": ratios[-1]}
                else:
                    rows.append([label, "", f"{torch:.0f}", "", *floors, ""])
        one = report.threads(threads)
        text += ["", f"{one}. {peak.sentence(threads)}", "",
                 report.markdown_table(HEADER, rows), "",
                 f"{sum(value >= TARGET for value in ratios)} of {len(ratios)} reach {TARGET}; lowest "
                 f"{min(ratios):.2f}.",
                 "", draw(f"kernels at {one}", f"kernels-{threads}", pictures.bars(
                     f"Kernels, {one}", "times torch's speed, more is better", groups, (TARGET, "target")))]
    return "\n".join(text)
