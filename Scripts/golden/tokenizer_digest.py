"""The digest of large sweeps; GoldenFigures.swift has the same."""
import numpy as np


def mixed(index):
    """splitmix64, for arrays of uint64."""
    z = (index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def digest_values(values):
    """The sum over i of splitmix64(i) * (value i + 1), modulo 2^64."""
    array = np.array(values, dtype=np.uint64)
    with np.errstate(over="ignore"):
        total = int((mixed(np.arange(len(array), dtype=np.uint64)) * (array + np.uint64(1))).sum(dtype=np.uint64))
    return f"{total:016x}"


def digest(encodings):
    """Of each encoding its count, ids, starts, ends."""
    values = []
    for encoding in encodings:
        ids = encoding.ids
        values.append(len(ids))
        values += ids
        offsets = encoding.offsets
        values += [start for start, _ in offsets]
        values += [end for _, end in offsets]
    return digest_values(values)
