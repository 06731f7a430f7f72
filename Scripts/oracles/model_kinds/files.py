"""Files that are not what their names say, and numbers that are none."""
import gzip
import io
import math

import torch
from safetensors.torch import load_file, save_file

from .parts import LABELS, bert_files, classify, edit, network, of, refusal, save as save_model, tokenizer_of, write
from .sentences import dense, sentence_encoder

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "4d7a" * 16 + "\nsize 437955512\n"
PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n"
BOTH = ("predict", "tokenize")


def model(directory, kind="bert", form="json"):
    """A sound directory, of which a file is then spoilt."""
    if kind == "bert":
        bert_files(directory, form)
    else:
        tokenizer_of(kind, directory)
    config, state = network(kind)
    save_model(directory, config, state)
    return config, state


def replaced(directory, _, name, content, *words, kind="bert", form="json", command=("predict",), **more):
    """One file of a sound directory has another content."""
    model(directory, kind, form)
    write(directory / name, content)
    return refusal(name, *words, command=command, **more)


def truncated(directory, _, name, *words, form="json", command=("predict",)):
    """A download that broke off."""
    model(directory, form=form)
    content = (directory / name).read_bytes()
    (directory / name).write_bytes(content[: len(content) * 2 // 3])
    return refusal(name, *words, command=command)


def instead(directory, _, name, content, *words, drop="model.safetensors"):
    """Weights in a form that is not read, under the name that the form has."""
    model(directory)
    (directory / drop).unlink()
    write(directory / name, content)
    return refusal(*words, command=("predict",))


def pickle(directory, _, build, *words):
    """A pytorch_model.bin that is no state."""
    _, state = model(directory)
    (directory / "model.safetensors").unlink()
    build(directory / "pytorch_model.bin", state)
    return refusal("pytorch_model.bin", *words, command=("predict",))


class Scaled(torch.nn.Module):
    """A module of a foreign package, for a pickle of the whole."""

    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 2)

    def forward(self, values):
        return self.linear(values)


def truncated_pickle(path, state):
    """A zip archive without its end."""
    stream = io.BytesIO()
    torch.save(state, stream)
    path.write_bytes(stream.getvalue()[:-500])


def pointer_in_shards(directory, _, place):
    """A shard, or the index of shards, is a pointer."""
    _, state = model(directory)
    (directory / "model.safetensors").unlink()
    names = sorted(state)
    shards = {"model-00001-of-00002.safetensors": names[:20], "model-00002-of-00002.safetensors": names[20:]}
    for file, part in shards.items():
        save_file({name: state[name] for name in part}, directory / file, {"format": "pt"})
    write(directory / "model.safetensors.index.json", {"metadata": {}, "weight_map": {n: f for f, part in shards.items() for n in part}})
    write(directory / place, POINTER)
    return refusal(place, "git lfs", command=("predict",))


def adapter(directory, _):
    """An adapter without its base model."""
    model(directory)
    (directory / "model.safetensors").rename(directory / "adapter_model.safetensors")
    (directory / "config.json").unlink()
    write(directory / "adapter_config.json", {"peft_type": "LORA", "base_model_name_or_path": "some/base-model", "r": 8})
    return refusal("adapter", "some/base-model", command=("predict",))


def folder_for_weights(directory, _):
    """A directory has the name of the weights."""
    model(directory)
    (directory / "model.safetensors").unlink()
    (directory / "model.safetensors").mkdir()
    return refusal("model.safetensors", command=("predict",))


def pointer_in_dense(directory, _):
    """The weights of a sentence encoder's step are a pointer."""
    dense(directory, _, "torch.nn.modules.activation.Tanh")
    write(directory / "2_Dense" / "model.safetensors", POINTER)
    return refusal("2_Dense", "git lfs", command=("embed",))


def pointer_in_modules(directory, _):
    """The list of modules is a pointer: a sentence encoder must not become the mean of its tokens."""
    sentence_encoder(directory, _)
    write(directory / "modules.json", POINTER)
    return refusal("modules.json", "git lfs", command=("embed",))


def number(directory, _, field, value, right=None):
    """A number of config.json is none that JSON knows."""
    model(directory)
    edit(directory / "config.json", **{field: value})
    if right:
        return classify(may_refuse=True)
    return refusal(field, command=("predict",))


def poisoned(directory, _, name, row, value, occurs=True, kind="bert"):
    """A weight that is not finite: what it reaches is no answer."""
    _, state = model(directory, kind)
    state[name][row] = value
    save_file(state, directory / "model.safetensors", {"format": "pt"})
    if occurs:
        return refusal("finite|not a number", command=("predict", "evaluate"), exit=65, labels=list(LABELS.values()))
    return classify(may_refuse=True)


def poisoned_sentences(directory, _):
    """A sentence encoder whose vectors are not finite."""
    sentence_encoder(directory, _)
    state = load_file(directory / "model.safetensors")
    state["encoder.layer.1.output.LayerNorm.bias"][3] = math.nan
    save_file(state, directory / "model.safetensors", {"format": "pt"})
    return refusal("finite|not a number", command=("embed",), exit=65)


def half_values(directory, proper):
    """Weights in half precision whose values are few enough to be exact."""
    bert_files(directory)
    config, state = network()
    save_model(directory, config, {name: value.half() for name, value in state.items()})
    bert_files(proper)
    save_model(proper, config, {name: value.half().float() for name, value in state.items()})
    return classify()


def marked(directory, proper):
    """A mark of byte order before JSON, which the reference does not read."""
    model(directory)
    model(proper)
    path = directory / "config.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return classify(may_refuse=True)


KINDS = {
    "file-pointer-config": of(replaced, "config.json", POINTER, "git lfs", command=("predict",)),
    "file-pointer-vocab": of(replaced, "vocab.txt", POINTER, "git lfs", form="vocab", command=BOTH),
    "file-pointer-tokenizer-config": of(replaced, "tokenizer_config.json", POINTER, "git lfs", command=BOTH),
    "file-pointer-added-tokens": of(replaced, "added_tokens.json", POINTER, "git lfs", form="vocab", command=BOTH),
    "file-pointer-tokenizer-beside-vocab": of(replaced, "tokenizer.json", POINTER, "git lfs", form="vocab", command=BOTH),
    "file-pointer-merges": of(replaced, "merges.txt", POINTER, "git lfs", kind="roberta", command=BOTH),
    "file-pointer-pieces": of(replaced, "spiece.model", POINTER, "git lfs", kind="albert", command=BOTH),
    "file-pointer-shard": of(pointer_in_shards, "model-00002-of-00002.safetensors"),
    "file-pointer-index": of(pointer_in_shards, "model.safetensors.index.json"),
    "file-pointer-dense": pointer_in_dense,
    "file-pointer-modules": pointer_in_modules,
    "file-page-config": of(replaced, "config.json", PAGE, "html"),
    "file-page-vocab": of(replaced, "vocab.txt", PAGE, "html", form="vocab", command=BOTH),
    "file-page-pieces": of(replaced, "sentencepiece.bpe.model", PAGE, "html", kind="xlm-roberta", command=BOTH),
    "file-page-pickle": of(pickle, lambda path, state: path.write_text(PAGE), "html"),
    "file-empty-weights": of(replaced, "model.safetensors", b"", "empty"),
    "file-empty-pickle": of(pickle, lambda path, state: path.write_bytes(b""), "empty"),
    "file-empty-vocab": of(replaced, "vocab.txt", "", form="vocab", command=BOTH),
    "file-empty-tokenizer": of(replaced, "tokenizer.json", "", "empty", command=BOTH),
    "file-truncated-weights": of(truncated, "model.safetensors"),
    "file-truncated-tokenizer": of(truncated, "tokenizer.json", command=BOTH),
    "file-truncated-pickle": of(pickle, truncated_pickle),
    "file-packed-weights": of(replaced, "model.safetensors", gzip.compress(b"x" * 99, mtime=0), "gzip"),
    "file-packed-tokenizer": of(replaced, "tokenizer.json", gzip.compress(b"{}", mtime=0), "gzip", command=BOTH),
    "file-script": of(pickle, lambda path, state: torch.jit.script(Scaled()).save(str(path)), "TorchScript"),
    "file-whole-module": of(pickle, lambda path, state: torch.save(Scaled(), path), "Scaled"),
    "file-onnx": of(instead, "model.onnx", b"\x08\x07\x12\x07pytorch" + b"\0" * 40, "model.onnx"),
    "file-onnx-folder": of(instead, "onnx/model.onnx", b"\x08\x07\x12\x07pytorch" + b"\0" * 40, "model.onnx"),
    "file-onnx-by-name": of(replaced, "model.safetensors", b"\x08\x07\x12\x07pytorch\x1a\x032.0" + b"\0" * 40),
    "file-tensorflow": of(instead, "tf_model.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 40, "tf_model.h5"),
    "file-flax": of(instead, "flax_model.msgpack", b"\x83\xa4bert\x80", "flax_model.msgpack"),
    "file-gguf": of(instead, "model-q8_0.gguf", b"GGUF\x03\0\0\0" + b"\0" * 40, "gguf"),
    "file-openvino": of(instead, "openvino_model.xml", "<?xml version=\"1.0\"?><net/>", "openvino"),
    "file-adapter": adapter,
    "file-folder-for-weights": folder_for_weights,
    "file-nan-that-counts": of(number, "layer_norm_eps", math.nan),
    "file-nan-that-does-not": of(number, "initializer_range", math.nan, True),
    "file-infinity-that-does-not": of(number, "some_limit", math.inf, True),
    "file-size-as-text": of(number, "num_hidden_layers", "two"),
    "file-config-marked": marked,
    "file-half-precision": half_values,
    "number-nan-in-classifier": of(poisoned, "classifier.weight", 0, math.nan),
    "number-infinite-bias": of(poisoned, "classifier.bias", 1, math.inf),
    "number-nan-in-layer": of(poisoned, "roberta.encoder.layer.0.attention.self.value.weight", 3, math.nan, kind="roberta"),
    "number-nan-in-unused-row": of(poisoned, "bert.embeddings.word_embeddings.weight", 250, math.nan, occurs=False),
    "number-nan-in-sentences": poisoned_sentences,
}
