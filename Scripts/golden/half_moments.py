"""Golden figures for AdamW with its running means in bfloat16, rounded by chance.

usage: python half_moments.py > Tests/BertKernelsTests/Golden/half_moments.json

Float32 in numpy, a fused multiply-add as one sum in double precision; the random words are Philox4x32-10's, written here as
in its paper. No rounding of the figures lies so near to its word that the last bit of Float32 could turn it.
"""
import json
import numpy as np

F = np.float32
BETA1, BETA2, EPSILON, RATE, DECAY, SCALE = F(0.9), F(0.999), F(1e-8), 0.01, F(1 - 0.01 * 0.01), F(0.5)
ROWS, COLUMNS, STEPS, SEED, SITE = 3, 45, 4, 0x1234_5678_9ABC_DEF0, 7
LOW = 0xFFFF_FFFF


def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key & LOW, key >> 32
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & LOW, (p0 >> 32) ^ c3 ^ k1, p0 & LOW
        k0, k1 = (k0 + 0x9E3779B9) & LOW, (k1 + 0xBB67AE85) & LOW
    return c0, c1, c2, c3


def word(step, row, column):
    group, inner = divmod(column, 32)
    counter = (8 * group + inner % 8, row, step & LOW, (SITE << 16 ^ step >> 32) & LOW)
    return philox(counter, ~SEED & 0xFFFF_FFFF_FFFF_FFFF)[inner // 8]


def fma(a, b, c):
    return (a.astype(np.float64) * np.float64(b) + np.float64(c)).astype(F)


def rounded(x, chance):
    """x with its lower sixteen bits gone, away from zero where they and the chance make more than sixteen bits."""
    bits = x.view(np.uint32)
    low = (bits & 0xFFFF).astype(np.int64) + chance
    assert np.all((np.abs(low - 0x10000) > 16) | (bits == 0)), "too near"
    return ((bits + chance.astype(np.uint32)) & np.uint32(0xFFFF_0000)).view(F)


random = np.random.default_rng(54)
start = random.uniform(-1, 1, (ROWS, COLUMNS)).astype(F)
value, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
gradients, steps = [], []
for t in range(1, STEPS + 1):
    g = random.normal(0, 10.0 ** random.integers(-4, 1, (ROWS, COLUMNS))).astype(F)
    g[1] = 0
    step_size, correction = F(RATE / (1 - float(BETA1) ** t)), F(np.sqrt(1 - float(BETA2) ** t))
    words = np.array([[word(t, i, j) for j in range(COLUMNS)] for i in range(ROWS)], dtype=np.uint32)
    scaled = g * SCALE
    mean = fma(scaled - first, F(1) - BETA1, first)
    square = fma(scaled * scaled, F(1) - BETA2, second * BETA2)
    denominator = fma(np.sqrt(square), F(1) / correction, EPSILON)
    value = value * DECAY - mean / denominator * step_size
    first = rounded(mean, (words >> np.uint32(16)).astype(np.int64))
    second = rounded(square, (words & np.uint32(0xFFFF)).astype(np.int64))
    gradients.append(g)
    steps.append({"stepSize": float(step_size), "secondCorrection": float(correction)})
flat = lambda x: [float(v) for v in x.flatten()]
print(json.dumps({
    "numpy": np.__version__, "rows": ROWS, "columns": COLUMNS, "seed": SEED, "site": SITE, "decay": float(DECAY),
    "gradientScale": float(SCALE), "steps": steps, "start": flat(start), "gradients": [flat(g) for g in gradients],
    "value": flat(value), "first": flat(first), "second": flat(second)}))
