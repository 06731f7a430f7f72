"""Golden figures for tokenizer classes: what AutoTokenizer of transformers makes of small directories.

usage: python tokenizer_classes.py [RANDOM [DIRECTORY]] > Tests/BertTextTests/Golden/tokenizer-classes.json

Writes for each case the files of its directory, and for hard texts and pairs the ids and a digest of types, tokens,
offsets and special-token masks that the tokenizer gives. Vocabularies are trained here, so that nothing is copied. For
trying, not for keeping: RANDOM adds that many random texts, DIRECTORY keeps the directories and adds everything in full.
"""
import base64, json, os, random, shutil, sys, tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
import sentencepiece
import sentencepiece.sentencepiece_model_pb2 as protobuf
import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from tokenizer_digest import digest_values

transformers.logging.set_verbosity_error()

TEXTS = [
    "", " ", "Hello world", "  two  spaces\tand\ttabs\n\nnew lines \r\n end  ", "the screen is bright and clear, battery lasts",
    "Crème brûlée, naïve café — ÀÉÎÕÜ ß ẞ", "İstanbul ıssız DİYARBAKIR", "漢字 and かな カタカナ 한국어", "👩\u200d👩\u200d👧 family 🙂🏽 ok",
    "quotes ``like this'' and ''that``", "e\u0301 a\u0308\u0323 o\u0323\u0308 combining", "a <mask> b", "a  <mask>  b<mask>c", "[MASK] here [CLS] and [SEP]",
    "<s> in text </s> and <unk> <pad> [UNK][PAD]", "newword inside prenewwordpost newword", "NewWord NEWWORD [E1] [e1] <ent> x<ent>y",
    "1,000,000 and 3,14 or 9,", "ｆｕｌｌ－ｗｉｄｔｈ ＡＢＣ １２３", "control \x01\x02 \x7f \u200b \ufeff chars\u0000end", "a\u2581b \u2581 c \u2581\u2581d",
    "no\u00a0break\u3000wide\u2003em\u2028line\u0085next", "don't we'll they've I'm HE'S", "trailing space ", " leading", "x" * 120, "…!?.,;:-_()[]{}",
    "<|endoftext|> a<|endoftext|>b", "<extra_id_0> text <extra_id_99>", "<eop> <eod> <sep> <cls>", "ﬁne ﬂow ① ² ½ ™", "Ünïcödé ÜNÏCÖDÉ ünïcödé",
    "lasts\u0301 the", "screen\u0327\u0301", "\u0301lone mark", "مرحبا بالعالم שלום", "हिन्दी पाठ", "ไทย ภาษา", "a\tb", "a\nb", "  ", "\n", "\u2581",
]
PAIRS = [("Hello world", "bad battery"), ("", "second only"), ("the screen is bright", "a <mask> b"), ("a" * 30, "new words and more words here")]
CORPUS = TEXTS * 3 + [
    "the screen is bright and the battery lasts a long time", "hello world, this is a small corpus of words", "new words and more words",
    "le café est bon et la crème aussi", "bonjour le monde", "family first and clear text", "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "THE SCREEN Hello World DIYARBAKIR Istanbul", "1 2 3 4 5 6 7 8 9 0 1,000 3,14",
] * 5
ALPHABET = list("abcehlostwxHWT 0,19.'`") + ["  ", "\t", "\n", "é", "e\u0301", "\u0323", "İ", "ı", "ß", "漢", "字", "か", "🙂", "\u200d", "👩", "\u2581", "\u00a0", "\u3000", "<mask>", "[MASK]", "<s>", "</s>", "newword", "[E1]", "<ent>", "the", "screen", " hello", "``", "''", "Ａ", "\x01", "\u0301", "ﬁ", "½", "<unk>", "[UNK]", "\ufeff", "\u2003"]
# Words of several scripts: what a normalizer makes of them differs from class to class.
CHARACTERS = sorted({c for text in CORPUS for c in text if not c.isspace() and c != "\u2581" and c != "\x00"})


def word_pieces(special, lowercase):
    words = sorted({w for text in CORPUS for w in text.replace(",", " ").split()})
    kept = special + ["the", "screen", "is", "bright", "and", "clear", "bat", "##ter", "##y", "la", "##st", "##s", "Hello", "hello", "world", "The", "cafe", "café", "creme", "Crème", ",", ".", "new", "##word", "word", "cas", "istanbul", "İstanbul"]
    kept += [c for c in CHARACTERS if c not in kept] + ["##" + c for c in CHARACTERS]
    kept += [w for w in words if len(w) > 6 and w.isalpha() and w not in kept][:20]
    return list(dict.fromkeys(kept))


def write(directory, name, value):
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
        if isinstance(value, str):
            file.write(value)
        else:
            json.dump(value, file, ensure_ascii=False)


def bert_json(vocabulary, lowercase=True, special=("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")):
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([w for w in special if w in vocabulary])
    cls, sep = ("[CLS]", "[SEP]") if "[CLS]" in vocabulary else ("<s>", "</s>")
    ids = {w: i for i, w in enumerate(vocabulary)}
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{cls} $A {sep}", pair=f"{cls} $A {sep} $B:1 {sep}:1", special_tokens=[(cls, ids[cls]), (sep, ids[sep])])
    return json.loads(tokenizer.to_str())


def rules(path):
    """SentencePiece's own rules in small: full width, ligatures, fractions, spaces and what goes."""
    lines = [(chr(0xFF21 + i), chr(0x41 + i)) for i in range(26)] + [(chr(0xFF41 + i), chr(0x61 + i)) for i in range(26)]
    lines += [("\ufb01", "fi"), ("\ufb02", "fl"), ("\u00bd", "1\u20442"), ("\u2460", "1"), ("\u2122", "TM"), ("e\u0301", "\u00e9"), ("a\u0308", "\u00e4")]
    lines += [("\u3000", " "), ("\u00a0", " "), ("\u2003", " "), ("\t", " "), ("\n", " "), ("\u200b", " "), ("\u0001", ""), ("\u0002", ""), ("\u007f", "")]
    with open(path + ".tsv", "w", encoding="utf-8") as file:
        for source, target in lines:
            file.write(" ".join(f"{ord(c):X}" for c in source) + "\t" + " ".join(f"{ord(c):X}" for c in target) + "\n")
    return path + ".tsv"


def sentence_pieces(path, kind="unigram", size=260, **options):
    with open(path + ".txt", "w", encoding="utf-8") as file:
        file.write("\n".join(t.replace("\n", " ").replace("\x00", "") for t in CORPUS))
    sentencepiece.SentencePieceTrainer.train(
        input=path + ".txt", model_prefix=path, vocab_size=size, model_type=kind, character_coverage=1.0, hard_vocab_limit=False,
        num_threads=1, minloglevel=2, normalization_rule_tsv=rules(path), **options)
    for end in (".txt", ".vocab", ".tsv"):
        os.remove(path + end)
    return path + ".model"


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], show_progress=False))
    return json.loads(tokenizer.to_str())


def unigram_json(path, charsmap=True):
    model = protobuf.ModelProto()
    model.ParseFromString(open(path, "rb").read())
    normalizer = {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()}
    return [[p.piece, p.score] for p in model.pieces], normalizer if charsmap else None


def unigram_document(pieces, normalizer, unknown, added=()):
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": c, "single_word": False, "lstrip": c == "<mask>", "rstrip": False, "normalized": False, "special": True} for i, c in added],
        "normalizer": normalizer, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": None, "decoder": None, "model": {"type": "Unigram", "unk_id": unknown, "vocab": pieces, "byte_fallback": False}}


def cases(root):
    """Writes the directories; gives their names."""
    def make(name, **files):
        directory = os.path.join(root, name)
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        for key, value in files.items():
            if key == "model":
                target, source = value
                shutil.copy(source, os.path.join(directory, target))
            else:
                file = {"config": "config.json", "tokenizer_config": "tokenizer_config.json", "tokenizer": "tokenizer.json", "map": "special_tokens_map.json",
                        "added": "added_tokens.json", "vocab": "vocab.txt", "vocab_json": "vocab.json", "merges": "merges.txt"}[key]
                write(directory, file, value)
        return name

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = word_pieces(special, True)
    lines = "\n".join(words) + "\n"
    uncased, cased = bert_json(words), bert_json(words, lowercase=False)
    n = len(words)
    bert = {"model_type": "bert"}
    # BERT and what its configuration changes.
    yield make("bert-type", config=bert, tokenizer=cased)
    yield make("bert-cased", config=bert, tokenizer=uncased, tokenizer_config={"tokenizer_class": "BertTokenizer", "do_lower_case": False})
    yield make("bert-accents", config=bert, tokenizer=uncased, tokenizer_config={"tokenizer_class": "BertTokenizerFast", "strip_accents": False, "tokenize_chinese_chars": False})
    yield make("bert-cased-stripped", config=bert, vocab=lines, tokenizer_config={"do_lower_case": False, "strip_accents": True})
    yield make("bert-as-file", config=bert, tokenizer=cased, tokenizer_config={"tokenizer_class": "PreTrainedTokenizerFast", "do_lower_case": True})
    yield make("bert-as-file-types", config=bert, tokenizer=cased, tokenizer_config={"tokenizer_class": "PreTrainedTokenizerFast", "model_input_names": ["input_ids", "token_type_ids", "attention_mask"], "cls_token": "[CLS]", "additional_special_tokens": ["<ent>"]})
    yield make("bert-unknown-class", config=bert, tokenizer=cased, tokenizer_config={"tokenizer_class": "SomebodysTokenizer"})
    yield make("bert-electra", config={"model_type": "electra"}, vocab=lines)
    yield make("bert-distil", config={"model_type": "distilbert"}, vocab=lines, tokenizer_config={"tokenizer_class": "DistilBertTokenizer"})
    yield make("bert-distil-type", config={"model_type": "distilbert"}, vocab=lines)
    yield make("bert-added-json", config=bert, vocab=lines, tokenizer_config={"do_lower_case": True, "cls_token": "[CLS]"}, added={"newword": n, "[E1]": n + 1}, map={"additional_special_tokens": ["[E1]"]})
    yield make("bert-added-special", config=bert, vocab=lines, tokenizer_config={"additional_special_tokens": ["[E1]", "<ent>"]}, added={"newword": n + 7, "[E1]": n + 1})
    yield make("bert-decoder", config=bert, tokenizer=uncased, tokenizer_config={"tokenizer_class": "BertTokenizer", "added_tokens_decoder": {
        **{str(i): {"content": w, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True} for i, w in enumerate(special)},
        str(n): {"content": "newword", "lstrip": False, "normalized": True, "rstrip": False, "single_word": True, "special": False},
        str(n + 1): {"content": "<ent>", "lstrip": True, "normalized": False, "rstrip": True, "single_word": False, "special": True}}})
    yield make("bert-decoder-mask", config=bert, tokenizer=uncased, tokenizer_config={"mask_token": "[MASK]", "added_tokens_decoder": {
        "4": {"content": "[MASK]", "lstrip": True, "normalized": False, "rstrip": False, "single_word": False, "special": True}}})
    yield make("bert-objects", config=bert, vocab=lines, tokenizer_config={"mask_token": {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False, "single_word": False}, "bos_token": "<s>"})
    yield make("bert-map", config=bert, vocab=lines, tokenizer_config={"mask_token": "[MASK]"}, map={"mask_token": {"content": "<mask>", "lstrip": True, "normalized": False, "rstrip": False, "single_word": False}, "eos_token": "</s>"})
    yield make("bert-extra", config=bert, vocab=lines, tokenizer_config={"extra_special_tokens": {"ent_token": "<ent>"}, "image_token": "[E1]"})
    yield make("bert-extra-list", config=bert, vocab=lines, tokenizer_config={"extra_special_tokens": ["<ent>", "newword"]})
    yield make("bert-split-special", config=bert, vocab=lines, tokenizer_config={"split_special_tokens": True})
    yield make("bert-sides", config=bert, vocab=lines, tokenizer_config={"truncation_side": "left", "padding_side": "left", "model_max_length": 12})
    yield make("bert-names", config=bert, vocab=lines, tokenizer_config={"model_input_names": ["input_ids", "attention_mask"], "clean_up_tokenization_spaces": True, "model_max_length": 1000000000000000019884624838656})
    yield make("bert-no-mask", config=bert, vocab="\n".join(w for w in words if w not in ("[MASK]", "[PAD]")) + "\n")
    truncated = dict(uncased, truncation={"direction": "Left", "max_length": 9, "strategy": "LongestFirst", "stride": 0}, padding={"strategy": "BatchLongest", "direction": "Left", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"})
    yield make("bert-file-sides", config=bert, tokenizer=truncated)
    odd = json.loads(json.dumps(uncased))
    odd["added_tokens"] += [dict(odd["added_tokens"][0], id=n + 40, content="newword", special=False, normalized=True), dict(odd["added_tokens"][0], id=n, content="<ent>"), dict(odd["added_tokens"][0], id=2, content="[E1]")]
    yield make("file-odd-ids", config={"model_type": "foreign"}, tokenizer=odd, tokenizer_config={"tokenizer_class": "PreTrainedTokenizerFast"})
    yield make("bert-odd-ids", config=bert, tokenizer=odd)
    # MPNet.
    mpnet = word_pieces(["<s>", "<pad>", "</s>", "[UNK]", "<mask>"], True)
    yield make("mpnet-vocab", config={"model_type": "mpnet"}, vocab="\n".join(mpnet) + "\n")
    yield make("mpnet-file", config={"model_type": "mpnet"}, tokenizer=bert_json(mpnet, special=("<s>", "<pad>", "</s>", "[UNK]", "<mask>")), tokenizer_config={"tokenizer_class": "MPNetTokenizerFast", "do_lower_case": False})
    # SentencePiece.
    os.makedirs(os.path.join(root, "models"), exist_ok=True)
    where = lambda name: os.path.join(root, "models", name)
    albert = sentence_pieces(where("albert"), pad_id=0, unk_id=1, bos_id=-1, eos_id=-1, control_symbols=["[CLS]", "[SEP]", "[MASK]"])
    xlnet = sentence_pieces(where("xlnet"), unk_id=0, bos_id=1, eos_id=2, control_symbols=["<cls>", "<sep>", "<pad>", "<mask>", "<eod>", "<eop>"])
    fairseq = sentence_pieces(where("fairseq"), unk_id=0, bos_id=1, eos_id=2)
    deberta = sentence_pieces(where("deberta"), pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]", user_defined_symbols=["<ent>"])
    t5 = sentence_pieces(where("t5"), pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    for name, options in [("", {}), ("-cased", {"do_lower_case": False, "keep_accents": True}), ("-class", {"tokenizer_class": "AlbertTokenizer", "add_prefix_space": False, "cls_token": "[CLS]"}), ("-types", {"model_input_names": ["input_ids", "token_type_ids"]}), ("-bos", {"add_bos_token": True})]:
        yield make("albert" + name, config={"model_type": "albert"}, model=("spiece.model", albert), tokenizer_config=options)
    pieces, charsmap = unigram_json(albert)
    framed = unigram_document(pieces, {"type": "Sequence", "normalizers": [{"type": "Lowercase"}, charsmap]}, 1, [(0, "<pad>"), (2, "[CLS]"), (3, "[SEP]"), (4, "[MASK]")])
    yield make("albert-file", config={"model_type": "albert"}, tokenizer=framed, tokenizer_config={"tokenizer_class": "AlbertTokenizer"})
    framed = dict(framed, post_processor={"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                                          "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": {"[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}})
    yield make("albert-file-frame", config={"model_type": "albert"}, tokenizer=framed)
    yield make("xlnet", config={"model_type": "xlnet"}, model=("spiece.model", xlnet))
    yield make("xlnet-lower", config={"model_type": "xlnet"}, model=("spiece.model", xlnet), tokenizer_config={"do_lower_case": True, "keep_accents": True, "additional_special_tokens": ["<ent>"]})
    pieces, charsmap = unigram_json(xlnet)
    yield make("xlnet-file", config={"model_type": "xlnet"}, tokenizer=unigram_document(pieces, charsmap, 0, [(6, "<mask>")]), tokenizer_config={"tokenizer_class": "XLNetTokenizer", "mask_token": {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False, "single_word": False}})
    for kind in ["xlm-roberta", "camembert"]:
        yield make(kind, config={"model_type": kind}, model=("sentencepiece.bpe.model", fairseq))
        yield make(kind + "-added", config={"model_type": kind}, model=("sentencepiece.bpe.model", fairseq), added={"newword": 300, "<ent>": 301}, tokenizer_config={"mask_token": {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False, "single_word": False}, "additional_special_tokens": ["<ent>"]})
        yield make(kind + "-prefix", config={"model_type": kind}, model=("tokenizer.model", fairseq), tokenizer_config={"add_prefix_space": False, "truncation_side": "left"})
    pieces, charsmap = unigram_json(fairseq)
    xlmr = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]] + pieces[3:] + [["<mask>", 0.0]]
    added = [(0, "<s>"), (1, "<pad>"), (2, "</s>"), (3, "<unk>"), (len(xlmr) - 1, "<mask>")]
    yield make("xlm-roberta-file", config={"model_type": "xlm-roberta"}, tokenizer=unigram_document(xlmr, {"type": "Sequence", "normalizers": [charsmap, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}, 3, added), tokenizer_config={"tokenizer_class": "XLMRobertaTokenizerFast"})
    yield make("xlm-roberta-type-only", config={"model_type": "xlm-roberta"}, tokenizer=unigram_document(xlmr, None, 3, added))
    published = [["<s>NOTUSED", 0.0], ["<pad>", 0.0], ["</s>NOTUSED", 0.0], ["<unk>", 0.0], ["<unk>NOTUSED", -100.0]] + pieces[1:] + [["<mask>", 0.0]]
    yield make("camembert-file", config={"model_type": "camembert"}, tokenizer=unigram_document(published, None, 3, [(0, "<s>NOTUSED"), (5, "<s>"), (6, "</s>"), (len(published) - 1, "<mask>")]), tokenizer_config={"tokenizer_class": "CamembertTokenizer"})
    twice = [e if e[0] != "<unk>NOTUSED" else ["<unk>", -100.0] for e in published]
    yield make("camembert-twice", config={"model_type": "camembert"}, tokenizer=unigram_document(twice, None, 3, [(0, "<s>NOTUSED"), (3, "<unk>"), (5, "<s>"), (6, "</s>"), (len(published) - 1, "<mask>")]))
    for name, options in [("", {}), ("-lower", {"do_lower_case": True, "split_by_punct": True}), ("-first", {"add_prefix_space": False, "mask_token": "[MASK]"})]:
        yield make("deberta-v2" + name, config={"model_type": "deberta-v2"}, model=("spm.model", deberta), tokenizer_config=options)
    pieces, charsmap = unigram_json(deberta)
    yield make("deberta-v2-file", config={"model_type": "deberta-v2"}, tokenizer=unigram_document(pieces, charsmap, 3, [(0, "[PAD]"), (1, "[CLS]"), (2, "[SEP]"), (3, "[UNK]"), (len(pieces), "[MASK]")]), tokenizer_config={"tokenizer_class": "DebertaV2Tokenizer"})
    yield make("t5", config={"model_type": "t5"}, model=("spiece.model", t5))
    yield make("t5-few", config={"model_type": "t5"}, model=("spiece.model", t5), tokenizer_config={"extra_ids": 3})
    yield make("bigbird", config={"model_type": "big_bird"}, model=("spiece.model", albert))
    yield make("barthez", config={"model_type": "mbart"}, tokenizer=unigram_document(xlmr, None, 3, added), tokenizer_config={"tokenizer_class": "BarthezTokenizer"})
    # Byte-level BPE.
    bpe = byte_level()
    merges = "#version: 0.2\n" + "\n".join(m if isinstance(m, str) else " ".join(m) for m in bpe["model"]["merges"]) + "\n"
    yield make("roberta", config={"model_type": "roberta"}, vocab_json=bpe["model"]["vocab"], merges=merges)
    yield make("roberta-prefix", config={"model_type": "roberta"}, vocab_json=bpe["model"]["vocab"], merges=merges, tokenizer_config={"add_prefix_space": True, "trim_offsets": False, "mask_token": {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False, "single_word": False}})
    yield make("roberta-file", config={"model_type": "roberta"}, tokenizer=bpe, tokenizer_config={"tokenizer_class": "RobertaTokenizer", "additional_special_tokens": ["<ent>"]})
    yield make("bart", config={"model_type": "bart"}, tokenizer=bpe, tokenizer_config={"tokenizer_class": "BartTokenizer"})
    yield make("gpt2", config={"model_type": "gpt2"}, vocab_json=bpe["model"]["vocab"], merges=merges)
    yield make("gpt2-ends", config={"model_type": "gpt2"}, vocab_json=bpe["model"]["vocab"], merges=merges, tokenizer_config={"add_bos_token": True, "add_eos_token": True, "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"})
    yield make("gpt2-file", config={"model_type": "gpt2"}, tokenizer=dict(bpe, post_processor={"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}), tokenizer_config={"add_bos_token": True})


def figures(tokenizer, item):
    text, pair, special, length = (item.get(k) for k in ("text", "pair", "special", "length"))
    options = {"truncation": "longest_first", "max_length": length} if length else {}
    types = "token_type_ids" in tokenizer.model_input_names
    result = tokenizer(text, pair, add_special_tokens=special is not False, return_special_tokens_mask=True, return_offsets_mapping=True,
                       return_token_type_ids=types, **options)
    ids = result["input_ids"]
    return {"ids": ids, "types": result["token_type_ids"] if types else [0] * len(ids), "tokens": result.tokens(),
            "offsets": [list(o) for o in result["offset_mapping"]], "mask": result["special_tokens_mask"]}


def digest_of(figure):
    """Of everything that an encoding holds."""
    values = [len(figure["ids"])] + figure["ids"] + figure["types"] + [o[0] for o in figure["offsets"]] + [o[1] for o in figure["offsets"]] + figure["mask"]
    for token in figure["tokens"]:
        spelling = token.encode()
        values += [len(spelling)] + list(spelling)
    return digest_values(values)


def items(extra):
    """What every tokenizer encodes."""
    chooser = random.Random(7)
    texts = TEXTS + ["".join(chooser.choice(ALPHABET) for _ in range(chooser.randint(1, 30))) for _ in range(extra)]
    result = [{"text": text} for text in texts]
    result += [{"text": first, "pair": second, **({"length": length} if length else {})} for first, second in PAIRS for length in (None, 9)]
    for text in TEXTS[2:6]:
        result += [{"text": text, "length": 6}, {"text": text, "special": False}]
    return result


def main():
    extra, detail = int(sys.argv[1]) if len(sys.argv) > 1 else 0, sys.argv[2] if len(sys.argv) > 2 else None
    asked = items(extra)
    result = {"items": asked, "models": {}, "cases": []}
    with tempfile.TemporaryDirectory() as root:
        root = detail or root
        for name in cases(os.path.join(root, "files")):
            directory = os.path.join(root, "files", name)
            tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
            found = [figures(tokenizer, item) for item in asked]
            files = {}
            for file in sorted(os.listdir(directory)):
                with open(os.path.join(directory, file), "rb") as stream:
                    content = stream.read()
                if file.endswith(".model"):
                    encoded = base64.b64encode(content).decode()
                    key = next((k for k, v in result["models"].items() if v == encoded), f"model-{len(result['models'])}")
                    result["models"][key] = encoded
                    files[file] = key
                else:
                    files[file] = content.decode()
            result["cases"].append({
                "name": name, "className": type(tokenizer).__name__, "types": "token_type_ids" in tokenizer.model_input_names,
                "truncationSide": tokenizer.truncation_side, "paddingSide": tokenizer.padding_side,
                "maximumLength": tokenizer.model_max_length if tokenizer.model_max_length < 1e9 else None,
                "size": max(tokenizer.get_vocab().values()) + 1, "files": files, "ids": [f["ids"] for f in found],
                "digests": [digest_of(f) for f in found]})
            if detail:
                result["cases"][-1]["items"] = [{**item, **f} for item, f in zip(asked, found)]
    json.dump(result, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    print()


main()
