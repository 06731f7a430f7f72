"""The parts that directories are put together from: configurations, random weights, tokenizers' files."""
import functools
import io
import json

import sentencepiece
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification

from .texts import CORPUS, WORDPIECE

#: Rows of every embedding table: more than any vocabulary here has.
ROWS = 256
POSITIONS = 130
LABELS = {0: "calm", 1: "loud"}
SPECIAL = {"unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]"}

_COMMON = {
    "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48,
    "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "pad_token_id": 0,
}
_ROBERTA = _COMMON | {"type_vocab_size": 1, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}
_SIZES = {
    "bert": _COMMON, "mpnet": _COMMON | {"pad_token_id": 1},
    "electra": _COMMON | {"embedding_size": 16}, "albert": _COMMON | {"embedding_size": 16},
    "distilbert": {"dim": 32, "n_layers": 2, "n_heads": 4, "hidden_dim": 48, "max_position_embeddings": POSITIONS, "pad_token_id": 0},
    "roberta": _ROBERTA, "xlm-roberta": _ROBERTA, "camembert": _ROBERTA,
    "xlnet": {"d_model": 32, "n_layer": 2, "n_head": 4, "d_inner": 48, "pad_token_id": 5},
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": POSITIONS, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 1},
}


def write(path, value):
    """Writes a text or bytes as they are, anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(value, bytes):
        path.write_bytes(value)
    else:
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False), newline="")


def edit(path, **changes):
    """Changes members of a JSON file; None takes one away."""
    value = json.loads(path.read_text())
    value.update(changes)
    write(path, {name: each for name, each in value.items() if each is not None})


def network(kind="bert", head="classifier", seed=7, **changes):
    """A configuration and random weights: a classifier, `None` for the bare encoder, or any class of transformers."""
    torch.manual_seed(seed)
    labels = {} if "num_labels" in changes or "id2label" in changes else {
        "id2label": LABELS, "label2id": {name: i for i, name in LABELS.items()}}
    config = AutoConfig.for_model(kind, **(_SIZES[kind] | {"vocab_size": ROWS} | labels | changes))
    maker = AutoModelForSequenceClassification.from_config if head == "classifier" else AutoModel.from_config
    model = maker(config) if head in ("classifier", None) else head(config)
    with torch.no_grad():
        # Weights of the usual beginning hardly depend on the text.
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * (0.1 if parameter.dim() == 1 else 0.3))
    config.architectures = [type(model).__name__]
    # Tied weights share their storage, which safetensors does not write.
    state = {name: value.detach().clone().contiguous() for name, value in model.state_dict().items()}
    return config, state


def configure(directory, config, **changes):
    """Writes config.json, with members changed after transformers had its say; None takes one away."""
    value = config.to_dict()
    value.update(changes)
    write(directory / "config.json", {name: each for name, each in value.items() if each is not None or name == "id2label"})


def save(directory, config, state, pickled=None):
    """Writes config.json and weights; `pickled` instead of the state as pytorch_model.bin, where given."""
    configure(directory, config)
    if pickled is None:
        save_file(state, directory / "model.safetensors", {"format": "pt"})
    else:
        torch.save(pickled, directory / "pytorch_model.bin")


def wordpiece_file(directory, lower=True, normalizer=None, **members):
    """A tokenizer.json of BERT's form."""
    ids = {word: i for i, word in enumerate(WORDPIECE)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizer or normalizers.BertNormalizer(lowercase=lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.add_special_tokens(list(SPECIAL.values()))
    write(directory / "tokenizer.json", json.loads(tokenizer.to_str()) | members)


def bert_files(directory, form="json", lower=True, words=WORDPIECE, **options):
    """BERT's tokenizer: tokenizer.json or vocab.txt, and tokenizer_config.json."""
    if form == "json":
        wordpiece_file(directory, lower)
    else:
        write(directory / "vocab.txt", "\n".join(words) + "\n")
    configuration = {"tokenizer_class": "BertTokenizer", "do_lower_case": lower, "model_max_length": 128} | SPECIAL | options
    write(directory / "tokenizer_config.json", {name: value for name, value in configuration.items() if value is not None})


@functools.cache
def sentencepiece_model(form, kind="unigram", size=140, rule="nmt_nfkc"):
    """A trained SentencePiece model with the special pieces that the families have."""
    special = {
        "xlm-roberta": {},
        "albert": {"pad_id": 0, "unk_id": 1, "bos_id": -1, "eos_id": -1, "control_symbols": ["[CLS]", "[SEP]"],
                   "user_defined_symbols": ["[MASK]"], "pad_piece": "<pad>"},
        "xlnet": {"control_symbols": ["<cls>", "<sep>", "<pad>"], "user_defined_symbols": ["<mask>", "<eod>", "<eop>"]},
        "deberta": {"pad_id": 0, "bos_id": 1, "eos_id": 2, "unk_id": 3, "pad_piece": "[PAD]", "bos_piece": "[CLS]",
                    "eos_piece": "[SEP]", "unk_piece": "[UNK]"},
        "t5": {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1},
    }[form]
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS), model_writer=written, vocab_size=size, model_type=kind, num_threads=1,
        character_coverage=0.999, hard_vocab_limit=False, normalization_rule_name=rule, minloglevel=2, **special)
    return written.getvalue()


@functools.cache
def byte_pairs():
    """vocab.json and merges.txt of RoBERTa's form, trained; few merges, so that much stays bytes."""
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    # The alphabet is that of the corpus: all 256 bytes would be more rows than the tables have.
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=190, special_tokens=special, show_progress=False))
    model = json.loads(tokenizer.to_str())["model"]
    merges = "#version: 0.2\n" + "".join(" ".join(pair) + "\n" for pair in model["merges"])
    return model["vocab"], merges


def bpe_files(directory, **options):
    """vocab.json, merges.txt and, where options are given, tokenizer_config.json."""
    vocabulary, merges = byte_pairs()
    write(directory / "vocab.json", vocabulary)
    write(directory / "merges.txt", merges)
    if options:
        write(directory / "tokenizer_config.json", options)


def bare(**more):
    """What the directory is asked for: `ids` alone."""
    return {"ask": ["ids"]} | more


def classify(**more):
    """What the directory is asked for: `ids`, logits and labels."""
    return {"ask": ["ids", "logits"]} | more


def vectors(**more):
    """What the directory is asked for: `ids` and sentence vectors."""
    return {"ask": ["ids", "vectors"]} | more


def refusal(*names, command=("predict",), **more):
    """The right answer is an error that contains each of the names."""
    return {"refuse": True, "names": list(names), "command": list(command)} | more


def tokenizer_of(kind, directory):
    """The usual tokenizer of a family."""
    if kind in ("bert", "distilbert", "electra"):
        bert_files(directory)
    elif kind in ("roberta", "gpt2"):
        bpe_files(directory, model_max_length=128, **({"pad_token": "<s>"} if kind == "gpt2" else {}))
    elif kind == "mpnet":
        bert_files(directory, "vocab", words=["<s>", "<pad>", "</s>", "<unk>", "<mask>", "[UNK]", "warm", "room", "the"], tokenizer_class=None,
                   unk_token=None, sep_token=None, pad_token=None, cls_token=None, mask_token=None)
    elif kind in ("xlm-roberta", "camembert"):
        write(directory / "sentencepiece.bpe.model", sentencepiece_model("xlm-roberta"))
        write(directory / "tokenizer_config.json", {"model_max_length": 128})
    else:
        write(directory / "spiece.model", sentencepiece_model(kind))
        write(directory / "tokenizer_config.json", {"model_max_length": 128})


def of(function, *arguments, **options):
    """A kind with its arguments."""
    return lambda directory, proper: function(directory, proper, *arguments, **options)
