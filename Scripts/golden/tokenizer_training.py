"""Trains the vocabularies that agreement is tested on, with the reference tools, and writes them as tokenizer.json.

Used by tokenizer_agreement.py. Nothing of what is trained is committed: a vocabulary is as large as its corpus.
"""
import base64
import io
import json
import struct

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

SIZE = 8000
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
GPT4 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def wordpiece(texts, lowercase):
    """BERT's pipeline with a vocabulary of its own."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(
        vocab_size=SIZE, special_tokens=special, show_progress=False))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


def byte_level(texts):
    """RoBERTa's pipeline, with an added token for each flag."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=SIZE, special_tokens=ROBERTA, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    tokenizer.add_tokens([AddedToken("<Both>", lstrip=True, rstrip=True), AddedToken("word", single_word=True),
                          AddedToken("<raw>", normalized=False), AddedToken("<right>", rstrip=True)])
    return tokenizer


def prefixed_byte_level(tokenizer):
    """The same vocabulary with a space before the text, offsets trimmed by the byte-level post-processor, and NFC."""
    document = json.loads(tokenizer.to_str())
    document["normalizer"] = {"type": "NFC"}
    document["pre_tokenizer"]["add_prefix_space"] = True
    document["post_processor"] = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}
    return Tokenizer.from_str(json.dumps(document))


def split_bytes(tokenizer):
    """The same vocabulary behind GPT-4's expression, whole pieces first (Llama 3's pipeline)."""
    document = json.loads(tokenizer.to_str())
    document["model"]["ignore_merges"] = True
    document["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": GPT4}, "behavior": "Isolated", "invert": False},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]}
    document["post_processor"] = {"type": "Sequence", "processors": [
        {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True},
        {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": "<s>", "type_id": 1}}, {"Sequence": {"id": "B", "type_id": 1}}],
         "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}}]}
    return Tokenizer.from_str(json.dumps(document))


def suffixed(texts):
    """An old BPE (GPT's): white space and punctuation, a mark at a word's end, unknown characters."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>", fuse_unk=False))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Whitespace(),
        pre_tokenizers.Punctuation("merged_with_previous")])
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=2000, special_tokens=["<unk>"], end_of_word_suffix="</w>", show_progress=False, limit_alphabet=60))
    return tokenizer


def prefixed(texts):
    """A BPE whose continuations are marked, behind every Unicode form and several ways to split."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix="##", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Strip(), normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(r"[0-9]{2,}"), "00"),
        normalizers.Replace("...", "\u2026"), normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Split(Regex(r"[\w']+"), "contiguous", invert=True),
        pre_tokenizers.Split("-", "merged_with_next"), pre_tokenizers.Digits(), pre_tokenizers.CharDelimiterSplit("_")])
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=2000, special_tokens=["<unk>"], continuing_subword_prefix="##", show_progress=False, limit_alphabet=60))
    tokenizer.add_tokens([AddedToken("\u00c9T\u00c9"), AddedToken("new york", single_word=True)])
    return tokenizer


def sentencepiece_model(texts, kind, **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=model, vocab_size=SIZE, model_type=kind, num_threads=2,
        minloglevel=2, max_sentence_length=8192, **options)
    return model.getvalue()


def fields(message):
    """The fields of a protocol buffer: number, wire type, value."""
    index = 0

    def varint():
        nonlocal index
        value = shift = 0
        while True:
            byte = message[index]
            index += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while index < len(message):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        elif key & 7 == 5:
            yield key >> 3, struct.unpack("<f", message[index:index + 4])[0]
            index += 4
        elif key & 7 == 2:
            size = varint()
            yield key >> 3, message[index:index + size]
            index += size
        else:
            raise ValueError(f"wire type {key & 7}")


def pieces(model):
    """Spelling and score of each piece, and the compiled normalization rules."""
    result, rules = [], b""
    for number, value in fields(model):
        if number == 1:
            piece = dict(fields(value))
            result.append((piece[1].decode(), piece.get(2, 0.0)))
        elif number == 3:
            rules = dict(fields(value)).get(2, b"")
    return result, rules


def template(begin, end):
    single = [{"SpecialToken": {"id": begin[0], "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
              {"SpecialToken": {"id": end[0], "type_id": 0}}]
    pair = single + [{"SpecialToken": {"id": end[0], "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}},
                     {"SpecialToken": {"id": end[0], "type_id": 0}}]
    return {"type": "TemplateProcessing", "single": single, "pair": pair,
            "special_tokens": {name: {"id": name, "ids": [id], "tokens": [name]} for name, id in (begin, end)}}


def document(model, normalizer, pre_tokenizer):
    special = [{"id": id, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                "special": True} for id, token in enumerate(["<unk>", "<s>", "</s>"])]
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": special, "normalizer": normalizer,
            "pre_tokenizer": pre_tokenizer, "post_processor": template(("<s>", 1), ("</s>", 2)), "decoder": None, "model": model}


def metaspace(**fields):
    return {"type": "Metaspace", "replacement": "\u2581", **fields}


def unigram(model):
    """XLM-R's pipeline around a SentencePiece model."""
    vocabulary, rules = pieces(model)
    precompiled = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(rules).decode()}
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    strip = {"type": "Strip", "strip_left": True, "strip_right": True}
    return document(
        {"type": "Unigram", "unk_id": 0, "vocab": [list(piece) for piece in vocabulary], "byte_fallback": False},
        {"type": "Sequence", "normalizers": [precompiled, spaces, strip]}, metaspace(prepend_scheme="always", split=True))


def albert(model):
    """ALBERT's pipeline around the same."""
    result = unigram(model)
    result["normalizer"]["normalizers"][:0] = [
        {"type": "Replace", "pattern": {"String": "``"}, "content": "\""},
        {"type": "Replace", "pattern": {"String": "''"}, "content": "\""},
        {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]
    result["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [
        {"type": "WhitespaceSplit"}, metaspace(add_prefix_space=True)]}
    result["added_tokens"] += [
        {"id": 8000, "content": "[MASK]", "single_word": False, "lstrip": True, "rstrip": False, "normalized": False, "special": True},
        {"id": 8001, "content": "Added", "single_word": False, "lstrip": False, "rstrip": False, "normalized": True, "special": False}]
    return result


def first_metaspace(model):
    """A unigram that falls back to bytes, whose first piece only is marked."""
    result = unigram(model)
    vocabulary = result["model"]["vocab"]
    result["model"]["vocab"] = vocabulary[:3] + [[f"<0x{byte:02X}>", 0.0] for byte in range(256)] + vocabulary[3:]
    result["model"]["byte_fallback"] = True
    result["normalizer"] = None
    result["pre_tokenizer"] = metaspace(prepend_scheme="first", split=True)
    return result


def merges(vocabulary):
    ids = {piece: id for id, (piece, _) in enumerate(vocabulary)}
    result = []
    for piece, score in vocabulary[3:]:
        local = [(piece[:cut], piece[cut:], score) for cut in range(1, len(piece)) if piece[:cut] in ids and piece[cut:] in ids]
        result += sorted(local, key=lambda pair: (ids[pair[0]], ids[pair[1]]))
    result.sort(key=lambda pair: (pair[2], len(pair[0]), len(pair[1])), reverse=True)
    return [[left, right] for left, right, _ in result]


def sentencepiece_bpe(model):
    """Llama 2's pipeline around a SentencePiece BPE model."""
    vocabulary, _ = pieces(model)
    return document(
        {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None, "end_of_word_suffix": None,
         "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
         "vocab": {piece: id for id, (piece, _) in enumerate(vocabulary)}, "merges": merges(vocabulary)},
        {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": "\u2581"},
            {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]}, None)


def train(texts, out):
    """Writes NAME/tokenizer.json for each vocabulary, and NAME/spiece.model where it is SentencePiece's. Returns the names."""
    bytes_ = byte_level(texts)
    made = {
        "wordpiece-uncased": wordpiece(texts, True), "wordpiece-cased": wordpiece(texts, False), "byte-level": bytes_,
        "byte-level-prefixed": prefixed_byte_level(bytes_), "byte-level-split": split_bytes(bytes_),
        "bpe-suffixed": suffixed(texts), "bpe-prefixed": prefixed(texts),
    }
    unigram_model = sentencepiece_model(texts, "unigram")
    bpe_model = sentencepiece_model(
        texts, "bpe", byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False)
    made |= {"unigram": unigram(unigram_model), "unigram-albert": albert(unigram_model), "unigram-first": first_metaspace(unigram_model),
             "sentencepiece-bpe": sentencepiece_bpe(bpe_model)}
    for name, tokenizer in made.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(tokenizer, ensure_ascii=False) if isinstance(tokenizer, dict) else tokenizer.to_str()
        (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    for name, model in (("unigram-model", unigram_model), ("bpe-model", bpe_model)):
        (out / name).mkdir(exist_ok=True)
        (out / name / "spiece.model").write_bytes(model)
    return list(made)
