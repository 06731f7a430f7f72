"""Attention over whole texts and windows, rotary positions, gates and RMSNorm, beside torch."""

from harness import ceiling, kernels, report
from harness.rounds import median, ratio

ROUNDS = 2
NAMES = "long-attention|rotary|gate|rmsnorm"
TOKENS, WIDTH, WINDOW = 8192, 4 * 64, 2 * 64 + 1

INTRODUCTION = """## What today's encoders add

fp32, microseconds, median of the rounds. `long-attention n2048-r64`: 8,192 tokens in sequences of 2,048, 4 heads of 64,
each token sees those at most 64 away; `full`: all. torch has a window as a mask of
`scaled_dot_product_attention`, as in transformers' ModernBERT. `rotary`: 24 heads of 64 turned in place; its backward
is the same work. Floor: the products' operations over the keys that are seen, at the measured rate of multiply-adds."""

HEADER = ["kernel", "bertft", "torch", "times torch's speed", "floor, FLOPs", "bertft reaches"]


def measure(rounds=None):
    return kernels.beside_torch(NAMES, "blocks_torch.py", rounds or ROUNDS)


def products(kind, case):
    """Floating-point operations of attention's products, 0 of the rest."""
    if not kind.startswith("long-attention"):
        return 0
    length, mask = case.split("-")
    keys = int(length[1:]) if mask == "full" else WINDOW
    # Backward makes five products instead of two.
    return 4 * TOKENS * keys * WIDTH * (1 if kind.endswith("forward") else 2.5)


def render(figures, draw):
    ours, theirs = figures["bertft"], figures["torch"]
    text = [INTRODUCTION]
    for threads in [1, 2]:
        peak = ceiling.from_figures(figures["machine"], threads)
        rows = []
        for name in (name for name in ours if name.endswith(f"/{threads}")):
            kind, case, _ = name.split("/")
            flops, mine = products(kind, case), median(ours[name])
            beside = [f"{median(theirs[name]):.0f}", f"{ratio(theirs[name], ours[name]):.2f}"] if name in theirs else [
                "", ""]
            rows.append([f"{kind} {case}", f"{mine:.0f}", *beside, f"{flops / peak.gflops / 1e3:.0f}" if flops else "",
                         f"{flops / mine / 1e3 / peak.gflops:.0%}" if flops else ""])
        text += ["", f"{report.threads(threads)}. {peak.sentence(threads)}", "",
                 report.markdown_table(HEADER, sorted(rows))]
    return "\n".join(text)
