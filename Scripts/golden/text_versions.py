"""Versions of texts by EDA and by typing errors, for BertTuningTests: the recipe in Python with the same draws.

    python text_versions.py TUNING_GOLDEN_DIRECTORY

The draws are those of xoshiro256**, filled by SplitMix64, with Lemire's bounded numbers and Fisher and Yates from the end.
A text is cut by a regular expression here and by characters there.
"""
import json
import pathlib
import re
import sys

MASK = (1 << 64) - 1
ALPHA = 0.1
CHUNK = re.compile(r"(\S+)(\s*)")
PARTS = re.compile(r"^([^\w]*)(.*?)([^\w]*)$")
PLAIN = re.compile(r"^[^\W_]+(?:['’-]+[^\W_]+)*$")
KEYS = {k: (row[i - 1:i] if i else "") + row[i + 1:i + 2]
        for row in ["qwertyuiop", "asdfghjkl", "zxcvbnm"] for i, k in enumerate(row)}


class Draws:
    def __init__(self, seed):
        self.s = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = seed
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.s.append(z ^ (z >> 31))

    def next(self):
        s = self.s
        x = (s[1] * 5) & MASK
        result = (((x << 7) | (x >> 57)) * 9) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = ((s[3] << 45) | (s[3] >> 19)) & MASK
        return result

    def below(self, bound):
        while True:
            product = self.next() * bound
            if product & MASK >= (-bound & MASK) % bound:
                return product >> 64

    def uniform(self):
        return (self.next() >> 11) / (1 << 53)

    def permutation(self, count):
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def capital(word):
    return word[:1].upper() + word[1:]


class Text:
    def __init__(self, text):
        self.lead = text[:len(text) - len(text.lstrip())]
        self.words = []
        for chunk, space in CHUNK.findall(text.lstrip()):
            before, core, after = PARTS.match(chunk).groups()
            plain = bool(PLAIN.match(core)) and not set(before) & set("@#")
            self.words.append([before, core, after, space, plain])
        starts = [i for i in self.starts() if self.words[i][1][:1].isalpha()]
        self.capitals = bool(starts) and all(self.words[i][1][0].isupper() for i in starts)
        for i in starts if self.capitals else []:
            core = self.words[i][1]
            if self.words[i][4] and core != "I" and core[1:2] not in ("'", "’") and core[1:] == core[1:].lower():
                self.words[i][1] = core[0].lower() + core[1:]

    def starts(self):
        return [i for i in range(len(self.words)) if i == 0 or set(self.words[i - 1][2]) & set(".!?…")]

    def plain(self):
        return [i for i, w in enumerate(self.words) if w[4]]

    def loose(self, i):
        before, _, after, _, plain = self.words[i]
        return plain and not before and not set(after) - set(".,;:!?…")

    def __str__(self):
        starts = set(self.starts()) if self.capitals else set()
        return self.lead + "".join(
            b + (capital(c) if i in starts and p else c) + a + s for i, (b, c, a, s, p) in enumerate(self.words))


def replacement(t, known, count, near, draws):
    for k in draws.permutation(len(known))[:count]:
        old = t.words[known[k]][1]
        new = near[old.lower()][draws.below(len(near[old.lower()]))]
        if len(old) > 1 and old == old.upper() and any(c.isalpha() for c in old):
            new = new.upper()
        elif old[0].isupper():
            new = capital(new)
        t.words[known[k]][1] = new


def insertion(t, known, count, near, draws):
    cores = [t.words[i][1] for i in known]
    for _ in range(count):
        core = cores[draws.below(len(cores))].lower()
        new = near[core][draws.below(len(near[core]))]
        place = draws.below(len(t.words) + 1)
        if place < len(t.words):
            t.words.insert(place, ["", new, "", " ", True])
        else:
            last = t.words[-1]
            moved = last[2] if t.loose(len(t.words) - 1) else ""
            t.words.append(["", new, moved, last[3], True])
            if moved:
                last[2] = ""
            last[3] = " "


def swap(t, plain, count, draws):
    for _ in range(count):
        a, b = draws.below(len(plain)), draws.below(len(plain) - 1)
        a, b = plain[a], plain[b + (b >= a)]
        t.words[a][1], t.words[b][1] = t.words[b][1], t.words[a][1]


def deletion(t, plain, draws):
    gone = [i for i in plain if t.loose(i) and draws.uniform() < ALPHA]
    if len(gone) == len(plain):
        gone.pop(draws.below(len(gone)))
    kept = []
    for i, word in enumerate(t.words):
        if i not in gone:
            kept.append(word)
        elif kept:
            kept[-1][2] = kept[-1][2] or word[2]
            kept[-1][3] = word[3]
    t.words = kept


def eda(text, number, near, draws):
    kinds = (["replacement", "insertion"] if near is not None else []) + ["swap", "deletion"]
    order, versions = draws.permutation(len(kinds)), []
    for n in range(number):
        t = Text(text)
        plain, kind = t.plain(), kinds[order[n % len(order)]]
        if len(plain) > 1:
            count = max(1, int(ALPHA * len(plain)))
            known = [i for i in plain if near and t.words[i][1].lower() in near]
            if kind == "deletion":
                deletion(t, plain, draws)
            elif kind == "swap" or not known:
                swap(t, plain, count, draws)
            else:
                globals()[kind](t, known, count, near, draws)
        versions.append(str(t) if len(plain) > 1 else text)
    return versions


def noise(text, number, draws):
    versions = []
    for _ in range(number):
        t = Text(text)
        plain = t.plain()
        long = [i for i in plain if len(t.words[i][1]) > 2]
        for k in draws.permutation(len(long))[:max(1, int(ALPHA * len(plain)))]:
            word = list(t.words[long[k]][1])
            place = 1 + draws.below(len(word) - 2)
            kind = draws.below(5)
            if kind == 0:
                word[place], word[place + 1] = word[place + 1], word[place]
            elif kind == 1:
                del word[place]
            elif kind == 3 and word[place] in KEYS:
                word[place] = KEYS[word[place]][draws.below(len(KEYS[word[place]]))]
            elif kind < 4:
                word.insert(place, word[place])
            else:
                word[0] = word[0].upper() if word[0] == word[0].lower() else word[0].lower()
            t.words[long[k]][1] = "".join(word)
        versions.append(str(t))
    return versions


NEAR = {"good": ["great", "nice"], "phone": ["telephone", "cell", "handset"], "works": ["functions"], "paris": ["london"],
        "sound": ["noise", "audio"], "camera": ["lens"], "battery": ["batteries", "charger"], "bad": ["poor", "awful"]}
TEXTS = [
    "The phone is good. It works, and the sound is clear!",
    "good phone bad camera", "I'm happy", "Good", "", "   ", "GOOD phone, (really) good phone... \"The camera\" is bad.",
    "@user see http://t.co/abc #phone the battery's well-made, I think; good  sound\tand more\n",
    "Paris has a good sound! Bad phone? No.", "  It has 3 cameras and a good battery of 4000 mAh for the price that I paid for it, which is not bad",
    "Ein schöner Ton, größer als gedacht. Über alles gut", "x y z", "¡Qué good phone!", "-- ?? good !! phone --",
    "A phone. A camera. A battery. A sound. Works. Good. Bad. A good phone. The bad camera. Paris."]

if __name__ == "__main__":
    cases = []
    for number, text in enumerate(TEXTS):
        for seed in range(3):
            start = 1000 * number + seed
            cases.append({
                "text": text, "seed": start, "eda": eda(text, 6, NEAR, Draws(start)), "plain": eda(text, 3, None, Draws(start)),
                "noise": noise(text, 6, Draws(start))})
    figures = {"made_with": {"script": "Scripts/golden/text_versions.py"}, "neighbours": NEAR, "cases": cases}
    (pathlib.Path(sys.argv[1]) / "text-versions.json").write_text(
        json.dumps(figures, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
