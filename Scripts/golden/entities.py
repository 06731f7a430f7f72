"""Makes Tests/BertDataTests/Golden/entities.json: entities and figures of seqeval 1.2.2 for random and for chosen tags.

    python entities.py OUT.json

seqeval is not among the reference environment's packages: pip install --no-deps --target DIR seqeval==1.2.2, PYTHONPATH=DIR.
"""

import json
import random
import sys
import warnings

from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.metrics.sequence_labeling import get_entities, precision_recall_fscore_support
from seqeval.scheme import BILOU, IOB2, IOBES, Entities

warnings.filterwarnings("ignore")
SCHEMES = {"BIO": (IOB2, "BI"), "BIOES": (IOBES, "BIES"), "BILOU": (BILOU, "BILU")}
LABELS = ["PER", "LOC", "A-B"]
CHOSEN = [["I-PER"], ["O", "I-PER", "I-LOC"], ["B-PER", "I-LOC", "I-LOC"], ["B-PER", "B-PER", "I-PER"], ["B", "I", "O", "I"],
          ["E-PER", "E-PER"], ["S-PER", "I-PER", "E-PER"], ["B-PER", "E-PER", "I-PER"], ["B-PER", "O", "E-PER"], ["O"],
          ["B-A-B", "I-A-B"], ["S-LOC", "S-LOC", "S-PER"], ["B-PER", "S-PER", "E-PER"]]


def tags(generator, letters, length):
    return [generator.choice(["O"] + [f"{generator.choice(letters)}-{generator.choice(LABELS)}" for _ in range(4)])
            for _ in range(length)]


def ranges(found):
    return [[label, start, end + 1] for label, start, end in found]


def decoding(generator):
    sequences = CHOSEN + [tags(generator, "BIES", generator.randint(1, 12)) for _ in range(60)]
    return [{"tags": each, "entities": ranges(get_entities(each))} for each in sequences]


def strictly(generator):
    rows = []
    for name, (scheme, letters) in SCHEMES.items():
        for _ in range(60):
            each = tags(generator, letters, generator.randint(1, 9))
            found = Entities([each], scheme).entities[0]
            rows.append({"scheme": name, "tags": each, "entities": [[e.tag, e.start, e.end] for e in found]})
    return rows


def whole(generator):
    """Sequences without a tag outside the entities that the strict mode finds, so that the entities give the tags."""
    rows = []
    for name, (scheme, letters) in SCHEMES.items():
        kept = []
        while len(kept) < 30:
            each = tags(generator, letters, generator.randint(1, 6))
            found = Entities([each], scheme).entities[0]
            if found and sum(e.end - e.start for e in found) == sum(tag != "O" for tag in each):
                kept.append({"scheme": name, "tags": each, "entities": [[e.tag, e.start, e.end] for e in found]})
        rows += kept
    return rows


def figures(truth, found):
    labels = sorted({e[0] for row in truth + found for e in get_entities(row)})
    precision, recall, f1, support = precision_recall_fscore_support(truth, found, average=None, zero_division=0)
    return {
        "truth": truth, "found": found, "precision": precision_score(truth, found, zero_division=0),
        "recall": recall_score(truth, found, zero_division=0), "f1": f1_score(truth, found, zero_division=0),
        "macro_f1": f1_score(truth, found, average="macro", zero_division=0) if labels else 0,
        "per_label": [{"label": label, "precision": float(p), "recall": float(r), "f1": float(f), "support": int(s)}
                      for label, p, r, f, s in zip(labels, precision, recall, f1, support)],
    }


def metrics(generator):
    cases = [figures([["B-PER", "I-PER", "O"]], [["O", "O", "O"]]), figures([["O", "O"]], [["B-PER", "O"]])]
    for letters in ("BI", "BIES"):
        for _ in range(6):
            truth = [tags(generator, letters, generator.randint(1, 10)) for _ in range(8)]
            # Most tags are right, so that there is something to count.
            found = [[t if generator.random() < 0.8 else tags(generator, letters, 1)[0] for t in row] for row in truth]
            cases.append(figures(truth, found))
    return cases


if __name__ == "__main__":
    generator = random.Random(5)
    value = {"made_with": {"seqeval": "1.2.2", "script": "Scripts/golden/entities.py"}, "decoding": decoding(generator),
             "strict": strictly(generator), "metrics": metrics(generator),
             "whole": whole(generator)}
    with open(sys.argv[1], "w") as out:
        out.write(json.dumps(value, separators=(",", ":")) + "\n")
