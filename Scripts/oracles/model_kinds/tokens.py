"""Tokens in files of their own: added_tokens.json, special_tokens_map.json, lists and tables of tokenizer_config.json."""
from .parts import (
    LABELS, SPECIAL, bert_files, bpe_files, classify, network, of, refusal, save, sentencepiece_model, wordpiece_file, write,
)
from .texts import TEXTS, WORDPIECE

NEXT = len(WORDPIECE)


def entry(content, **flags):
    """An entry of added_tokens_decoder."""
    return {"content": content, "lstrip": False, "rstrip": False, "single_word": False, "normalized": False, "special": False} | flags


def bert(directory, _, form="json", map_file=None, added=None, **options):
    """BERT with tokens in tokenizer_config.json, special_tokens_map.json and added_tokens.json."""
    bert_files(directory, form, **options)
    if map_file is not None:
        write(directory / "special_tokens_map.json", map_file)
    if added is not None:
        write(directory / "added_tokens.json", added)
    save(directory, *network())
    return classify()


def inside_tokenizer_json(directory, _, *entries, **options):
    """Added tokens of tokenizer.json with flags."""
    bert_files(directory, **options)
    own = [entry(word, special=True) | {"id": WORDPIECE.index(word)} for word in SPECIAL.values()]
    wordpiece_file(directory, added_tokens=own + list(entries))
    save(directory, *network())
    return classify()


def roberta(directory, _, added=None, **options):
    """RoBERTa with tokens beyond its vocabulary."""
    bpe_files(directory, model_max_length=128, tokenizer_class="RobertaTokenizer", **options)
    if added:
        write(directory / "added_tokens.json", added)
    save(directory, *network("roberta"))
    return classify()


def pieces(directory, _, kind, name, added=None, map_file=None, **options):
    """A SentencePiece model alone, with tokens beyond it."""
    write(directory / name, sentencepiece_model(kind))
    write(directory / "tokenizer_config.json", {"model_max_length": 128} | options)
    if added:
        write(directory / "added_tokens.json", added)
    if map_file:
        write(directory / "special_tokens_map.json", map_file)
    save(directory, *network(kind))
    return classify()


def beyond_the_table(directory, _, text, *words):
    """One token with an id that the embedding table does not have: an error only where it occurs."""
    bert_files(directory, "vocab", added_tokens_decoder={str(NEXT): entry("NewTok")})
    save(directory, *network(vocab_size=NEXT))
    if words:
        return refusal(*words, command=("predict", "evaluate"), texts=[TEXTS[0], text], labels=list(LABELS.values()))
    return classify(texts=TEXTS[:6], pairs=[["Good morning", "warm room"]])


def types_beyond(directory, _):
    """One token type in the table: single texts go, pairs do not."""
    bert_files(directory)
    save(directory, *network(type_vocab_size=1))
    return classify(pairs=[])


def table_too_small(directory, _):
    """Rows for a part of the vocabulary, whose words occur."""
    bert_files(directory)
    save(directory, *network(vocab_size=30))
    return refusal("30", command=("predict",))


def roberta_beyond(directory, _):
    """`<mask>` and what comes after it stand beyond the rows of the table."""
    bpe_files(directory, model_max_length=128, added_tokens_decoder={"300": entry("[X9]", special=True)})
    save(directory, *network("roberta"))
    return classify(texts=TEXTS[:6], pairs=[["Good morning", "warm room"]])


KINDS = {
    "tokens-decoder": of(bert, added_tokens_decoder={
        "1": entry("[UNK]", special=True), str(NEXT): entry("NewTok"), str(NEXT + 1): entry("<ent>", special=True, lstrip=True)}),
    "tokens-decoder-single-word": of(bert, "vocab", added_tokens_decoder={str(NEXT): entry("newtok", single_word=True, normalized=True)}),
    "tokens-decoder-strips": of(bert, "vocab", lower=False, added_tokens_decoder={str(NEXT): entry("and", lstrip=True, rstrip=True)}),
    "tokens-decoder-changes-mask": of(bert, added_tokens_decoder={"4": entry("[MASK]", special=True, lstrip=True)}),
    "tokens-additional": of(bert, "vocab", additional_special_tokens=["<ent>", "[X9]"]),
    "tokens-additional-over-json": of(bert, additional_special_tokens=["<ent>", entry("NewTok", rstrip=True) | {"__type": "AddedToken"}]),
    "tokens-extra": of(bert, extra_special_tokens={"entity_token": "<ent>"}),
    "tokens-map-file": of(bert, "vocab", map_file=SPECIAL | {"additional_special_tokens": ["[X9]", "<ent>"]}),
    "tokens-map-file-objects": of(bert, map_file=SPECIAL | {"mask_token": entry("<mask>", lstrip=True)}, mask_token=None),
    "tokens-added-file": of(bert, "vocab", added={"[X9]": NEXT + 1, "newtok": NEXT}),
    "tokens-added-file-beside-json": of(bert, added={"newtok": NEXT}),
    "tokens-added-file-gap": of(bert, "vocab", added={"newtok": NEXT + 7}),
    "tokens-added-in-vocabulary": of(bert, "vocab", added={"café": WORDPIECE.index("café")}),
    "tokens-json-normalized": of(inside_tokenizer_json, entry("NewTok", normalized=True) | {"id": NEXT}),
    "tokens-json-not-normalized": of(inside_tokenizer_json, entry("NewTok") | {"id": NEXT}, entry("room", single_word=True) | {"id": NEXT + 1}),
    "tokens-roberta-additional": of(roberta, additional_special_tokens=["[X9]", "<ent>"]),
    "tokens-roberta-added-file": of(roberta, added={"NewTok": 190, "newtok": 191}),
    "tokens-roberta-mask": of(roberta, mask_token="[MASK]", added={"[MASK]": 190}),
    "tokens-xlnet-added-file": of(pieces, "xlnet", "spiece.model", added={"NewTok": 140}),
    "tokens-albert-map-file": of(pieces, "albert", "spiece.model", map_file={"additional_special_tokens": ["[X9]"]}),
    "tokens-xlmr-additional": of(pieces, "xlm-roberta", "sentencepiece.bpe.model", additional_special_tokens=["<ent>", "NewTok"]),
    "tokens-xlmr-decoder": of(pieces, "xlm-roberta", "sentencepiece.bpe.model", added_tokens_decoder={"200": entry("[X9]", special=True)}),
    "tokens-beyond-not-occurring": of(beyond_the_table, ""),
    "tokens-beyond-occurring": of(beyond_the_table, "a NewTok room", "NewTok"),
    "tokens-roberta-beyond-not-occurring": roberta_beyond,
    "tokens-types-beyond": types_beyond,
    "tokens-table-too-small": table_too_small,
}
