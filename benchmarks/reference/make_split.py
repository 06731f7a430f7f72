"""Writes train.csv, validation.csv and test.csv: a fixed, stratified split that every program of a comparison reads.

    python make_split.py DATA.csv OUTDIR [--text-column text] [--label-column label] [--fraction 0.1] [--seed 42]

FRACTION of the rows is the test, FRACTION of the others the validation. All files have the header `text,label` and
keep the values of the source. Rows whose text is empty or all white space are left out, since none of the programs can
use them.
"""

import argparse
import csv
import os

from sklearn.model_selection import train_test_split


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--label-column", default="label")
    parser.add_argument("--fraction", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args()

    csv.field_size_limit(1 << 30)
    with open(options.data, encoding="utf-8-sig", newline="") as source:
        rows = [(row[options.text_column], row[options.label_column]) for row in csv.DictReader(source)]
    usable = [row for row in rows if row[0].strip()]
    train, test = train_test_split(
        usable, test_size=options.fraction, random_state=options.seed, stratify=[label for _, label in usable])
    train, validation = train_test_split(
        train, test_size=options.fraction, random_state=options.seed, stratify=[label for _, label in train])
    os.makedirs(options.out, exist_ok=True)
    for name, part in [("train.csv", train), ("validation.csv", validation), ("test.csv", test)]:
        with open(os.path.join(options.out, name), "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["text", "label"])
            writer.writerows(part)
    print(f"{len(train)} rows for training, {len(validation)} for validation, {len(test)} for the test, "
          f"{len(rows) - len(usable)} empty ones left out")


main()
