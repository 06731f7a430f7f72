"""Vocabularies and components of tokenizer.json, as the reference takes them."""
import json

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from .parts import SPECIAL, bert_files, bpe_files, byte_pairs, classify, network, of, refusal, save, write
from .texts import CORPUS, WORDPIECE

LINES = "\n".join(WORDPIECE) + "\n"


def vocabulary(directory, _, text, **more):
    """A vocab.txt with lines of an unusual form."""
    bert_files(directory, "vocab")
    write(directory / "vocab.txt", text)
    save(directory, *network())
    return classify(**more)


def inserted(after, *lines):
    """The vocabulary with lines put in after a word."""
    words = list(WORDPIECE)
    place = words.index(after) + 1
    return "\n".join(words[:place] + list(lines) + words[place:]) + "\n"


def without(word):
    """The vocabulary without a word."""
    return "\n".join(each for each in WORDPIECE if each != word) + "\n"


def vocabulary_json(directory, _, change):
    """A WordPiece tokenizer.json whose vocabulary is written by hand, so that a key or an id can stand twice."""
    bert_files(directory)
    whole = json.loads((directory / "tokenizer.json").read_text())
    entries = change([(word, i) for i, word in enumerate(WORDPIECE)])
    members = ", ".join(f"{json.dumps(word)}: {i}" for word, i in entries)
    whole["model"]["vocab"] = {"@": 0}
    write(directory / "tokenizer.json", json.dumps(whole).replace('{"@": 0}', "{" + members + "}"))
    save(directory, *network())
    return classify()


def component(directory, _, tokenizer, **more):
    """A tokenizer.json with a component of its own, taken as it is."""
    if tokenizer.post_processor is None:
        ids = tokenizer.get_vocab()
        tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    tokenizer.save(str(directory / "tokenizer.json"))
    write(directory / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 128} | SPECIAL)
    save(directory, *network())
    return classify(**more)


def words(pre_tokenizer, normalizer=None, unknown="[UNK]", extra=()):
    """A WordLevel tokenizer of the corpus' words."""
    found = sorted({word for text in CORPUS for word in text.split()})[:100]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(list(SPECIAL.values()) + found + list(extra))}, unk_token=unknown))
    return parts(tokenizer, pre_tokenizer, normalizer)


def wordpiece(pre_tokenizer, normalizer=None, post_processor=None):
    """A WordPiece tokenizer of the usual vocabulary."""
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDPIECE)}, unk_token="[UNK]", max_input_chars_per_word=12))
    return parts(tokenizer, pre_tokenizer, normalizer, post_processor)


def unigram(pre_tokenizer, byte_fallback=False, normalizer=None):
    """A Unigram tokenizer of single characters, with or without bytes to fall back on."""
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz\u2581") | set("水山"))
    entries = [(word, 0.0) for word in SPECIAL.values()] + [(letter, -3.0 - i / 100) for i, letter in enumerate(letters)]
    entries += [("\u2581the", -2.0), ("\u2581room", -2.5), ("ar", -3.1)]
    if byte_fallback:
        entries += [(f"<0x{byte:02X}>", -9.0) for byte in range(0xC0)]
    return parts(Tokenizer(models.Unigram(entries, unk_id=1, byte_fallback=byte_fallback)), pre_tokenizer, normalizer)


def parts(tokenizer, pre_tokenizer, normalizer=None, post_processor=None):
    """The tokenizer with its components and BERT's special tokens."""
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer:
        tokenizer.normalizer = normalizer
    if post_processor:
        tokenizer.post_processor = post_processor
    tokenizer.add_special_tokens(list(SPECIAL.values()))
    return tokenizer


def template(single, pair):
    """A template of BERT's special tokens."""
    return processors.TemplateProcessing(
        single=single, pair=pair, special_tokens=[("[CLS]", 2), ("[SEP]", 3), ("[MASK]", 4)])


def merges(directory, _, change):
    """RoBERTa's merges.txt with lines of an unusual form."""
    bpe_files(directory, model_max_length=128)
    write(directory / "merges.txt", change(byte_pairs()[1]))
    save(directory, *network("roberta"))
    return classify()


def bert_without_unknown(directory, _, occurs):
    """A vocabulary without the unknown token: an error at the first word that is not in it, and only there."""
    bert_files(directory, "vocab", words=["[PAD]", "[CLS]", "[SEP]", "[MASK]", "the", "room"], unk_token=None)
    save(directory, *network())
    if occurs:
        return refusal("[UNK]", texts=["the room", "the river"], command=("predict", "tokenize"))
    return classify(texts=["the room", "The room [MASK]"], pairs=[["the", "room"]], may_refuse=True)


def words_without_unknown(directory, proper, occurs):
    """The same of a WordLevel vocabulary."""
    made = component(directory, proper, words(pre_tokenizers.CharDelimiterSplit(" "), unknown="nothing"))
    if occurs:
        return refusal("nothing", texts=["the river", "the mountain"], command=("predict", "tokenize"))
    return made | {
        "ask": ["ids", "logits", "vectors"], "texts": ["the river", "the  quiet light"], "pairs": [["the", "river"]],
        "arguments": {"embed": ["--no-normalize"]}}


def enabled(tokenizer):
    """Truncation and padding that stand in the file: calls of transformers put their own in the place."""
    tokenizer.enable_truncation(5)
    tokenizer.enable_padding(length=12)
    return tokenizer


SPACES = pre_tokenizers.Whitespace()
KINDS = {
    "vocab-windows-lines": of(vocabulary, LINES.replace("\n", "\r\n")),
    "vocab-no-last-newline": of(vocabulary, LINES[:-1]),
    "vocab-blank-in-the-middle": of(vocabulary, inserted("quiet", "")),
    "vocab-blank-and-spaces": of(vocabulary, inserted("quiet", "", "  ", "\t")),
    "vocab-word-twice": of(vocabulary, inserted("café", "room", "the")),
    "vocab-special-twice": of(vocabulary, inserted("café", "[SEP]")),
    "vocab-other-line-breaks": of(vocabulary, inserted("room", "a\u0085b", "c\u2028d", "e\u000bf")),
    "vocab-trailing-tab": of(vocabulary, LINES.replace("\nroom\n", "\nroom\t\n").replace("\nwarm\n", "\n warm\n")),
    "vocab-no-mask": of(vocabulary, without("[MASK]")),
    "vocab-without-unknown": of(bert_without_unknown, False),
    "vocab-without-unknown-occurring": of(bert_without_unknown, True),
    "vocab-json-key-twice": of(vocabulary_json, lambda entries: entries + [("room", len(entries))]),
    "vocab-json-id-twice": of(vocabulary_json, lambda entries: entries + [("mornings", 30), ("##ning", 29)]),
    "vocab-json-holes": of(vocabulary_json, lambda entries: [(word, i if i < 30 else i + 40) for word, i in entries]),
    "vocab-merges-windows-lines": of(merges, lambda text: text.replace("\n", "\r\n")),
    "vocab-merges-no-version": of(merges, lambda text: text.split("\n", 1)[1]),
    "part-word-level": lambda d, p: component(d, p, words(SPACES)),
    "part-word-level-lower": lambda d, p: component(d, p, words(
        pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("isolated")]), normalizers.Lowercase())),
    "part-word-level-no-unknown": of(words_without_unknown, False),
    "part-word-level-no-unknown-occurring": of(words_without_unknown, True),
    "part-scripts": lambda d, p: component(d, p, wordpiece(pre_tokenizers.Sequence([pre_tokenizers.UnicodeScripts(), SPACES]))),
    "part-scripts-alone": lambda d, p: component(d, p, unigram(pre_tokenizers.UnicodeScripts())),
    "part-fixed-length": lambda d, p: component(d, p, wordpiece(pre_tokenizers.FixedLength(3))),
    "part-fixed-length-after-spaces": lambda d, p: component(d, p, wordpiece(pre_tokenizers.Sequence([SPACES, pre_tokenizers.FixedLength(4)]))),
    "part-split-contiguous": lambda d, p: component(d, p, wordpiece(pre_tokenizers.Split(Regex(r"\p{P}|\s"), "contiguous"))),
    "part-split-inverted": lambda d, p: component(d, p, wordpiece(pre_tokenizers.Split(Regex(r"\w+"), "removed", invert=True))),
    "part-digits": lambda d, p: component(d, p, wordpiece(pre_tokenizers.Sequence([SPACES, pre_tokenizers.Digits(True)]))),
    "part-metaspace-first": lambda d, p: component(d, p, unigram(pre_tokenizers.Metaspace(prepend_scheme="first"))),
    "part-metaspace-whole": lambda d, p: component(d, p, unigram(pre_tokenizers.Metaspace(prepend_scheme="never", split=False))),
    "part-byte-fallback": lambda d, p: component(d, p, unigram(pre_tokenizers.Metaspace(), byte_fallback=True)),
    "part-normalizers": lambda d, p: component(d, p, wordpiece(SPACES, normalizers.Sequence([
        normalizers.Nmt(), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Replace(Regex("[0-9]"), "1"),
        normalizers.Prepend("the "), normalizers.Strip(), normalizers.Lowercase()]))),
    "part-template-twice": lambda d, p: component(d, p, wordpiece(SPACES, None, processors.Sequence([
        template("[CLS] $A", "[CLS] $A $B:1"), template("$A [SEP]", "$A [SEP] $B:1 [SEP]:1")])), pairs=[]),
    "part-template-repeats": lambda d, p: component(d, p, wordpiece(SPACES, None, template(
        "[CLS] $A [MASK] $A [SEP]", "[CLS]:1 $B:1 [SEP]:1 $A:0 [SEP]:0"))),
    "part-template-after-bytes": lambda d, p: component(d, p, wordpiece(SPACES, None, processors.Sequence([
        processors.ByteLevel(trim_offsets=True), template("[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1")]))),
    "part-truncates-and-pads": lambda d, p: component(d, p, enabled(wordpiece(SPACES))),
}
