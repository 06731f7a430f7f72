"""Golden accuracies of fastText's own program in supervised mode, and the rows of its table that texts use.

usage: python fasttext.py PROGRAM CORPUS.csv… > Tests/BertBaselinesTests/Golden/fasttext.json

PROGRAM is the command of Debian's package `fasttext`; the corpora are those of `bertft corpora path`, found by the names of
their files. Every fifth row is held for the test, the others are learnt from in a random order, as fastText's manual
advises, for the program takes the file's; white space within a text becomes a space and nothing else is changed. One
thread, for with more the result is another each time.

The rows: a model of a few buckets over a handful of lines, its table, and for some texts what the program says is the mean
of their rows (its `print-sentence-vectors`): words, parts of words and runs of words, each in the place that its hash has.
"""
import csv, json, os, random, re, subprocess, sys, tempfile

program, files = sys.argv[1], sys.argv[2:]
settings = [dict(wordNgrams=2, epoch=10, lr=0.25, dim=100, bucket=2000000, loss="softmax"),
            dict(wordNgrams=1, epoch=10, lr=0.5, dim=50, bucket=2000000, loss="hs"),
         dict(wordNgrams=2, epoch=10, lr=0.25, dim=100, bucket=2000000, loss="softmax", minn=3, maxn=6)]
cases = []
for path in files:
    name = os.path.splitext(os.path.basename(path))[0]
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    text = next(c for c in rows[0] if c.lower() in ("text", "message"))
    label = next(c for c in rows[0] if c.lower() in ("label", "spam"))
    for options in settings:
        with tempfile.TemporaryDirectory() as folder:
            parts = {}
            for part in ("train", "test"):
                parts[part] = os.path.join(folder, part)
                lines = [f"__label__{row[label]} {' '.join(row[text].split())}\n"
                         for index, row in enumerate(rows) if (index % 5 == 4) == (part == "test")]
                random.Random(1).shuffle(lines)
                with open(parts[part], "w", encoding="utf-8") as out:
                    out.writelines(lines)
            arguments = [str(x) for key, value in options.items() for x in ("-" + key, value)]
            model = os.path.join(folder, "model")
            subprocess.run([program, "supervised", "-input", parts["train"], "-output", model, "-thread", "1",
                            "-verbose", "0"] + arguments, check=True, stdout=subprocess.DEVNULL)
            said = subprocess.run([program, "test", model + ".bin", parts["test"]], check=True, capture_output=True,
                                  text=True).stdout
        cases.append(dict(options, corpus=name, rows=len(rows), accuracy=float(re.search(r"P@1\s+([\d.]+)", said)[1])))
        print(cases[-1], file=sys.stderr)


def rows_of_texts():
    """The table of a small model, and the means of the rows that texts use."""
    options = dict(wordNgrams=3, epoch=40, lr=1, dim=6, bucket=90, minn=2, maxn=4, minCount=2, loss="softmax")
    lines = ["a ein gutes Buch über Vögel", "b the café was awful, the coffee worse", "a über Vögel the Buch gutes",
             "b coffee café worse awful the", "c 漢字 と かな ein 漢字 Buch", "c かな と 漢字 😀 café 😀"] * 2
    texts = ["the café", "ein Buch über 漢字", "Bücher unknown words coffee", "x", "", "😀 😀 Vögelchen the awful café"]
    with tempfile.TemporaryDirectory() as folder:
        data, model = os.path.join(folder, "train"), os.path.join(folder, "model")
        with open(data, "w", encoding="utf-8") as out:
            out.writelines(f"__label__{line}\n" for line in lines)
        arguments = [str(x) for key, value in options.items() for x in ("-" + key, value)]
        subprocess.run([program, "supervised", "-input", data, "-output", model, "-thread", "1", "-verbose", "0"]
                       + arguments, check=True, stdout=subprocess.DEVNULL)

        def said(*command, given=None):
            return subprocess.run([program, *command], check=True, capture_output=True, text=True,
                                  input=given).stdout.splitlines()
        entries = [line.rsplit(" ", 2) for line in said("dump", model + ".bin", "dict")[1:]]
        words = [entry[0] for entry in entries if entry[2] == "word"]
        table = [[float(x) for x in line.split()] for line in said("dump", model + ".bin", "input")[1:]]
        means = said("print-sentence-vectors", model + ".bin", given="".join(text + "\n" for text in texts))
    return dict(options, words=words, table=table, texts=texts, means=[[float(x) for x in line.split()] for line in means])


version = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "fasttext"], capture_output=True, text=True).stdout
print(json.dumps(dict(version=version, cases=cases, rows=rows_of_texts())))
