"""The method auto beside each method that it decides between, on the same rows.

    python automatic.py BERTFT OUT_DIRECTORY [seeds] [texts a label, as 8,16,64] [corpora] [methods]

Of each corpus of the catalogue it draws, for each seed, so many texts of each label to learn from and 1,000 others for the test, as
setfit_peers.py does; `kinds` are questions of six kinds that this script makes. `auto` trains with the defaults of the command, which
cross-validate so few rows, and `own` is the method that it chose, by its name with the same defaults: the weights must be the
same bytes. The methods themselves train once, without cross-validation. It prints a JSON line for each run, and a table of the
accuracies on the test rows and the seconds of the whole program, means over the seeds.
"""

import csv
import hashlib
import json
import pathlib
import statistics
import subprocess
import sys
import time

from setfit_peers import CORPORA, MODEL, path_of, split, write

METHODS = ["features", "finetune", "setfit"]

THINGS = ["bridge", "river", "novel", "engine", "cathedral", "festival", "vaccine", "violin", "comet", "harbour", "treaty", "desert",
          "museum", "telescope", "orchestra", "volcano", "library", "canal", "castle", "satellite"]
KINDS = {
    "person": ["Who designed the {0}?", "Which scientist wrote about the {0}?", "Whose idea was the {0}?",
               "What is the name of the woman who owned the {0}?", "Name the painter who loved the {0}."],
    "place": ["Where is the {0}?", "In which town can I see the {0}?", "What country is the {0} from?", "Which island has a {0}?",
              "From what city did the {0} come?"],
    "number": ["How many people saw the {0}?", "What does the {0} weigh?", "How tall is the {0}?", "What percentage of the {0} is left?",
               "How much did they pay for the {0}?"],
    "time": ["When was the {0} finished?", "In what year did the {0} open?", "How long did the {0} last?", "What day is the {0} closed?",
             "Since when has the {0} been famous?"],
    "reason": ["Why was the {0} closed?", "What caused the end of the {0}?", "For what reason did they move the {0}?",
               "What made people fear the {0}?", "How come the {0} is so old?"],
    "meaning": ["What is a {0}?", "What does the word {0} mean?", "How would you explain a {0}?", "Define the term {0}.",
                "What do we understand by a {0}?"],
}


def rows_of(bertft, corpus):
    if corpus == "kinds":
        return [(form.format(thing), kind) for kind, forms in KINDS.items() for form in forms for thing in THINGS]
    path = path_of(bertft, "corpora", corpus)
    with open(path, newline="", encoding="utf-8") as file:
        return [(row["text"], row.get("label") or row["spam"]) for row in csv.DictReader(file) if row["text"].strip()]


def train(bertft, method, out, seed, *flags):
    bundle = out / "bundle"
    subprocess.run(["rm", "-rf", str(bundle)], check=True)
    start = time.perf_counter()
    told = subprocess.run(
        [bertft, "train", str(out / "train.csv"), "--model", MODEL, "--method", method, "--seed", str(seed), "--out", str(bundle),
         "--feature-cache", "0", "--json", "--quiet", *flags], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    judged = subprocess.run(
        [bertft, "evaluate", str(bundle), str(out / "test.csv"), "--json", "--quiet"], check=True, capture_output=True, text=True)
    report = json.loads(told.stdout)
    return {"accuracy": json.loads(judged.stdout)["accuracy"], "seconds": round(seconds, 1), "chosen": report["method"],
            "weights": hashlib.sha256((bundle / "model.safetensors").read_bytes()).hexdigest()[:16],
            "trials": [{key: trial.get(key) for key in ("method", "accuracy", "standard_error", "rows", "seconds", "expected_seconds")}
                       for trial in (report["selection"] or {}).get("trials", [])]}


def main(bertft, out, seeds="1", shots="8,16,64", corpora=",".join(CORPORA + ["kinds"]), methods=",".join(METHODS)):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    found = {}
    for count in map(int, shots.split(",")):
        for corpus in corpora.split(","):
            rows = rows_of(bertft, corpus)
            for seed in range(1, int(seeds) + 1):
                learnt, test = split(rows, count, seed)
                write(out / "train.csv", learnt)
                write(out / "test.csv", test)
                runs = [("auto", train(bertft, "auto", out, seed))]
                runs.append(("own", train(bertft, runs[0][1]["chosen"], out, seed)))
                assert runs[0][1]["weights"] == runs[1][1]["weights"], "auto is not the method by its name"
                for method in methods.split(","):
                    runs.append((method, train(bertft, method, out, seed, "--validation", "0", "--folds", "1")))
                for method, run in runs:
                    found.setdefault((corpus, count), {}).setdefault(method, []).append(run)
                    print(json.dumps({"corpus": corpus, "texts_a_label": count, "seed": seed, "method": method} | run), flush=True)
                print(table(found, ["auto", "own"] + methods.split(",")), file=sys.stderr, flush=True)


def table(found, methods):
    lines = ["| corpus | texts a label | chosen | " + " | ".join(methods) + " |", "|" + "---|" * (3 + len(methods))]
    for (corpus, count), runs in found.items():
        def figure(method):
            accuracy = statistics.mean(run["accuracy"] for run in runs[method])
            return f"{accuracy:.3f}, {statistics.mean(run['seconds'] for run in runs[method]):.0f} s"
        chosen = ", ".join(run["chosen"] for run in runs["auto"])
        lines.append(f"| {corpus} | {count} | {chosen} | " + " | ".join(map(figure, methods)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
