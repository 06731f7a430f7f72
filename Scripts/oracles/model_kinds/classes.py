"""Which tokenizer class a directory means, and which options of tokenizer_config.json count in it."""
import json

import sentencepiece
import tokenizers
from transformers import AutoTokenizer

from .parts import (
    SPECIAL, bare, bert_files, bpe_files, classify, edit, network, of, refusal, save, sentencepiece_model, wordpiece_file, write,
)
from .texts import TEXTS, WORDPIECE

MPNET = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"] + [word for word in WORDPIECE if word not in SPECIAL.values()] + ["[UNK]"]
LONG = TEXTS + [" ".join(TEXTS[1:5])]


def bert(directory, _, form="json", json_lower=True, kind="bert", says=None, **options):
    """BERT's class over tokenizer.json (which may say something else) or vocab.txt."""
    bert_files(directory, form, **options)
    if form == "json":
        wordpiece_file(directory, json_lower)
    save(directory, *network(kind))
    return classify(**({"says": {"inspect": says}} if says else {}))


def class_in_config(directory, _):
    """config.json names the class, tokenizer_config.json is silent."""
    bert_files(directory, tokenizer_class=None, lower=False)
    config, state = network()
    save(directory, config, state)
    edit(directory / "config.json", tokenizer_class="BertTokenizerFast")
    return classify()


def no_tokenizer_config(directory, _, form="json", kind="bert"):
    """model_type alone decides."""
    bert_files(directory, form)
    (directory / "tokenizer_config.json").unlink()
    save(directory, *network(kind))
    return classify()


def cut(directory, _, **options):
    """The side from which texts are cut, and how pairs share the length."""
    bert_files(directory, **options)
    save(directory, *network())
    return bare(tokenizer_call={"truncation": True, "max_length": 7}, arguments={"tokenize": ["--max-length", "7"]})


def long_texts(directory, _, **options):
    """Texts longer than model_max_length are cut to it before they are classified."""
    bert_files(directory, model_max_length=9, **options)
    save(directory, *network())
    return classify(texts=LONG, leave=["ids", "pair_ids", "pair_types"])


def mpnet(directory, _, json_lower=None, **options):
    """MPNet's frame and its unknown token."""
    write(directory / "vocab.txt", "\n".join(MPNET) + "\n")
    if json_lower is not None:
        made = AutoTokenizer.from_pretrained(directory, tokenizer_type="mpnet", do_lower_case=json_lower)
        write(directory / "tokenizer.json", json.loads(made.backend_tokenizer.to_str()))
        (directory / "vocab.txt").unlink()
    write(directory / "tokenizer_config.json", {"model_max_length": 128} | options)
    save(directory, *network("mpnet"))
    return classify()


def bpe(directory, _, kind="roberta", json_file=False, **options):
    """vocab.json and merges.txt, or tokenizer.json of the class's defaults beside options that differ."""
    bpe_files(directory, model_max_length=128, **options)
    if json_file:
        made = AutoTokenizer.from_pretrained(directory, tokenizer_type="roberta")
        made.backend_tokenizer.save(str(directory / "tokenizer.json"))
    save(directory, *network(kind))
    return classify()


def pieces(directory, _, kind, form, name, rule="nmt_nfkc", trained="unigram", **options):
    """A SentencePiece model alone."""
    write(directory / name, sentencepiece_model(form, trained, rule=rule))
    write(directory / "tokenizer_config.json", {"model_max_length": 128} | options)
    save(directory, *network(kind))
    return classify()


def pieces_saved(directory, proper, kind, form, name, changed=None, **options):
    """The tokenizer.json that transformers itself writes of a SentencePiece model, with options changed afterwards."""
    write(directory / name, sentencepiece_model(form))
    write(directory / "tokenizer_config.json", {"model_max_length": 128} | options)
    save(directory, *network(kind))
    made = AutoTokenizer.from_pretrained(directory)
    (directory / name).unlink()
    made.save_pretrained(directory)
    if changed:
        edit(directory / "tokenizer_config.json", **changed)
    return classify()


def token_model(directory, _, model_type, form, name, **options):
    """A tokenizer beside a config.json of a model that is only named: for its ids."""
    write(directory / name, sentencepiece_model(form))
    write(directory / "tokenizer_config.json", {"model_max_length": 128} | options)
    write(directory / "config.json", {"model_type": model_type})
    return bare(may_refuse=True)


def not_built(directory, _, name, *words, kind="bert", files=None, **options):
    """A class with code of its own that is not built."""
    bert_files(directory, "vocab", tokenizer_class=name, **options)
    for file, text in (files or {}).items():
        write(directory / file, text)
    save(directory, *network(kind))
    return refusal(name, *words, command=("predict", "tokenize"))


def other_frame(directory, _, name):
    """A relative of BERT's class with another frame or normaliser: right, or refused by name."""
    bert_files(directory, "vocab", tokenizer_class=name)
    save(directory, *network(type_vocab_size=4))
    return classify(may_refuse=True)


def foreign_code(directory, _):
    """A tokenizer whose code lies beside it."""
    bert_files(directory, "vocab", tokenizer_class="LetterTokenizer", auto_map={"AutoTokenizer": ["letters.LetterTokenizer", None]})
    write(directory / "letters.py", "class LetterTokenizer: pass\n")
    save(directory, *network())
    return refusal("LetterTokenizer", command=("predict", "tokenize"))


def bert_over_unigram(directory, _):
    """BERT's class beside a tokenizer.json whose model is another."""
    bert_files(directory)
    model = tokenizers.models.Unigram([("<unk>", 0.0), ("\u2581", -2.0), ("a", -3.0), ("b", -3.5)], unk_id=0)
    tokenizers.Tokenizer(model).save(str(directory / "tokenizer.json"))
    save(directory, *network())
    return refusal("BertTokenizer", "Unigram", command=("predict", "tokenize"))


def over_another_model(directory, _, name, *words):
    """A class of SentencePiece beside a WordPiece tokenizer.json."""
    bert_files(directory, tokenizer_class=name)
    save(directory, *network())
    return refusal(name, *words, command=("predict", "tokenize"))


def two_vocabularies(directory, _):
    """vocab.txt and tokenizer.json that differ."""
    bert_files(directory)
    write(directory / "vocab.txt", "\n".join(WORDPIECE[:5] + WORDPIECE[:4:-1]) + "\n")
    save(directory, *network())
    return classify()


def no_limit(directory, _, kind, longest):
    """Texts longer than the table of positions, and no model_max_length: cut to the table, or refused."""
    if kind == "bert":
        bert_files(directory, model_max_length=None)
    else:
        bpe_files(directory, tokenizer_class="RobertaTokenizer")
    save(directory, *network(kind))
    return classify(
        texts=[" ".join(TEXTS * 3)], pairs=[], leave=["ids", "pair_ids", "pair_types"], may_refuse=True,
        logits_call={"max_length": longest})


def camembert_published(directory, _):
    """CamemBERT's published tokenizer.json: `<unk>` twice, an added token with the first id, one id more than entries."""
    model = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model("xlm-roberta"))
    own = [["<s>NOTUSED", 0.0], ["<pad>", 0.0], ["</s>NOTUSED", 0.0], ["<unk>", 0.0]]
    entries = own + [[model.id_to_piece(i), model.get_score(i)] for i in range(model.get_piece_size())]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    ids = {"<pad>": 1, "<unk>": 3, "<s>": 5, "</s>": 6, "<mask>": len(entries)}
    write(directory / "tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": word} | flags | {"lstrip": word == "<mask>"} for word, i in ids.items()],
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True},
        "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 6], "cls": ["<s>", 5], "trim_offsets": True, "add_prefix_space": True},
        "decoder": None, "model": {"type": "Unigram", "unk_id": 3, "vocab": entries}})
    write(directory / "tokenizer_config.json", {"model_max_length": 128})
    save(directory, *network("camembert", vocab_size=len(entries)))
    kept = [text for text in TEXTS if "<mask>" not in text]
    return classify(texts=kept)


def named_tokens(directory, _):
    """Special tokens with names of their own."""
    names = {"[CLS]": "[START]", "[SEP]": "[END]", "[UNK]": "[WHAT]", "[PAD]": "[FILL]"}
    own = {"cls_token": "[START]", "sep_token": "[END]", "unk_token": "[WHAT]", "pad_token": "[FILL]"}
    bert_files(directory, "vocab", words=[names.get(word, word) for word in WORDPIECE], **own)
    save(directory, *network())
    return classify()


KINDS = {
    "class-bert-strips-accents-only": of(
        bert, lower=False, strip_accents=True, says=["lower case", "tokenizer_config.json over tokenizer.json"]),
    "class-bert-keeps-accents": of(bert, "vocab", strip_accents=False),
    "class-bert-keeps-accents-over-json": of(bert, strip_accents=False),
    "class-bert-no-chinese": of(bert, tokenize_chinese_chars=False),
    "class-bert-silent-about-case": of(bert, json_lower=False, do_lower_case=None),
    "class-bert-vocab-cased": of(bert, "vocab", lower=False),
    "class-distilbert-silent": of(bert, kind="distilbert", lower=False, tokenizer_class=None),
    "class-distilbert-fast": of(bert, kind="distilbert", lower=False, tokenizer_class="DistilBertTokenizerFast"),
    "class-electra-fast": of(bert, "vocab", kind="electra", lower=False, tokenizer_class="ElectraTokenizerFast"),
    "class-file-as-it-is": of(bert, json_lower=False, tokenizer_class="TokenizersBackend"),
    "class-fast-over-lower-false": of(bert, lower=False, tokenizer_class="PreTrainedTokenizerFast"),
    "class-in-config": class_in_config,
    "class-no-tokenizer-config": no_tokenizer_config,
    "class-no-tokenizer-config-vocab": of(no_tokenizer_config, "vocab", "electra"),
    "class-bert-no-types": of(bert, model_input_names=["input_ids", "attention_mask"]),
    "class-bert-cut-left": of(cut, truncation_side="left"),
    "class-bert-cut-right": cut,
    "class-bert-long-texts": long_texts,
    "class-bert-long-texts-left": of(long_texts, truncation_side="left"),
    "class-bert-pad-left": of(bert, padding_side="left"),
    "class-bert-named-tokens": named_tokens,
    "class-bert-mask-with-flags": of(bert, mask_token={
        "__type": "AddedToken", "content": "[MASK]", "lstrip": True, "rstrip": True, "single_word": False, "normalized": False}),
    "class-bert-split-special": of(bert, split_special_tokens=True),
    "class-bert-never-split": of(bert, "vocab", never_split=["NewTok"], do_basic_tokenize=True),
    "class-bert-unknown-keys": of(bert, clean_up_tokenization_spaces=True, name_or_path="somewhere", frobnicate={"a": [1]}),
    "class-mpnet-vocab": mpnet,
    "class-mpnet-over-json": of(mpnet, json_lower=True, do_lower_case=False, tokenizer_class="MPNetTokenizer"),
    "class-roberta-silent": bpe,
    "class-roberta-prefix-space": of(bpe, json_file=True, add_prefix_space=True, tokenizer_class="RobertaTokenizer"),
    "class-roberta-fast": of(bpe, json_file=True, tokenizer_class="RobertaTokenizerFast"),
    "class-roberta-named-gpt2": of(bpe, tokenizer_class="GPT2Tokenizer"),
    "class-gpt2-silent": of(bpe, "gpt2", pad_token="<s>"),
    "class-gpt2-prefix-space": of(bpe, "gpt2", tokenizer_class="GPT2TokenizerFast", add_prefix_space=True, pad_token="<s>"),
    "class-gpt2-first-token": of(bpe, "gpt2", add_bos_token=True, bos_token="<s>", eos_token="</s>", pad_token="<pad>"),
    "class-albert-model": of(pieces, "albert", "albert", "spiece.model"),
    "class-albert-cased-accents": of(pieces, "albert", "albert", "spiece.model", do_lower_case=False, keep_accents=True),
    "class-albert-saved": of(pieces_saved, "albert", "albert", "spiece.model", {"do_lower_case": False}),
    "class-xlnet-model": of(pieces, "xlnet", "xlnet", "spiece.model"),
    "class-xlnet-lower": of(pieces, "xlnet", "xlnet", "spiece.model", do_lower_case=True, tokenizer_class="XLNetTokenizer"),
    "class-xlnet-saved": of(pieces_saved, "xlnet", "xlnet", "spiece.model", {"keep_accents": True}),
    "class-camembert-model": of(pieces, "camembert", "xlm-roberta", "sentencepiece.bpe.model", tokenizer_class="CamembertTokenizer"),
    "class-camembert-saved": of(pieces_saved, "camembert", "xlm-roberta", "sentencepiece.bpe.model"),
    "class-xlmr-fast-model": of(pieces, "xlm-roberta", "xlm-roberta", "sentencepiece.bpe.model", tokenizer_class="XLMRobertaTokenizerFast"),
    "class-xlmr-identity-rules": of(pieces, "xlm-roberta", "xlm-roberta", "sentencepiece.bpe.model", rule="identity"),
    "class-xlmr-saved": of(pieces_saved, "xlm-roberta", "xlm-roberta", "sentencepiece.bpe.model"),
    "class-bert-with-albert": of(pieces, "bert", "albert", "spiece.model", tokenizer_class="AlbertTokenizer"),
    "class-deberta-model": of(token_model, "deberta-v2", "deberta", "spm.model"),
    "class-t5-model": of(token_model, "t5", "t5", "spiece.model"),
    "class-japanese": of(not_built, "BertJapaneseTokenizer", word_tokenizer_type="mecab", subword_tokenizer_type="wordpiece"),
    "class-bertweet": of(not_built, "BertweetTokenizer", kind="roberta", files={"bpe.codes": "t h 5\n"}, normalization=True),
    "class-phobert": of(not_built, "PhobertTokenizer", kind="roberta", files={"bpe.codes": "t h 5\n"}),
    "class-canine": of(not_built, "CanineTokenizer"),
    "class-foreign-code": foreign_code,
    "class-funnel": of(other_frame, "FunnelTokenizer"),
    "class-splinter": of(other_frame, "SplinterTokenizer"),
    "class-bert-generation": of(token_model, "bert-generation", "xlm-roberta", "spiece.model"),
    "class-big-bird": of(token_model, "big_bird", "xlm-roberta", "spiece.model"),
    "class-mbart": of(token_model, "mbart", "xlm-roberta", "sentencepiece.bpe.model", src_lang="en_XX"),
    "class-bert-over-unigram": bert_over_unigram,
    "class-xlmr-over-wordpiece": of(over_another_model, "XLMRobertaTokenizer", "WordPiece"),
    "class-roberta-over-wordpiece": of(over_another_model, "RobertaTokenizer", "WordPiece"),
    "class-bert-two-vocabularies": two_vocabularies,
    "class-bert-no-limit": of(no_limit, "bert", 130),
    "class-roberta-no-limit": of(no_limit, "roberta", 128),
    "class-camembert-published": camembert_published,
}
