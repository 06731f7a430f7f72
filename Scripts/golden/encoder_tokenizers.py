"""What AutoTokenizer of transformers makes of many texts, with the tokenizers of today's encoders.

    python Scripts/golden/encoder_tokenizers.py CORPORA OUT

Writes into OUT a directory for each tokenizer with the files that its model is published with: DeBERTa's spm.model without
a tokenizer.json, ModernBERT's byte-level BPE that GPT-NeoX began, mmBERT's BPE of Gemma, EuroBERT's of Llama 3, GTE's
unigram model of XLM-RoBERTa. Components, flags and the order of added tokens are the published ones; vocabularies are
trained here and now. Beside them random.jsonl with hard texts, and expected.json: for each tokenizer its class, and digests
of every Unicode scalar, the random texts, a corpus, and pairs cut to many lengths. Takes a minute; EncoderTokenizerTests
keeps the result in the cache, and nothing of it is committed.
"""
import base64
import json
import os
import random

os.environ["HF_HUB_OFFLINE"] = "1"
import transformers
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

import tokenizer_training as training
from tokenizer_agreement import TRAINED_ON, blocks, lines, out, random_texts, scalar_block
from tokenizer_digest import digest_values

transformers.logging.set_verbosity_error()

SIZE = 4000
# Every scalar of the planes in which any is assigned; each kind of tokenizer once.
EVERY_SCALAR = ["modernbert", "mmbert", "eurobert", "deberta"]
CORPUS = "tweets.csv"


def added(id, content, special=True, **flags):
    return {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": not special, "special": special, **flags}


def frame(begin, end, second_type=0):
    """`begin A end`, and `begin A end B end` for pairs."""
    def special(token, type_id):
        return {"SpecialToken": {"id": token[0], "type_id": type_id}}

    single = [special(begin, 0), {"Sequence": {"id": "A", "type_id": 0}}, special(end, 0)]
    pair = single + [{"Sequence": {"id": "B", "type_id": second_type}}, special(end, second_type)]
    return {"type": "TemplateProcessing", "single": single, "pair": pair,
            "special_tokens": {name: {"id": name, "ids": [id], "tokens": [name]} for name, id in (begin, end)}}


def bpe(vocabulary, merges, **options):
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, **options, "vocab": vocabulary, "merges": merges}


def document(**sections):
    return {"version": "1.0", "truncation": None, "padding": None, "decoder": None, **sections}


def decoder(tokens):
    """`added_tokens_decoder` of tokenizer_config.json."""
    return {str(token["id"]): {key: value for key, value in token.items() if key != "id"} for token in tokens}


def byte_level_model(texts, pre_tokenizer, special):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=SIZE, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return json.loads(tokenizer.to_str())["model"]


def modernbert(texts):
    """OLMo's vocabulary: tokens that stand for personal data, runs of spaces, BERT's special tokens, unused ones."""
    model = byte_level_model(
        [text for text in texts for text in (text, text.replace(" ", "  "))],
        pre_tokenizers.ByteLevel(add_prefix_space=False), ["|||IP_ADDRESS|||", "<|padding|>"])
    tokens = [added(0, "|||IP_ADDRESS|||", False), added(1, "<|padding|>")]
    size = len(model["vocab"])
    following = [(" " * count, {}) for count in range(24, 1, -1)]
    following += [("|||EMAIL_ADDRESS|||", {}), ("|||PHONE_NUMBER|||", {}), ("<|endoftext|>", {"special": True})]
    following += [(name, {"special": True}) for name in ("[UNK]", "[CLS]", "[SEP]", "[PAD]")]
    following += [("[MASK]", {"special": True, "lstrip": True})] + [(f"[unused{index}]", {}) for index in range(83)]
    for content, flags in following:
        tokens.append(added(size, content, flags.get("special", False), lstrip=flags.get("lstrip", False)))
        size += 1
    ids = {token["content"]: token["id"] for token in tokens}
    return {
        "config.json": {"model_type": "modernbert"},
        "tokenizer_config.json": {
            "added_tokens_decoder": decoder(tokens), "clean_up_tokenization_spaces": True, "cls_token": "[CLS]", "mask_token": "[MASK]",
            "model_input_names": ["input_ids", "attention_mask"], "model_max_length": 8192, "pad_token": "[PAD]", "sep_token": "[SEP]",
            "tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "[UNK]"},
        "tokenizer.json": document(
            added_tokens=tokens, normalizer={"type": "NFC"},
            pre_tokenizer={"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            post_processor=frame(("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])),
            model=bpe(model["vocab"], model["merges"]))}


def gemma(texts):
    """Whole texts are one piece, spaces are letters of it, and what no token spells is spelled by its bytes."""
    begin = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "[multimodal]"] + [f"<unused{index}>" for index in range(99)]
    begin += ["<start_of_turn>", "<end_of_turn>"]
    runs = ["\n" * count for count in range(2, 32)] + ["\u2581" * count for count in range(2, 32)]
    tags = ["<table>", "<caption>", "</table>", "<h1>", "</h1>", "<em>", "</em>", "<blockquote>", "</a>"]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "\u2581")
    # A mark begins a word in training, as SentencePiece has it; merges of whole texts would be of that text alone.
    tokenizer.pre_tokenizer = pre_tokenizers.Split("\u2581", "merged_with_next")
    known = begin + runs[:1] + tags + [f"<0x{byte:02X}>" for byte in range(256)] + ["\t"]
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=SIZE, special_tokens=known, limit_alphabet=300, show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    vocabulary = model["vocab"]
    special = {"<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "<start_of_turn>", "<end_of_turn>"}
    tokens = [added(vocabulary[name], name, name in special, normalized=False) for name in begin + runs[:1] + tags]
    for run in runs[1:]:
        vocabulary[run] = vocabulary.get(run, len(vocabulary))
        tokens.append(added(vocabulary[run], run, False, normalized=False))
    tokens.sort(key=lambda token: token["id"])
    return {
        "config.json": {"model_type": "modernbert"},
        "tokenizer_config.json": {
            "added_tokens_decoder": decoder(tokens), "bos_token": "<bos>", "cls_token": "<bos>", "eos_token": "<eos>",
            "sep_token": "<eos>", "mask_token": "<mask>", "pad_token": "<pad>", "unk_token": "<unk>", "model_max_length": 8192,
            "padding_side": "right", "model_input_names": ["input_ids", "attention_mask"], "spaces_between_special_tokens": False,
            "tokenizer_class": "GemmaTokenizerFast"},
        "tokenizer.json": document(
            added_tokens=tokens, normalizer={"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"},
            pre_tokenizer={"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": False},
            post_processor=frame(("<bos>", vocabulary["<bos>"]), ("<eos>", vocabulary["<eos>"])),
            model=bpe(vocabulary, model["merges"], unk_token="<unk>", fuse_unk=True, byte_fallback=True))}


def eurobert(texts):
    """Llama 3's expression before bytes, whole pieces first, 256 special tokens at the end."""
    split = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(training.GPT4), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    model = byte_level_model(texts, split, [])
    size = len(model["vocab"])
    names = ["<|begin_of_text|>", "<|end_of_text|>", "<|mask|>", "<|parallel_sep|>", "<|pad|>", "<|reserved_special_token_2|>",
             "<|start_header_id|>", "<|end_header_id|>", "<|reserved_special_token_3|>", "<|eot_id|>"]
    names += [f"<|reserved_special_token_{index}|>" for index in range(4, 250)]
    tokens = [added(size + index, name) for index, name in enumerate(names)]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    return {
        "config.json": {"model_type": "eurobert"},
        "tokenizer_config.json": {
            "added_tokens_decoder": decoder(tokens), "bos_token": "<|begin_of_text|>", "cls_token": "<|begin_of_text|>",
            "eos_token": "<|end_of_text|>", "sep_token": "<|end_of_text|>", "mask_token": "<|mask|>", "pad_token": "<|pad|>",
            "model_input_names": ["input_ids", "attention_mask"], "model_max_length": 8192,
            "tokenizer_class": "PreTrainedTokenizerFast"},
        "tokenizer.json": document(
            added_tokens=tokens, normalizer=None,
            pre_tokenizer={"type": "Sequence", "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": training.GPT4}, "behavior": "Isolated", "invert": False}, byte_level]},
            post_processor={"type": "Sequence", "processors": [
                {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True},
                frame(("<|begin_of_text|>", size), ("<|end_of_text|>", size + 1))]},
            model=bpe(model["vocab"], model["merges"], ignore_merges=True))}


def gte(model):
    """XLM-RoBERTa's file, of which its class makes the pipeline anew; `new` is an architecture of the Hub's own code."""
    vocabulary, rules = training.pieces(model)
    entries = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]] + [list(piece) for piece in vocabulary[3:]] + [["<mask>", 0.0]]
    mask = len(entries) - 1
    tokens = [added(0, "<s>"), added(1, "<pad>"), added(2, "</s>"), added(3, "<unk>"), added(mask, "<mask>", lstrip=True)]
    return {
        "config.json": {"model_type": "new", "auto_map": {"AutoModel": "modeling.NewModel"}},
        "tokenizer_config.json": {
            "added_tokens_decoder": decoder(tokens), "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>",
            "model_max_length": 32768, "pad_token": "<pad>", "sep_token": "</s>", "tokenizer_class": "XLMRobertaTokenizerFast",
            "unk_token": "<unk>"},
        "tokenizer.json": document(
            added_tokens=tokens,
            normalizer={"type": "Precompiled", "precompiled_charsmap": base64.b64encode(rules).decode()},
            pre_tokenizer={"type": "Sequence", "pretokenizers": [
                {"type": "WhitespaceSplit"}, training.metaspace(prepend_scheme="always", split=True)]},
            post_processor=training.template(("<s>", 0), ("</s>", 2)),
            model={"type": "Unigram", "unk_id": 3, "vocab": entries, "byte_fallback": False})}


def deberta(model, **options):
    """DeBERTa-v3 and mDeBERTa: the model, and next to nothing said about it; [MASK] comes after its last piece."""
    return {"config.json": {"model_type": "deberta-v2"}, "spm.model": model,
            "tokenizer_config.json": {"do_lower_case": False, "vocab_type": "spm", **options}}


def deberta_added(model):
    """DeBERTa as transformers 4 saved it without its fast tokenizer."""
    size = len(training.pieces(model)[0])
    return {
        **deberta(model), "added_tokens.json": {"[MASK]": size},
        "special_tokens_map.json": {
            "bos_token": "[CLS]", "cls_token": "[CLS]", "eos_token": "[SEP]", "mask_token": "[MASK]", "pad_token": "[PAD]",
            "sep_token": "[SEP]", "unk_token": {"content": "[UNK]", "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}},
        "tokenizer_config.json": {
            "do_lower_case": False, "split_by_punct": False, "sp_model_kwargs": {}, "tokenizer_class": "DebertaV2Tokenizer",
            "vocab_type": "spm", "mask_token": "[MASK]", "model_max_length": 512}}


def deberta_file(model):
    """What DebertaV2Converter of transformers made of the model, taken as it is."""
    vocabulary, rules = training.pieces(model)
    mask = len(vocabulary)
    tokens = [added(0, "[PAD]"), added(1, "[CLS]"), added(2, "[SEP]"), added(3, "[UNK]", normalized=True), added(mask, "[MASK]")]
    return {
        "config.json": {"model_type": "deberta-v2"},
        "tokenizer_config.json": {
            "added_tokens_decoder": decoder(tokens), "tokenizer_class": "PreTrainedTokenizerFast", "cls_token": "[CLS]", "sep_token": "[SEP]",
            "mask_token": "[MASK]", "pad_token": "[PAD]", "unk_token": "[UNK]",
            "model_input_names": ["input_ids", "token_type_ids", "attention_mask"]},
        "tokenizer.json": document(
            added_tokens=tokens,
            normalizer={"type": "Sequence", "normalizers": [
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(rules).decode()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
            pre_tokenizer={"type": "Sequence", "pretokenizers": [training.metaspace(prepend_scheme="always", split=True)]},
            post_processor=frame(("[CLS]", 1), ("[SEP]", 2), second_type=1),
            model={"type": "Unigram", "unk_id": 3, "vocab": [list(piece) for piece in vocabulary], "byte_fallback": False})}


def sentence_pieces(texts, **options):
    # Scalars that are rare stay unknown, as in any vocabulary.
    return training.sentencepiece_model(texts, "unigram", character_coverage=0.995, **options)


def train(texts, hard):
    """Writes a directory for each tokenizer. Returns their names.

    `hard` are texts of many scripts; a part of them is trained on too, so that not all of their scalars are unknown.
    """
    chooser = random.Random(15)
    texts = [text for text in texts[::8] if text] + [text.replace("\0", "") for text in chooser.sample(hard, 500) if text]
    plain = [" ".join(text.split()) for text in texts]
    spm = sentence_pieces(plain, pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]",
                          unk_piece="[UNK]")
    made = {
        "modernbert": modernbert(texts), "mmbert": gemma(texts), "eurobert": eurobert(texts), "gte": gte(sentence_pieces(plain)),
        "deberta": deberta(spm), "deberta-punctuation": deberta(spm, do_lower_case=True, split_by_punct=True),
        "deberta-added": deberta_added(spm), "deberta-file": deberta_file(spm)}
    for name, files in made.items():
        (out / name).mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
            (out / name / file).write_bytes(data)
    return list(made)


def values(encoding, types):
    """All that an encoding holds, for a digest. Without types the model is given none, and all are 0."""
    result = [len(encoding.ids), *encoding.ids, *(encoding.type_ids if types else [0] * len(encoding.ids))]
    result += [value for pair in encoding.offsets for value in pair] + encoding.special_tokens_mask
    for token in encoding.tokens:
        spelling = token.encode()
        result += [len(spelling), *spelling]
    return result


def figures(name, hard):
    tokenizer = transformers.AutoTokenizer.from_pretrained(str(out / name))
    types = "token_type_ids" in tokenizer.model_input_names
    backend = tokenizer.backend_tokenizer

    def digest(texts, size):
        return [digest_values([value for encoding in backend.encode_batch(block) for value in values(encoding, types)])
                for block in blocks(texts, size)]

    texts = lines(CORPUS)
    result = {"className": type(tokenizer).__name__, "types": types, "mask": tokenizer.mask_token, "pad": tokenizer.pad_token_id,
              "size": max(tokenizer.get_vocab().values()) + 1, "random": digest(hard, 100), "corpus": digest(texts, 500), "scalars": []}
    if name in EVERY_SCALAR:
        result["scalars"] = [digest(scalar_block(start), 256)[0] for start in range(0, 0x40000, 4096)]
    result["pairs"] = []
    for index in range(400):
        backend.enable_truncation(5 + index % 60)
        encoding = backend.encode(texts[index], texts[(index * 7 + 1) % len(texts)])
        result["pairs"].append(digest_values(values(encoding, types)))
    return result


def main():
    hard = random_texts(3000)
    names = train([line for name in TRAINED_ON for line in lines(name)], hard)
    (out / "random.jsonl").write_text("".join(json.dumps(text) + "\n" for text in hard))
    (out / "expected.json").write_text(json.dumps({name: figures(name, hard) for name in names}))


if __name__ == "__main__":
    main()
