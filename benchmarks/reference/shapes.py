"""The cases of benchmarks/Benchmarks/Kernels, under the same names."""

SGEMM = [(1024, 768, 768), (1024, 3072, 768), (1024, 768, 3072), (512, 512, 512), (1024, 1536, 384), (1024, 384, 1536)]
"""M, N, K of C[M, N] = A[M, K] · B[K, N]"""

TOKENS = 1024
HEADS = 12
ATTENTION = [(32, 32), (128, 32), (512, 32), (128, 64)]
"""Tokens of one sequence, size of a head"""

FEED_FORWARD = [(384, 1536), (768, 3072)]
"""Hidden, intermediate"""

LONG_TOKENS, LONG_HEADS, LONG_SIZE, LONG_RADIUS = 8192, 4, 64, 64
LONG_LENGTHS = [512, 2048, 8192]
ROTARY = (8192, 24, 64)
"""Tokens, heads, size of a head"""
GATE = (1024, 1152)
RMS_NORM = (1024, 768)


def sgemm_operands(random):
    """Name, A, B and C of each case; where the form says T the factor is a transposed view."""
    for m, n, k in SGEMM:
        for form in ["NN", "NT", "TN"]:
            a = random(k, m).T if form[0] == "T" else random(m, k)
            b = random(n, k).T if form[1] == "T" else random(k, n)
            yield f"sgemm/{m}x{n}x{k}-{form}", a, b, random(m, n)
