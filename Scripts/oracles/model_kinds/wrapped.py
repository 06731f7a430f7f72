"""Checkpoints whose names carry what training wrapped around the model; the values are those of the proper names."""
import torch
from safetensors.torch import save_file

from .parts import classify, configure, network, of, refusal, save, tokenizer_of, vectors, write


def both(directory, proper, kind="bert", head="classifier"):
    """The tokenizer in both directories, the sound weights in the second: the state and the configuration."""
    config, state = network(kind, head)
    for each in (directory, proper):
        tokenizer_of(kind, each)
        configure(each, config)
    save(proper, config, state)
    return state


def renamed(directory, proper, rename, kind="bert", **more):
    """Tensors under other names in model.safetensors."""
    state = both(directory, proper, kind)
    save_file({rename(name): value for name, value in state.items()}, directory / "model.safetensors", {"format": "pt"})
    return classify(**more)


def prefixed(directory, proper, prefix, kind="bert"):
    """One prefix before every name."""
    return renamed(directory, proper, lambda name: prefix + name, kind) | {"says": {"inspect": [prefix]}}


def nested(directory, proper, build, kind="bert"):
    """A state inside another structure of a pickle."""
    torch.save(build(both(directory, proper, kind)), directory / "pytorch_model.bin")
    return classify()


def training_state(state):
    """A checkpoint as a training loop leaves it."""
    optimizer = {"state": {0: {"step": torch.tensor(3.0), "exp_avg": torch.ones(4)}}, "param_groups": [{"lr": 1e-3, "params": [0]}]}
    return {"epoch": 3, "best": 0.5, "optimizer": optimizer, "model_state_dict": {"module." + n: v for n, v in state.items()}}


def sharded(directory, proper):
    """Two shards and an index, all with a prefix."""
    state = {"module." + name: value for name, value in both(directory, proper).items()}
    names = sorted(state)
    halves = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, part in halves.items():
        save_file({name: state[name] for name in part}, directory / file, {"format": "pt"})
    write(directory / "model.safetensors.index.json", {
        "metadata": {}, "weight_map": {name: file for file, part in halves.items() for name in part}})
    return classify()


def sentence_encoder(directory, proper, prefix):
    """An encoder saved from inside sentence-transformers."""
    state = both(directory, proper, "bert", None)
    save_file({prefix + name: value for name, value in state.items()}, directory / "model.safetensors", {"format": "pt"})
    return vectors(arguments={"embed": ["--no-normalize"]})


def old_names(name):
    """LayerNorm's names of the first releases, under a prefix."""
    return "module." + name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")


def half_named(architecture):
    """The architecture's own prefix before a part of the names only."""
    return lambda name: name.removeprefix(architecture) if "layer.1" in name or "embeddings" in name else name


def two_encoders(directory, _, first, second):
    """Two encoders in one file: which of them is meant cannot be known."""
    config, state = network()
    other = network(seed=9)[1]
    tokenizer_of("bert", directory)
    configure(directory, config)
    save_file({first + n: v for n, v in state.items()} | {second + n: v for n, v in other.items()},
              directory / "model.safetensors", {"format": "pt"})
    return refusal(first, second, command=("predict", "serve"))


def foreign_names(directory, _):
    """Names of a model that is none of ours, all under a prefix."""
    config, state = network()
    tokenizer_of("bert", directory)
    configure(directory, config)
    save_file({"student.blocks." + str(i) + ".w": v for i, v in enumerate(state.values())}, directory / "model.safetensors", {"format": "pt"})
    return refusal("student.")


KINDS = {
    "wrap-module-roberta": of(prefixed, prefix="module.", kind="roberta"),
    "wrap-compiled": of(prefixed, prefix="_orig_mod."),
    "wrap-model-distilbert": of(prefixed, prefix="model.", kind="distilbert"),
    "wrap-adapter-base": of(prefixed, prefix="base_model.model.", kind="albert"),
    "wrap-module-model": of(prefixed, prefix="module.model.", kind="electra"),
    "wrap-unheard-of": of(prefixed, prefix="my_net.inner."),
    "wrap-xlnet": of(prefixed, prefix="model.", kind="xlnet"),
    "wrap-gpt2": of(prefixed, prefix="module.", kind="gpt2"),
    "wrap-old-norm-names": of(renamed, old_names),
    "wrap-half-named-roberta": of(renamed, half_named("roberta.")),
    "wrap-half-named-distilbert": of(renamed, half_named("distilbert.")),
    "wrap-encoder-only": of(renamed, lambda name: "net." + name if name.startswith("bert.") else name, may_refuse=True),
    "wrap-no-own-prefix": of(renamed, lambda name: name.removeprefix("electra."), "electra"),
    "wrap-sharded": sharded,
    "wrap-lightning": of(nested, lambda state: {"state_dict": {"model." + n: v for n, v in state.items()}, "epoch": 1,
                                                "pytorch-lightning_version": "2.1.0", "hyper_parameters": {"lr": 1e-4}}),
    "wrap-training-state": of(nested, training_state),
    "wrap-nested-model": of(nested, lambda state: {"model": state, "step": 5}, "roberta"),
    "wrap-nested-module": of(nested, lambda state: {"module": state, "global_steps": 5}),
    "wrap-sentence-encoder": of(sentence_encoder, "0.auto_model."),
    "wrap-sentence-encoder-auto": of(sentence_encoder, "auto_model."),
    "wrap-two-encoders": of(two_encoders, "query_model.", "passage_model."),
    "wrap-averaged-twin": of(two_encoders, "model.", "model_ema."),
    "wrap-foreign-names": foreign_names,
}
