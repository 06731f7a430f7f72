"""Makes Tests/BertDataTests/Golden/csv.json: awkward CSV files written and read back by Python's csv module.

    python csv_rows.py OUT.json

The physical line on which each row starts is counted here from the written bytes.
"""

import base64
import csv
import io
import json
import random
import re
import sys

PIECES = ["a", "word", " ", ",", '"', '""', "\n", "\r\n", "\r", "é", "e\u0301", "漢字", "😀", "'", ";", "\t", "x" * 50]


def main():
    chance = random.Random(7)
    cases = []
    for _ in range(80):
        end = chance.choice(["\n", "\r\n", "\r"])
        quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        rows = []
        for _ in range(chance.randint(1, 12)):
            text = "t" + "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 12)))
            rows.append((text, chance.choice(["pos", "neg", "a,b", 'q"q'])))
        content, lines, line = "", [], 1
        for row in [("text", "label")] + rows:
            out = io.StringIO()
            # Older versions of the module leave a lone CR unquoted when rows end in LF.
            needed = csv.QUOTE_ALL if re.search("[\r\n]", row[0]) else quoting
            csv.writer(out, lineterminator=end, quoting=needed).writerow(row)
            lines.append(line)
            line += len(re.findall(r"\r\n|\r|\n", out.getvalue()))
            content += out.getvalue()
        if chance.random() < 0.3:
            content = content[:-len(end)]
        back = list(csv.reader(io.StringIO(content, newline="")))
        assert [tuple(row) for row in back[1:]] == rows
        cases.append({"csv": base64.b64encode(content.encode()).decode(), "texts": [row[0] for row in rows],
                      "labels": [row[1] for row in rows], "lines": lines[1:]})
    with open(sys.argv[1], "w") as out:
        json.dump(cases, out)
        out.write("\n")


main()
