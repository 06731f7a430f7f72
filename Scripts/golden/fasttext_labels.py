"""Golden figures of fastText's own program for several labels a text, by its loss one against all.

usage: python fasttext_labels.py PROGRAM > Tests/BertBaselinesTests/Golden/fasttext_labels.json

PROGRAM is the command of Debian's package `fasttext`. The rows are drawn here: words of filler, and for each label of a
row one of its words, save that one row in eight has a word of a label that it lacks. One thread, for with more the result is
another each time.
"""
import json, os, random, subprocess, sys, tempfile

program = sys.argv[1]
chance = random.Random(7)
names = ["price", "screen", "battery", "sound"]
telling = [[f"{name}{i}" for i in range(6)] for name in names]
filler = [f"w{i}" for i in range(60)]


def row():
    flags = [chance.random() < share for share in (0.5, 0.35, 0.25, 0.15)]
    if not any(flags):
        flags[0] = True
    words = [chance.choice(filler) for _ in range(8)] + [chance.choice(t) for f, t in zip(flags, telling) if f]
    if chance.random() < 0.125:
        words.append(chance.choice(telling[chance.randrange(4)]))
    chance.shuffle(words)
    return dict(text=" ".join(words), flags=flags)


training, held = [row() for _ in range(600)], [row() for _ in range(300)]
options = dict(wordNgrams=2, epoch=25, lr=0.25, dim=20, bucket=20000, loss="ova")
with tempfile.TemporaryDirectory() as folder:
    data, model = os.path.join(folder, "train"), os.path.join(folder, "model")
    with open(data, "w") as out:
        for r in training:
            out.write(" ".join(f"__label__{n}" for n, f in zip(names, r["flags"]) if f) + f" {r['text']}\n")
    subprocess.run([program, "supervised", "-input", data, "-output", model, "-thread", "1", "-verbose", "0"]
                   + [str(x) for key, value in options.items() for x in ("-" + key, value)], check=True,
                   stdout=subprocess.DEVNULL)
    said = subprocess.run([program, "predict-prob", model + ".bin", "-", "-1", "0"], check=True, capture_output=True,
                          text=True, input="".join(r["text"] + "\n" for r in held)).stdout.splitlines()
scores = []
for line in said:
    parts = line.split()
    found = {parts[i][len("__label__"):]: float(parts[i + 1]) for i in range(0, len(parts), 2)}
    scores.append([found[name] for name in names])
print(json.dumps(dict(options, labels=names, training=training, held=held, scores=scores)))
