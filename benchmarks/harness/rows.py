"""Data cut to size."""

import csv


def head(source, target, count):
    """The header and the first rows of a CSV."""
    with open(source, encoding="utf-8", newline="") as lines, open(target, "w", encoding="utf-8", newline="") as out:
        rows = csv.reader(lines)
        writer = csv.writer(out)
        for _, row in zip(range(count + 1), rows):
            writer.writerow(row)
