"""Few labelled texts, and what their labels mean: bertft with and without descriptions, on the same rows.

    python described_labels.py BERTFT OUT_DIRECTORY [splits] [texts a label, as 8,16] [corpora] [methods] [descriptions]

The splits are those of setfit_peers.py and the descriptions those of zero_shot_peers.py; the last argument, as `own,swapped`, also
gives each label the description of the next one, which misleads. The methods are `features` and `setfit`. It prints a JSON line for
each corpus, split, method and descriptions: the accuracy on 1,000 other rows without and with them, the form that cross-validation
on the training rows gave them (`none` where it left them out), the figures that it rests on, and the seconds of both whole programs.
"""

import csv
import json
import pathlib
import subprocess
import sys
import time

from setfit_peers import CORPORA, MODEL, path_of, split, write
from zero_shot_peers import DESCRIPTIONS


def by_bertft(bertft, method, out, seed, meanings):
    """Accuracy, seconds, and what the bundle says of descriptions."""
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    start = time.perf_counter()
    subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--method", method, "--validation", "0", "--folds", "1",
         "--max-length", "256", "--seed", str(seed), "--feature-cache", "0", "--out", str(bundle), "--quiet"]
        + (["--label-descriptions", str(meanings)] if meanings else []),
        check=True, capture_output=True)
    seconds = time.perf_counter() - start
    told = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True, text=True)
    record = json.loads((bundle / "bertft.json").read_text()).get("label_descriptions")
    return json.loads(told.stdout)["accuracy"], seconds, record


def main(bertft, out, splits="3", shots="8", corpora=",".join(CORPORA), methods="features", descriptions="own"):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for corpus in corpora.split(","):
        rows = [(r["text"], r.get("label") or r["spam"])
                for r in csv.DictReader(open(path_of(bertft, "corpora", corpus), newline="", encoding="utf-8"))]
        own = DESCRIPTIONS[corpus]
        for kind, texts in [("own", list(own.values())), ("swapped", list(own.values())[1:] + list(own.values())[:1])]:
            lines = "".join(f"{name}\t{text}\n" for name, text in zip(own, texts))
            (out / f"{kind}.tsv").write_text(lines, encoding="utf-8")
        for count in map(int, shots.split(",")):
            for seed in range(1, int(splits) + 1):
                learnt, test = split(rows, count, seed)
                write(out / "train.csv", learnt)
                write(out / "test.csv", test)
                for method in methods.split(","):
                    plain, seconds, _ = by_bertft(bertft, method, out, seed, None)
                    for kind in descriptions.split(","):
                        described, more, record = by_bertft(bertft, method, out, seed, out / f"{kind}.tsv")
                        print(json.dumps({
                            "corpus": corpus, "texts_a_label": count, "split": seed, "method": method, "descriptions": kind,
                            "without": plain, "with": described,
                            **{name: record[name] for name in ("use", "best", "gain", "standard_error")},
                            "estimated": [record["with"], record["without"]], "seconds": [round(seconds, 2), round(more, 2)]}),
                            flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
