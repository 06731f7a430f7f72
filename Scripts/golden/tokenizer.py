"""Makes the golden figures of Tests/BertTextTests from Hugging Face's fast tokenizer (package tokenizers 0.23).

    python Scripts/golden/tokenizer.py MODEL_DIRECTORY CORPORA_DIRECTORY Tests/BertTextTests/Golden

MODEL_DIRECTORY holds tokenizer.json of all-MiniLM-L6-v2, CORPORA_DIRECTORY the prepared corpora (NAME.csv).
Large sweeps are kept as digests, one for each block, so that a difference can be found; hard cases are kept in full.
"""
import json
import pathlib
import sys

from tokenizers import Tokenizer

from tokenizer_digest import digest

MASK = (1 << 64) - 1
model, corpora, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
out.mkdir(parents=True, exist_ok=True)

# Name, clean_text, handle_chinese_chars, strip_accents, lowercase.
SETTINGS = [
    ("uncased", True, True, None, True),
    ("cased", True, True, None, False),
    ("lowercase-keep-accents", True, True, False, True),
    ("cased-strip-accents", True, True, True, False),
    ("no-ideographs", True, False, None, True),
    ("no-cleaning", False, True, None, True),
    ("nothing", False, False, False, False),
]


def tokenizer_with(setting):
    document = json.loads((model / "tokenizer.json").read_text())
    _, clean, ideographs, strip, lower = setting
    document["normalizer"] = {
        "type": "BertNormalizer", "clean_text": clean, "handle_chinese_chars": ideographs,
        "strip_accents": strip, "lowercase": lower,
    }
    document["truncation"] = document["padding"] = None
    return Tokenizer.from_str(json.dumps(document))


def blocks(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]


def write(name, value):
    """One item of a list, or one digest of an object's lists, a line, so that changes can be read."""
    if isinstance(value, list):
        text = "[\n" + ",\n".join(json.dumps(item) for item in value) + "\n]\n"
    else:
        text = json.dumps(value, indent=0) + "\n"
    (out / name).write_text(text)


def scalars():
    result = {}
    for setting in SETTINGS:
        tokenizer = tokenizer_with(setting)
        digests = []
        for start in range(0, 0x110000, 4096):
            texts = []
            for scalar in range(start, start + 4096):
                if not 0xD800 <= scalar < 0xE000:
                    texts += [chr(scalar), "ab" + chr(scalar) + "cd"]
            digests.append(digest(tokenizer.encode_batch(texts)))
        result[setting[0]] = digests
    write("tokenizer-scalars.json", result)


NAMES = ["amazon-reviews", "movie-reviews", "news", "reviews", "sms-spam", "tweets"]


def lines(name):
    """The physical lines of the file: every text and every separator in it, without a need for a CSV reader."""
    return [line.decode("utf-8", errors="strict") for line in (corpora / f"{name}.csv").read_bytes().split(b"\n")]


def corpus_figures():
    result = {}
    for setting in SETTINGS[:2]:
        tokenizer = tokenizer_with(setting)
        for name in NAMES:
            texts = lines(name)
            result[f"{setting[0]}/{name}"] = [digest(tokenizer.encode_batch(block)) for block in blocks(texts, 100)]
    tokenizer = tokenizer_with(SETTINGS[0])
    texts = lines("amazon-reviews")
    encodings = []
    for index, text in enumerate(texts):
        tokenizer.enable_truncation(2 + index % 71)
        encodings.append(tokenizer.encode(text))
    result["truncated"] = [digest(block) for block in blocks(encodings, 100)]
    encodings = []
    for index, text in enumerate(texts):
        tokenizer.enable_truncation(3 + index % 71)
        encodings.append(tokenizer.encode(text, texts[(index * 7 + 1) % len(texts)]))
    result["truncated-pairs"] = [digest(block) for block in blocks(encodings, 100)]
    write("tokenizer-corpora.json", result)


class Random:
    """splitmix64 as a generator; the Swift test has the same."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return (z ^ (z >> 31)) % limit


# Ranges that random texts draw scalars from: ASCII, Latin, marks, spacing marks with a combining class, Hangul, Kana,
# ideographs, controls and spaces, musical marks, emoji, Indic, anything.
RANGES = [
    (0x20, 0x7E), (0x61, 0x7A), (0x20, 0x20), (0xA0, 0x24F), (0x300, 0x36F), (0x302A, 0x302F), (0x1D157, 0x1D172),
    (0xAC00, 0xD7A3), (0x1100, 0x11FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x0, 0x20),
    (0x2000, 0x206F), (0x1F300, 0x1FAFF), (0x900, 0xDFF), (0x370, 0x52F), (0x590, 0x6FF), (0x1E00, 0x1FFF),
    (0xF70, 0xF84), (0x1B34, 0x1BF3), (0x11100, 0x116BF), (0x10000, 0x2FFFF),
]
PIECES = ["[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "[cls]", "##", "\u0130", "\u03a3\u03a3", "\ufb01", "\u1e9e"]


def random_text(random):
    parts = []
    for _ in range(random.below(24)):
        if random.below(12) == 0:
            parts.append(PIECES[random.below(len(PIECES))])
        low, high = RANGES[random.below(len(RANGES))]
        for _ in range(1 + random.below(5)):
            scalar = low + random.below(high - low + 1)
            parts.append("?" if 0xD800 <= scalar < 0xE000 else chr(scalar))
    return "".join(parts)


def random_figures():
    result = {}
    for setting in SETTINGS:
        tokenizer = tokenizer_with(setting)
        random = Random(20)
        texts = [random_text(random) for _ in range(20000)]
        result[setting[0]] = [digest(tokenizer.encode_batch(block)) for block in blocks(texts, 100)]
    write("tokenizer-random.json", result)


def full(encoding):
    return {
        "ids": encoding.ids, "types": encoding.type_ids, "tokens": encoding.tokens,
        "offsets": [list(pair) for pair in encoding.offsets], "mask": encoding.special_tokens_mask,
    }


HARD = [
    "", " ", "\n", "Hello, world!", "unaffable", "UNAFFABLE", "[CLS] a [SEP] b", "[MASK]", "a[MASK]b", "[mask]", "[[MASK]]",
    "don't stop", "e\u0301", "\u00e9", "e\u0323\u0301", "e\u0301\u0323", "\u1ec7 \u1ec7", "\u0130stanbul", "I\u0307",
    "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03a3", "\ufb01ne", "Stra\u00dfe", "\u1e9e", "\u4f60\u597d\u4e16\u754c", "\u4f60a\u597d",
    "\uf900\ufa0e", "\u0000a\u0000b", "a\ufffdb", "a\u200bb", "a\u200db", "\u200e\u200fx", "a\u00a0b", "a\u2028b", "a\u0085b",
    "a\u000bb", "tab\tnew\nreturn\r\nend", "\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab", "\u304c\u3099", "\u3042\u30a2", "\u0e17\u0e14\u0e2a\u0e2d\u0e1a",
    "\u0928\u092e\u0938\u094d\u0924\u0947", "\u05e9\u05c1\u05dc\u05d5\u05dd", "\u0627\u0644\u0652\u0639\u064e\u0631\u064e\u0628\u0650\u064a\u064e\u0651\u0629",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u00bd \u00b2 \u2460", "\u2260", "\u037e", "\u1fef", "$100.50",
    "a" * 100, "a" * 101, "a" * 5000, "\u00e9" * 100, "\u0301" * 300, "x" + "\u0301" * 300, "\u4e00" * 200, "?!" * 50, "###", "##ing",
    "http://example.com/?q=1&r=%20", "user@example.com", "#hashtag @user", "C++ C#", "1,234,567.89", "-----", "...", "\u2026\u2014\u201cq\u201d",
    "\U0001d15e\U0001d165\u0301", "\u302e\u302a\u0301", "\u302f\u302ea", "\u1b44\u1b34\u1b35", "\u0f73\u0f71\u0f72", "\u0344\u0323a", "\u0958\u093c",
    "\u166d", "\u1734\u1720", "\U000111c9", "\ua9bd", "\u1885a", "\U0001193b\U00011935\U00011930", "\U00011938", "\U00013430", "\u08e2",
    "\ue000", "\U000e0001", "\U000f0000", "\U0010fffd", "\ufdd0", "\uffff", "\U0010ffff", "\u0378", "\u1c89\ua7cb\ua7dc\U00010d50\U00016ea0",
    "The quick brown fox jumps over the lazy dog.", "supercalifragilisticexpialidocious", "pneumonoultramicroscopicsilicovolcanoconiosis",
    "\u00c0\u00c9\u00ce\u00d5\u00dc", "na\u00efve caf\u00e9", "\u0141\u00f3d\u017a", "\u0110\u1ea1i", "\u01c5", "\u1f88", "\u212b \u2126 \u212a",
]
PAIRS = [("a", "b"), ("", ""), ("", "b"), ("a", ""), ("Hello world", "How are you today?"), ("[SEP]", "[CLS]")]


def hard_figures():
    cases = []
    for setting in SETTINGS[:4]:
        tokenizer = tokenizer_with(setting)
        for text in HARD:
            cases.append({"setting": setting[0], "text": text, **full(tokenizer.encode(text))})
    tokenizer = tokenizer_with(SETTINGS[0])
    for first, second in PAIRS:
        for special in (True, False):
            encoding = tokenizer.encode(first, second, add_special_tokens=special)
            cases.append({"setting": "uncased", "text": first, "pair": second, "special": special, **full(encoding)})
        for length in range(3, 12):
            tokenizer.enable_truncation(length)
            cases.append({"setting": "uncased", "text": first, "pair": second, "length": length,
                          **full(tokenizer.encode(first, second))})
            tokenizer.no_truncation()
    write("tokenizer-hard.json", cases)


def small_tokenizer(added, vocabulary, normalizer, post_processor):
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": normalizer,
        "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": post_processor,
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {token: index for index, token in enumerate(vocabulary)}},
    }


def small_figures():
    """Tokenizers made here: every flag of added tokens, vocabularies that make greedy matching turn back, spellings
    that are canonically equivalent."""
    base = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    bert = {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}
    uncased = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    cased = {**uncased, "lowercase": False}
    special = [{"id": index, "content": token, "single_word": False, "lstrip": token == "[MASK]", "rstrip": False,
                "normalized": False, "special": True} for index, token in enumerate(base)]

    def token(index, content, **flags):
        return {"id": index, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": True, "special": False, **flags}

    cases = []

    def add(name, document, texts):
        tokenizer = Tokenizer.from_str(json.dumps(document))
        cases.append({"name": name, "tokenizer": document, "texts": [{"text": t, **full(tokenizer.encode(t))} for t in texts]})

    random = Random(7)
    words = ["a", "b", "##a", "##b", "foo", "bar", "##bar", "na\u00efve", "naive", "e\u0301", "\u00e9", "##\u00e9", "##e\u0301", "my", "name", "'", "<", ">", "x"]
    added = special + [
        token(24, "<raw>", normalized=False), token(25, "<Both>", lstrip=True, rstrip=True), token(26, "Foo", single_word=True),
        token(27, "<left>", lstrip=True, normalized=False), token(28, "<right>", rstrip=True, normalized=False),
        token(29, "<raw><raw>", normalized=False), token(30, "\u00c9t\u00e9"), token(31, "my name", single_word=True), token(32, "\u6f22\u5b57"),
    ]
    parts = ["<raw>", "<Both>", "<both>", "Foo", "foo", "FOO", "<left>", "<right>", " ", "  ", "\t", "\u2003", "a", "b", "my", "my name", "My Name",
             "\u00c9t\u00e9", "e\u0301te\u0301", "ete", "[MASK]", "[mask]", "[CLS]", "\u6f22\u5b57", "\u6f22", "x", "bar", "'", "\u0301", "_", "-", "\u200b"]
    texts = ["".join(parts[random.below(len(parts))] for _ in range(1 + random.below(9))) for _ in range(150)]
    add("added tokens, uncased", small_tokenizer(added, base + words, uncased, bert), texts)
    add("added tokens, cased", small_tokenizer(added, base + words, cased, bert), texts)
    add("added tokens, no normalizer", small_tokenizer(added, base + words, None, None), texts)

    vocabulary = list(base)
    for prefix in ("", "##"):
        for _ in range(60):
            word = prefix + "".join("abc"[random.below(3)] for _ in range(1 + random.below(6)))
            if word not in vocabulary:
                vocabulary.append(word)
    texts = ["".join("aabbc "[random.below(6)] for _ in range(1 + random.below(60))) for _ in range(200)]
    add("turning back", small_tokenizer(special, vocabulary, uncased, bert), texts)

    vocabulary = base + ["e\u0301", "\u00e9", "##e\u0301", "##\u00e9", "\u212b", "\u00c5", "A\u030a", "a"]
    texts = ["e\u0301", "\u00e9", "a\u00e9", "ae\u0301", "\u00e9\u00e9e\u0301", "\u212b", "\u00c5", "A\u030a", "\u212ba", "\u00c5\u00e9"]
    add("canonically equivalent", small_tokenizer(special, vocabulary, cased, bert), texts)
    write("tokenizer-small.json", cases)


if __name__ == "__main__":
    for step in (hard_figures, small_figures, random_figures, corpus_figures, scalars):
        print(step.__name__, flush=True)
        step()
