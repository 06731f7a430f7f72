"""What the crate `tokenizers` 0.23.3 makes of small tokenizers, one for each component and each oddity of a vocabulary.

    python Scripts/golden/tokenizer_components.py

Writes Tests/BertTextTests/Golden/tokenizer-components.json: `cases` of a whole tokenizer.json as text (a parser would
merge keys that stand twice), `lists` of a vocab.txt as BertTokenizer of transformers 5.24 reads it, `scripts` with the
script of every Unicode scalar as runs of [last scalar, class], told from what UnicodeScripts joins.
"""
import json
import pathlib
import tempfile

from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import UnicodeScripts
from transformers import BertTokenizer

out = pathlib.Path(__file__).parents[2] / "Tests/BertTextTests/Golden/tokenizer-components.json"

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "##b", "ab", "the", "##e", "\u304c", "\u6771", "\u00e9", "1", "#"]
VOCAB = {word: index for index, word in enumerate(WORDS)}
WORD_LEVEL = {"type": "WordLevel", "vocab": VOCAB, "unk_token": "[UNK]"}
WORD_PIECE = {"type": "WordPiece", "vocab": VOCAB, "unk_token": "[UNK]", "continuing_subword_prefix": "##",
              "max_input_chars_per_word": 100}
SPLIT = {"type": "WhitespaceSplit"}
TEXTS = ["", " ", "a b", "abe the zz", "  a  \u0431 1\u304c \u6771", "\u4eac\u30fc\u90fd\u30ab\u304da\u0301", "\u3002a\u3002\u6771 \u2026",
         "a\u0301\u0431\u0301 \u304c\u3099", "aaa b\u00e9e\u0301 ab\tabb\u0378a", "\U0001f469\u200d\U0001f4bba \u0589 \u061c\u0953"]


def document(model=WORD_LEVEL, pre_tokenizer=SPLIT, **sections):
    base = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
            "pre_tokenizer": pre_tokenizer, "post_processor": None, "decoder": None, "model": model}
    return json.dumps({**base, **sections}, ensure_ascii=False)


def full(encoding):
    return {"ids": encoding.ids, "types": encoding.type_ids, "tokens": encoding.tokens,
            "offsets": [list(pair) for pair in encoding.offsets], "mask": encoding.special_tokens_mask}


def attempt(encode):
    """The figures of what is encoded, or that the reference fails: by an exception, or a panic of its own kind."""
    try:
        return full(encode())
    except BaseException as error:
        assert type(error) is Exception or type(error).__name__ == "PanicException", error
        return {"fails": True, "ids": [], "types": [], "tokens": [], "offsets": [], "mask": []}


cases = []


def add(name, text, texts=TEXTS, pairs=(), lengths=()):
    tokenizer = Tokenizer.from_str(text)
    figures = [{"text": t, **attempt(lambda: tokenizer.encode(t))} for t in texts]
    for first, second in pairs:
        for special in (True, False):
            figures.append({"text": first, "pair": second, "special": special,
                            **attempt(lambda: tokenizer.encode(first, second, add_special_tokens=special))})
    for length, stride in lengths:
        tokenizer.enable_truncation(length, stride=stride)
        for first, second in [(t, None) for t in texts] + list(pairs):
            if "fails" in (figure := attempt(lambda: tokenizer.encode(first, second))):
                figures.append({"text": first, "pair": second, "length": length, "stride": stride, **figure})
                continue
            encoding = tokenizer.encode(first, second)
            figures.append({"text": first, "pair": second, "length": length, "stride": stride, **figure,
                            "windows": [{"ids": w.ids, "types": w.type_ids, "mask": w.special_tokens_mask}
                                        for w in encoding.overflowing]})
        tokenizer.no_truncation()
    cases.append({"name": name, "tokenizer": text, "texts": figures})


def sequence(name):
    return {"Sequence": {"id": name[0], "type_id": int(name[1:] or 0)}}


def special(name, type_id=0):
    return {"SpecialToken": {"id": name, "type_id": type_id}}


TOKENS = {name: {"id": name, "ids": ids, "tokens": tokens}
          for name, ids, tokens in [("[C]", [2], ["[CLS]"]), ("[S]", [3], ["[SEP]"]), ("M", [3, 2], ["m", "n"])]}


def template(single, pair):
    def pieces(text):
        return [sequence(p) if p[0] in "AB" else special(*(p.split(":")[:1] + [int(t) for t in p.split(":")[1:]]))
                for p in text.split()]
    return {"type": "TemplateProcessing", "single": pieces(single), "pair": pieces(pair), "special_tokens": TOKENS}


def chain(*processors):
    return {"type": "Sequence", "processors": list(processors)}


BERT = {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}
ROBERTA = {"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": True, "add_prefix_space": True}
BYTES = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}


def components():
    add("WordLevel", document())
    add("WordLevel without type", document({"vocab": VOCAB, "unk_token": "a"}))
    add("WordLevel, ids shared and words repeated", document({"type": "WordLevel", "vocab": "VOCAB", "unk_token": "[UNK]"}).replace(
        '"VOCAB"', '{"[UNK]":0,"a":1,"b":2,"the":2,"ab":7,"a":5,"zz":2}'))
    add("WordLevel without its unknown token", document({**WORD_LEVEL, "unk_token": "nothing"}), TEXTS + ["the zz a", "a"],
        [("a b", "the"), ("a b", "zz"), ("zz", "a")], [(2, 0)])
    add("WordPiece, ids shared and words repeated", document(
        {**WORD_PIECE, "vocab": "VOCAB"}, {"type": "BertPreTokenizer"}, normalizer=None).replace(
        '"VOCAB"', '{"[UNK]":0,"a":1,"##b":2,"##e":2,"the":2,"##bb":1,"ab":7,"a":5,"zz":2,"[UNK]":9,"[PAD]":11}'))
    add("WordPiece after another pre-tokenizer, ids shared", document({**WORD_PIECE, "vocab": "VOCAB"}).replace(
        '"VOCAB"', '{"[UNK]":0,"a":1,"##b":2,"##e":2,"the":2,"##bb":1,"zz":2}'))
    add("Unigram, <unk> twice", document(
        {"type": "Unigram", "unk_id": 1, "vocab": [["<s>", 0], ["<unk>", 0], ["<unk>", -1], ["a", -1], ["b", -2], ["a", -9], ["ab", -4]]}),
        TEXTS + ["<unk>", "ab aab"])
    for length in (1, 2, 5, 40):
        add(f"FixedLength {length}", document(pre_tokenizer={"type": "FixedLength", "length": length}))
    add("FixedLength", document(pre_tokenizer={"type": "FixedLength"}))
    # White space that one token includes belongs to the next one's pattern too; both are tokens.
    for name, model, split in [("WordLevel", WORD_LEVEL, SPLIT), ("WordPiece", WORD_PIECE, {"type": "BertPreTokenizer"})]:
        add(f"{name}, added tokens that overlap", document(model, split, added_tokens=[
            {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": rstrip, "normalized": False,
             "special": False} for id, content, rstrip in [(15, "<m>", True), (16, " x", False), (17, "  ", False)]]),
            ["<m> x b ab", "a <m>     b ab", "\u00e9<m>\u3000  b <m>   x ab b"])
    add("UnicodeScripts", document(pre_tokenizer={"type": "UnicodeScripts"}))
    add("UnicodeScripts in a sequence", document(WORD_PIECE, {"type": "Sequence", "pretokenizers": [
        {"type": "UnicodeScripts"}, {"type": "BertPreTokenizer"}]}))
    pairs = [("a b", "the zz"), ("a b the a b the a", "ab a b zz the b"), ("", "a"), ("a", "")]
    lengths = [(8, 0), (13, 1)]
    for name, processor in [
        ("a bare sequence", template("A", "A B1")), ("the text twice", template("A [S] A1", "A B1 A")),
        ("the text left out", template("[C]", "[C] A")), ("a pair without the second", template("[C] A", "[C] A [S]")),
        ("a pair turned around", template("A [S]", "[C] B1 [S]:1 A2")), ("the second twice", template("A", "A B1 B2")),
        ("nothing", template("", "")), ("several tokens for one", template("M:3 A2", "M A B1 M:1")),
        ("types", template("[C]:3 A2 [S]:1", "[C]:1 A4 [S]:2 B3")),
        ("Sequence: BERT twice", chain(BERT, BERT)), ("Sequence: RoBERTa, BERT", chain(ROBERTA, BERT)),
        ("Sequence: BERT, RoBERTa", chain(BERT, ROBERTA)), ("Sequence: bare, template", chain(template("A1", "A B1"), template("[C] A", "[C] A B2 [S]"))),
        ("Sequence: template, BERT", chain(template("A1", "A2 B1"), BERT)), ("Sequence: template, bytes", chain(template("[C] A", "A2 [S] B1"), BYTES)),
        ("Sequence: BERT, bare", chain(BERT, template("A", "A B1"))), ("Sequence: nothing", chain()), ("Sequence: bytes, nested", chain(BYTES, chain(chain(BERT)))),
        ("Sequence: RoBERTa, template", chain(ROBERTA, template("A [S]:1", "A [S]:1 B"))),
        ("RoBERTa without its flags", {key: ROBERTA[key] for key in ("type", "sep", "cls")}),
    ]:
        add(name, document(post_processor=processor), ["", "a b", "a the b zz ab a b the a b"], pairs, lengths)
    # The least length is that of the special tokens that are counted: below, the reference does not cut at all.
    for name, counted, processor in [
        ("Sequence: a frame in two templates", 2, chain(template("[C] A", "[C] A B1"), template("A [S]", "A [S] B1 [S]:1"))),
        ("Sequence: a frame in two templates, of type 0", 1, chain(template("[C] A", "[C] A B1"), template("A", "A B"))),
        ("Sequence: a text twice of two templates", 3, chain(template("[C] A", "A B1"), template("A", "A B B1 M:2"))),
        ("Sequence: other types without special tokens", 2, chain(template("[C] A3", "A4 B3"), template("A2 [S]", "A B"))),
        ("Sequence: three parts, BERT", 5, chain(template("[C] A [S]", "[C] A [S] B1"), BERT)),
        ("Sequence: three parts, RoBERTa", 5, chain(template("[C] A [S]", "[C] A B1"), ROBERTA)),
    ]:
        add(name, document(post_processor=processor), ["", "a b", "a the b zz ab a b the a b"], pairs,
            [(counted, 0), (6, 0)] + lengths + [(9, 1)])


# Expressions of published tokenizers, and what Oniguruma reads otherwise than other engines: word characters outside and
# inside of sets, bounds of words, names of categories.
EXPRESSIONS = [
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s+",
    r"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+|\s+",
    r"\d{1,3}(?=(\d{3})*\b)", r"\w+|[^\w\s]+", r"[\w]+|[^\w]", r"\W+|[\W\d]", r"\b", r"\Bx|\B[\p{M}]", r"\P{P}+|[^\p{S}\s]",
    r"\p{Punctuation}+|\p{Symbol}|\p{Other_Letter}|\p{Mark}",
]
# Each with scalars that Unicode 15.1 and 16.0 added.
EXPRESSION_TEXTS = [
    "x\u00bd\u00b2y 1\u00bc_\u00b9 \u00be", "It's 1234567, 1,234.5\u00b0 -- \u201cno\u201d (e\u0301)\u0301 \u20ac5+5=10", "a\u200db \u24b6\u2160\ufe0f x\u0301x",
    "\u6f22\u5b57\u30ab\u30ca\U0002ebf0\U0002ee5dx \u3007\u3031", "a\u1b4e\u1b7f\u2427\u2ffc\u31ef.b \U00010d6e\U00010d8e+ \U000113d4\U00016d6d \U0001cc00x\U0001cd00 \U0001f8b2\U0001fae9",
    "\u1c89\u1c8a\ua7cb \U00010d40\U00010d4e\U00010d50\U00010d69 \U00013460\U00016100\U0001611e", "_\u203f_\uff3f-\u2014\u30a0 [x] {y}\r\n\t z",
]


def byte_pairs(vocabulary, merges, **options):
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, **options,
            "vocab": {piece: id for id, piece in enumerate(vocabulary)}, "merges": merges}


def patterns_and_bytes():
    """Expressions in a Split, and BPE whose bytes are complete or not, under Gemma's pipeline and others."""
    for expression in EXPRESSIONS:
        add(f"Split by {expression}", document(
            pre_tokenizer={"type": "Split", "pattern": {"Regex": expression}, "behavior": "Isolated", "invert": False}), EXPRESSION_TEXTS)
    mark = {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}
    spaces = {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False}
    letters = ["<unk>", "a", "b", "\u2581", "\u6f22", "ab", "\u2581ab", "abb", "\u2581\u2581"]
    merges = [["a", "b"], ["\u2581", "ab"], ["ab", "b"], ["\u2581", "\u2581"]]
    every = [f"<0x{byte:02X}>" for byte in range(256)]
    texts = ["", "ab abb", "  a\u6f22b  ", "\u00e9ab\u00e9\u00e9b x", "\U0001f600\u0431a", "abb" * 40, "\nab\tx\n", "\u2581a \u2581"]
    for name, missing in [("every byte", 0), ("no byte above 0xE0", 32)]:
        for fused in (True, False):
            for unknown in ("<unk>", None):
                add(f"BPE with {name}, fused {fused}, unknown {unknown}", document(
                    byte_pairs(letters + every[:256 - missing], merges, byte_fallback=True, fuse_unk=fused, unk_token=unknown), spaces,
                    normalizer=mark), texts)
    add("BPE, whole pieces first", document(
        byte_pairs(letters + ["ba", "\u2581ba"], merges, ignore_merges=True, unk_token="<unk>"), spaces, normalizer=mark), texts + ["ba ba"])


lists = []


def listed(name, data):
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "vocab.txt"
        path.write_bytes(data)
        tokenizer = BertTokenizer.from_pretrained(directory)._tokenizer
    texts = ["a b", "abb the", "\u00e9 [MASK] x", "c  d a b e"]
    lists.append({"name": name, "list": list(data), "texts": [{"text": t, **full(tokenizer.encode(t))} for t in texts]})


def vocabulary_lists():
    base = b"[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n"
    words = base + b"a\nb\n##b\nthe\nx\n"
    listed("plain", words)
    listed("no line feed at the end", words[:-1])
    listed("a blank line at the end", words + b"\n")
    listed("two blank lines at the end", words + b"\n\n")
    listed("a blank line", base + b"a\n\nb\n##b\nthe\nx\n")
    listed("two blank lines", base + b"a\n\n\nb\n##b\n\nthe\nx\n")
    listed("white space at the end", base + b"a \nb\t\n  c\n\xc2\xa0d\xc2\xa0\ne\xe3\x80\x80\nthe\x0c\nx\x1c\n##b \xc2\x85\n")
    listed("Windows", words.replace(b"\n", b"\r\n"))
    listed("a return twice", base + b"a\r\r\nb\rc\nx\n")
    listed("other ends of lines", base + b"a\xc2\x85b\nx\xe2\x80\xa8y\nb\xc2\x85\nthe\x0bw\na\n")
    listed("a word twice", base + b"a\nb\na\n##b\n")
    listed("a word twice before all", b"a\nb\na\n" + base + b"##b\nx\n")
    listed("the unknown word twice", base + b"a\nb\n[UNK]\nx\n")
    listed("a zero byte", base + b"a\n\0\nb\n")


def scripts():
    splitter = UnicodeScripts()
    runs, classes = [], []

    def joins(first, second):
        return len(splitter.pre_tokenize_str(first + second)) == 1

    for scalar in range(0x110000):
        if 0xD800 <= scalar < 0xE000:
            continue
        character = chr(scalar)
        if not splitter.pre_tokenize_str(character):
            found = -1
        else:
            last = runs[-1][1] if runs else -1
            order = ([last] if last >= 0 else []) + list(range(len(classes)))
            found = next((index for index in order if joins(classes[index], character)), None)
            if found is None:
                found = len(classes)
                classes.append(character)
        if runs and runs[-1][1] == found:
            runs[-1][0] = scalar
        else:
            runs.append([scalar, found])
    return runs


components()
patterns_and_bytes()
vocabulary_lists()
figures = {"cases": cases, "lists": lists, "scripts": scripts()}
parts = [f'"{key}": ' + ("[\n" + ",\n".join(json.dumps(item, ensure_ascii=True) for item in value) + "\n]"
                         if key != "scripts" else json.dumps(value, separators=(",", ":"))) for key, value in figures.items()]
out.write_text("{" + ",\n".join(parts) + "}\n")
