"""Vectors that the golden scripts of BertFeatures and its tests both draw, so that no golden file has to hold them."""
import numpy as np


def noise(seed, rows, columns):
    """Numbers from -1 to 1 of 24 bits, by Knuth's linear congruential generator: Float32 holds them exactly."""
    state, values = seed, np.empty(rows * columns)
    for index in range(rows * columns):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        signed = state - 2**64 if state >= 2**63 else state
        values[index] = (signed >> 40) / 8388608
    return values.reshape(rows, columns)


def cloud(seed, rows, columns, shift=0.0, decay=0.5):
    """Rows whose first columns vary most; `shift` moves them along the first. Rounded to 2⁻²⁰, which Float32 holds."""
    values = noise(seed, rows, columns) / (1 + decay * np.arange(columns))
    values[:, 0] += shift
    return np.round(values * 2**20) / 2**20
