"""The rows of DeBERTa's embeddings that distances have in transformers, for BertEncoderTests.

    python deberta_buckets.py ENCODER_GOLDEN_DIRECTORY

Of each row the first distance query − key that it is for, from −2,048 to 2,048.
"""

import json
import pathlib
import sys

import torch
import transformers
from transformers.models.deberta_v2.modeling_deberta_v2 import build_relative_position

# position_buckets, max_relative_positions
CASES = [(256, 512), (512, 1024), (32, 128), (7, 40), (6, 20), (3, 300), (2, 512), (255, 513), (-1, 64), (0, 512)]
LONGEST = 2048


def starts(buckets, farthest):
    span = buckets if buckets > 0 else farthest
    queries, keys = torch.zeros(1, LONGEST + 1, 1), torch.zeros(1, LONGEST + 1, 1)
    positions = build_relative_position(queries, keys, bucket_size=buckets, max_position=farthest)[0]
    # Of the first query to all keys, backwards; then of all queries to the first key.
    rows = torch.cat([positions[0].flip(0)[:-1], positions[:, 0]]).add(span).clamp(0, 2 * span - 1).tolist()
    return [[row, k - LONGEST] for k, row in enumerate(rows) if k == 0 or row != rows[k - 1]]


if __name__ == "__main__":
    figures = {"made_with": {"transformers": transformers.__version__, "script": "Scripts/golden/deberta_buckets.py"},
               "cases": [{"position_buckets": b, "max_relative_positions": m, "starts": starts(b, m)}
                         for b, m in CASES]}
    (pathlib.Path(sys.argv[1]) / "deberta-buckets.json").write_text(
        json.dumps(figures, separators=(",", ":")) + "\n")
