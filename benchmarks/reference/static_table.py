"""Texts a second of model2vec's `encode`, for comparison with `bertft embed --model TABLE`.

    python static_table.py TABLE DATA_CSV [REPEATS]

TABLE is a directory of Model2Vec, such as `bertft distill --to static` writes. Needs model2vec 0.10. The texts are those of the
column `text`, repeated so often; reading them is not timed.
"""
import csv
import sys
import time

from model2vec import StaticModel

csv.field_size_limit(1 << 30)
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    texts = [row["text"] for row in csv.DictReader(file)] * int(sys.argv[3] if len(sys.argv) > 3 else 1)
model = StaticModel.from_pretrained(sys.argv[1])
model.encode(texts[:100])
best = float("inf")
for _ in range(3):
    started = time.perf_counter()
    model.encode(texts)
    best = min(best, time.perf_counter() - started)
print(f"{len(texts)} texts, {best:.2f} s, {len(texts) / best:.0f} texts/s")
