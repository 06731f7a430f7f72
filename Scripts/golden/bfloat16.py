"""Golden figures for the rounding to bfloat16, from PyTorch: bits of Float32 and of what becomes of them.

usage: python bfloat16.py > Tests/BertKernelsTests/Golden/bfloat16.json

Ties and their neighbours at both parities of the last place, what is carried to the next power of two and to infinity,
zeros, numbers that are none, and drawn ones of all sizes. Numbers below the smallest normal one are by themselves.
"""
import json
import struct
import sys
import torch


def floats(bits):
    return torch.tensor(struct.unpack(f"<{len(bits)}f", struct.pack(f"<{len(bits)}I", *bits)), dtype=torch.float32)


def rounded(bits):
    values = floats(bits).to(torch.bfloat16).to(torch.float32)
    return list(struct.unpack(f"<{len(bits)}I", struct.pack(f"<{len(bits)}f", *values.tolist())))


def main():
    torch.manual_seed(1)
    ties = [high << 16 | low for high in (0x3F80, 0x3F81, 0x3FFF, 0xC2AB, 0x0080, 0x7F7F, 0xFF7E, 0x7F00)
            for low in (0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF)]
    special = [0, 0x80000000, 0x7F800000, 0xFF800000]
    drawn = [bits for bits in torch.randint(0, 1 << 32, (400,)).tolist() if 1 <= bits >> 23 & 0xFF <= 254]
    numbers = ties + special + drawn
    small = [1, 0x7FFF, 0x8001, 0x80012345, 0x007FFFFF, 0x807F8000]
    json.dump({
        "numbers": numbers, "rounded": rounded(numbers), "small": small, "roundedSmall": rounded(small),
        "notNumbers": [0x7F800001, 0x7FFFFFFF, 0xFFC00000, 0xFF80FFFF],
    }, sys.stdout)
    print()


if __name__ == "__main__":
    main()
