"""Directories of sentence-transformers: modules, steps, prompts, lengths."""
import torch
from safetensors.torch import save_file

from .parts import bert_files, network, of, refusal, save, vectors, write

TYPE = "sentence_transformers.models."
MEAN = {"word_embedding_dimension": 32, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False}


def sentence_encoder(directory, _, pooling=MEAN, steps=(), prompts=None, folder="", lower=True, settings=None, types=None,
                     config_file=None, encode=None, arguments=(), kind="bert"):
    """An encoder, pooling, and further steps as (folder, type, configuration, tensors)."""
    home = directory / folder
    home.mkdir(exist_ok=True)
    bert_files(home, lower=lower)
    save(home, *network(kind, None))
    if settings is not False:
        write(home / "sentence_bert_config.json", settings or {"max_seq_length": 64, "do_lower_case": False})
    names = types or (TYPE + "Transformer", TYPE + "Pooling")
    modules = [("", names[0]) if not folder else (folder, names[0]), ("1_Pooling", names[1])]
    write(directory / "1_Pooling" / "config.json", pooling)
    for place, module, configuration, tensors in steps:
        modules.append((place, module))
        write(directory / place / "config.json", configuration)
        if tensors:
            save_file(tensors, directory / place / "model.safetensors", {"format": "pt"})
    write(directory / "modules.json", [
        {"idx": i, "name": str(i), "path": path, "type": module} for i, (path, module) in enumerate(modules)])
    if prompts is not None or config_file:
        write(directory / "config_sentence_transformers.json", (prompts or {}) | (config_file or {}))
    more = {"encode": encode} if encode else {}
    if arguments:
        more["arguments"] = {"embed": list(arguments)}
    # Where prompts or a folder are in play, the plain ids say nothing.
    return vectors(**more) | ({"ask": ["vectors"]} if folder else {})


def linear(inputs, outputs, bias=True, residual=False):
    """Weights of a Dense step."""
    torch.manual_seed(3)
    tensors = {"linear.weight": torch.randn(outputs, inputs) * 0.4}
    if bias:
        tensors["linear.bias"] = torch.randn(outputs) * 0.2
    if residual:
        tensors["residual.weight"] = torch.randn(outputs, inputs) * 0.3
    return tensors


def dense(directory, _, activation, inputs=32, outputs=12, bias=True, **configuration):
    """A Dense step with an activation of torch."""
    residual = configuration.get("use_residual", False) and inputs != outputs
    settings = {"in_features": inputs, "out_features": outputs, "bias": bias, "activation_function": activation} | configuration
    step = ("2_Dense", TYPE + "Dense", {n: v for n, v in settings.items() if v is not None}, linear(inputs, outputs, bias, residual))
    return sentence_encoder(directory, _, steps=[step])


def torch_activation(name, **more):
    """A Dense step with torch.nn's activation of a name."""
    return of(dense, "torch.nn.modules.activation." + name, **more)


def refused_activation(directory, _, name):
    """An activation that is no pure function, or none of torch."""
    dense(directory, _, name)
    return refusal(name, command=("embed",))


def foreign(directory, _, module, place=1):
    """A module of a foreign package, though its last name is a known one."""
    types = [TYPE + "Transformer", TYPE + "Pooling"]
    types[place] = module
    sentence_encoder(directory, _, types=tuple(types))
    return refusal(module, command=("embed", "serve"))


def refused_step(directory, _, name, configuration):
    """A step of sentence-transformers that is not computed."""
    sentence_encoder(directory, _, steps=[("2_" + name, TYPE + name, configuration, {})])
    return refusal(name, command=("embed",))


def other_family(directory, _, family):
    """A sentence encoder that another class of sentence-transformers saved: taken by its modules, or refused by name."""
    return sentence_encoder(directory, _, config_file={"model_type": family, "prompts": {}}) | {"may_refuse": True}


def splade(directory, _):
    """A sparse encoder: a masked language model and its pooling."""
    module = "sentence_transformers.sparse_encoder.modules.splade_pooling.SpladePooling"
    sentence_encoder(directory, _, {"pooling_strategy": "max"}, types=(
        "sentence_transformers.sparse_encoder.modules.mlm_transformer.MLMTransformer", module))
    return refusal("MLMTransformer|SpladePooling", command=("embed",))


def unknown_prompt(directory, _):
    """A prompt that the model does not have: the message lists those it has."""
    sentence_encoder(directory, _, prompts={"prompts": {"query": "find the ", "empty": ""}, "default_prompt_name": None})
    return refusal("passage", "query", command=("embed",), arguments={"embed": ["--prompt-name", "passage"]}, exit=64)


def empty_prompt(directory, _):
    """An empty prompt on the command line is no prompt, or refused; it is never the next word."""
    made = sentence_encoder(directory, _, prompts=PROMPTS, encode={"prompt": ""}, arguments=["--prompt="])
    return made | {"may_refuse": True}


def layer_norm():
    """The LayerNorm step."""
    torch.manual_seed(4)
    tensors = {"norm.weight": torch.randn(32), "norm.bias": torch.randn(32)}
    return ("2_LayerNorm", TYPE + "LayerNorm", {"dimension": 32}, tensors)


def modes(*names, **more):
    """Pooling by the modes of old releases."""
    return MEAN | {"pooling_mode_mean_tokens": False} | {f"pooling_mode_{name}": True for name in names} | more


PROMPTS = {"prompts": {"query": "find the ", "document": "the text [MASK] : "}, "default_prompt_name": "document"}
NORMALIZE = ("3_Normalize", TYPE + "Normalize", {}, {})
KINDS = {
    "st-plain": sentence_encoder,
    "st-cased": of(sentence_encoder, lower=False),
    "st-lower-before-cased": of(sentence_encoder, lower=False, settings={"max_seq_length": 64, "do_lower_case": True}),
    "st-no-settings": of(sentence_encoder, settings=False),
    "st-length-null": of(sentence_encoder, settings={"max_seq_length": None, "do_lower_case": False}),
    "st-short": of(sentence_encoder, settings={"max_seq_length": 6, "do_lower_case": False}),
    "st-folder": of(sentence_encoder, folder="0_Transformer"),
    "st-two-modes": of(sentence_encoder, modes("cls_token", "mean_tokens")),
    "st-square-root": of(sentence_encoder, modes("mean_sqrt_len_tokens")),
    "st-maximum-and-last": of(sentence_encoder, modes("max_tokens", "lasttoken")),
    "st-weighted-mean": of(sentence_encoder, modes("weightedmean_tokens")),
    "st-new-pooling-form": of(sentence_encoder, {"embedding_dimension": 32, "pooling_mode": "cls", "include_prompt": True}),
    "st-old-class-paths": of(sentence_encoder, types=("sentence_transformers.models.Transformer.Transformer", "sentence_transformers.models.Pooling")),
    "st-new-class-paths": of(sentence_encoder, types=(
        "sentence_transformers.base.modules.transformer.Transformer", "sentence_transformers.sentence_transformer.modules.pooling.Pooling")),
    "st-layer-norm-then-unit": of(sentence_encoder, steps=[layer_norm(), NORMALIZE]),
    "st-unit": of(sentence_encoder, steps=[NORMALIZE]),
    "st-dropout": of(sentence_encoder, steps=[("2_Dropout", TYPE + "Dropout", {"dropout": 0.3}, {})]),
    "st-default-prompt": of(sentence_encoder, prompts=PROMPTS),
    "st-query-prompt": of(sentence_encoder, prompts=PROMPTS, encode={"prompt_name": "query"}, arguments=["--prompt-name", "query"]),
    "st-empty-prompt": empty_prompt,
    "st-null-prompt": of(sentence_encoder, prompts={"prompts": {"query": None, "document": ""}, "default_prompt_name": "query"}),
    "st-prompt-not-pooled": of(sentence_encoder, MEAN | {"include_prompt": False}, prompts=PROMPTS),
    "st-unknown-prompt": unknown_prompt,
    "st-dense-tanh": torch_activation("Tanh"),
    "st-dense-silent": of(dense, None),
    "st-dense-identity-no-bias": of(dense, "torch.nn.modules.linear.Identity", bias=False),
    "st-dense-gelu": torch_activation("GELU"),
    "st-dense-leaky": torch_activation("LeakyReLU"),
    "st-dense-mish": torch_activation("Mish"),
    "st-dense-softplus": torch_activation("Softplus"),
    "st-dense-hard-swish": torch_activation("Hardswish"),
    "st-dense-selu": torch_activation("SELU"),
    "st-dense-log-sigmoid": torch_activation("LogSigmoid"),
    "st-dense-soft-shrink": torch_activation("Softshrink"),
    "st-dense-relu6": torch_activation("ReLU6"),
    "st-dense-residual-projected": torch_activation("ReLU", use_residual=True),
    "st-dense-residual-same": torch_activation("ELU", outputs=32, use_residual=True),
    "st-dense-own-name": of(dense, "torch.nn.SiLU"),
    "st-dense-prelu": of(refused_activation, "torch.nn.modules.activation.PReLU"),
    "st-dense-rrelu": torch_activation("RReLU"),
    "st-dense-foreign": of(refused_activation, "my_package.layers.Tanh"),
    "st-foreign-pooling": of(foreign, "my_package.Pooling"),
    "st-foreign-transformer": of(foreign, "custom_st.Transformer", 0),
    "st-convolution": of(refused_step, "CNN", {"in_word_embedding_dimension": 32, "out_channels": 8, "kernel_sizes": [1, 3]}),
    "st-weighted-layers": of(refused_step, "WeightedLayerPooling", {"word_embedding_dimension": 32, "layer_start": 1, "num_hidden_layers": 2}),
    "st-cross-encoder": of(other_family, "CrossEncoder"),
    "st-sparse-encoder": of(other_family, "SparseEncoder"),
    "st-splade": splade,
}
