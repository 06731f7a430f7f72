"""Rows that setfit 1.2 makes of the names of labels, and of several descriptions and templates, for BertTuningTests.

    python label_sentences.py TUNING_GOLDEN_DIRECTORY
"""

import json
import pathlib
import sys

from setfit import get_templated_dataset

CASES = [
    {"descriptions": [["joy"], ["anger"], ["fear"]], "templates": ["This sentence is {}"], "copies": 2},
    {"descriptions": [["good, fine"], ["bad"]], "templates": ["It is {}.", "{}"], "copies": 8},
    {"descriptions": [["sport", "a match"], ["money", "{} and a bank"]], "templates": ["About {}, {}."], "copies": 1},
]


class Rows:
    """What setfit adds its rows to, without the hashes that a `Dataset` makes of each."""

    column_names = []

    def __init__(self):
        self.items = []

    def add_item(self, item):
        self.items.append(item)
        return self


def rows(case):
    """setfit makes the rows of one name and one template; a description and a template at a time give those of several."""
    made = []
    for label, texts in enumerate(case["descriptions"]):
        for text in texts:
            for template in case["templates"]:
                # Each place is filled, and setfit's format() fills one for each argument.
                template = template.replace("{}", "{0}")
                own = get_templated_dataset(
                    Rows(), candidate_labels=[text], template=template, sample_size=case["copies"])
                made += [{"text": item["text"], "label": label} for item in own.items]
    return made


if __name__ == "__main__":
    cases = [{**case, "rows": rows(case)} for case in CASES]
    (pathlib.Path(sys.argv[1]) / "label-sentences.json").write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
