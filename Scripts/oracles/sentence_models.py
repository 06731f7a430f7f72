"""Small models of sentence-transformers with random weights, and the vectors that sentence-transformers gives.

usage: python sentence_models.py DIRECTORY

Saves each model in DIRECTORY/NAME, its files edited as a case says, and prints {"texts": [...], "cases": [...]}. A
case is {"name", "length", "similarity", "vectors", "query", "document"}, each a list of rows, or {"name", "error"}
where sentence-transformers does not load the model. "query" is what encode_query gives.
"""
import json
import pathlib
import sys
import warnings

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Dense, Dropout, LayerNorm, Normalize, Pooling, Transformer)
from tokenizers import AddedToken, normalizers
from transformers import BertConfig, BertModel, BertTokenizer, PreTrainedTokenizerFast

warnings.filterwarnings("ignore")
LETTERS = ("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
           "\u00c9\u00e9\u03a3\u03c3\u03c2\u039f\u03bf\u0394\u03b4\u0130\u0307")
WORDS = "good Good screen Screen was awful AWFUL the The query document : . , ! ? foo FOO".split()
VOCABULARY = (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + WORDS + list(LETTERS) + ["##" + c for c in LETTERS])
TEXTS = ["good", "The Screen [MASK] was AWFUL.", "\u039f\u0394\u039f\u03a3 \u0130stanbul \u00c9a [mask] FOO foo", "",
         "the screen was awful, " * 9, "GOOD Good! Qux qux QUX"]
H = 36
torch.manual_seed(11)


def tokenizer(folder, lowercase=False, generic=False):
    made = BertTokenizer(vocab={token: i for i, token in enumerate(VOCABULARY)}, do_lower_case=lowercase)
    made.add_tokens([AddedToken("Qux", normalized=True)])
    if generic:
        backend = made.backend_tokenizer
        backend.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])
        made = PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="[UNK]", pad_token="[PAD]",
                                       cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]")
    made.save_pretrained(folder)


def encoder(folder, **options):
    model = BertModel(BertConfig(vocab_size=len(VOCABULARY) + 1, hidden_size=H, num_hidden_layers=2,
                                 num_attention_heads=3, intermediate_size=52, max_position_embeddings=64,
                                 initializer_range=0.2))
    model.save_pretrained(folder)
    tokenizer(folder, **options)
    return Transformer(str(folder), max_seq_length=32)


def random(module):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_(0, 0.15)
    return module


class Case:
    def __init__(self, root, name, modules, edits=None, removed=(), again=None, **options):
        self.name, self.folder = name, root / name.replace(" ", "-")
        base = encoder(root / "encoder", **options)
        SentenceTransformer(modules=[base, *modules], device="cpu").save(str(self.folder), create_model_card=False)
        for path, change in (edits or {}).items():
            file = self.folder / path
            contents = json.loads(file.read_text()) if file.exists() else {}
            contents = change(contents) if callable(change) else {**contents, **change}
            file.write_text(json.dumps(contents))
        for path in removed:
            (self.folder / path).unlink()
        if again:
            again(self.folder)

    def answer(self):
        try:
            model = SentenceTransformer(str(self.folder), device="cpu")
        except Exception as error:
            return {"name": self.folder.name, "error": str(error)[:200]}
        ways = model.encode, model.encode_query, model.encode_document
        rows = [encode(TEXTS, convert_to_tensor=True).tolist() for encode in ways]
        return {"name": self.folder.name, "length": min(model.max_seq_length, 64),
                "similarity": model.similarity_fn_name, "vectors": rows[0], "query": rows[1], "document": rows[2]}


def renamed(prefix):
    return lambda modules: [{**m, "type": prefix + m["type"].split(".")[-1]} for m in modules]


def typed(index, name):
    return lambda modules: [{**m, "type": name} if i == index else m for i, m in enumerate(modules)]


def without(*keys):
    return lambda contents: {k: v for k, v in contents.items() if k not in keys}


def moved(folder):
    """The encoder in a folder of its own, as early releases saved it."""
    target = folder / "0_Transformer"
    target.mkdir()
    for file in list(folder.iterdir()):
        if file.is_file() and file.name not in ("modules.json", "config_sentence_transformers.json"):
            file.rename(target / file.name)


def tensors(path, change):
    def edit(folder):
        state = load_file(folder / path)
        change(state)
        save_file(state, folder / path)
    return edit


def cases(root):
    pool, nn = lambda *a, **o: Pooling(H, *a, **o), torch.nn
    dense = lambda i, o, f=None, **k: random(Dense(i, o, activation_function=f, **k))
    main, bert, layer = "config_sentence_transformers.json", "sentence_bert_config.json", "2_Dense/config.json"
    prompts = {"query": "query: ", "document": None, "other": "foo: "}
    two = [pool(), dense(H, 20, nn.Sigmoid()), dense(20, 7, nn.Mish())]
    yield Case(root, "two dense layers", two)
    yield Case(root, "old names", two, {"modules.json": renamed("sentence_transformers.models.")})
    yield Case(root, "other old names", [pool(), dense(H, 20, nn.Hardswish()), Normalize()], {
        "modules.json": lambda ms: [
            {**m, "idx": 9 - i, "type": "sentence_transformers.models.{0}.{0}".format(m["type"].split(".")[-1])}
            for i, m in enumerate(ms)]})
    yield Case(root, "residual", [pool(), dense(H, H, nn.Tanh(), use_residual=True), Normalize()])
    yield Case(root, "projected residual", [pool("max"), dense(H, 20, nn.SiLU(), use_residual=True, bias=False)])
    yield Case(root, "layer norm", [pool(), random(LayerNorm(H)), Normalize()])
    yield Case(root, "softmax", [pool(), Dropout(), dense(H, 20, nn.Softmax())])
    yield Case(root, "dropout as activation", [pool(), dense(H, 20, nn.Dropout())])
    yield Case(root, "no activation named", [pool(), dense(H, 20)], {layer: without("activation_function", "bias")})
    yield Case(root, "short class name", [pool(), dense(H, 20)], {
        layer: {"activation_function": "torch.nn.LogSigmoid"}})
    yield Case(root, "unknown setting", [pool(), dense(H, 20)], {layer: {"of_a_later_release": 3}})
    yield Case(root, "several poolings", [pool(("max", "cls", "lasttoken", "weightedmean")), Normalize()])
    lower = {bert: lambda c: {"max_seq_length": 32, "do_lower_case": True}}
    yield Case(root, "lower case", [pool()], lower)
    yield Case(root, "lower case over uncased", [pool()], lower, lowercase=True)
    yield Case(root, "lower case before other steps", [pool()], lower, generic=True)
    yield Case(root, "default prompt", [pool()], {
        main: {"prompts": {"other": "foo: "}, "default_prompt_name": "other"}})
    yield Case(root, "null prompt", [pool()], {main: {"prompts": prompts, "default_prompt_name": "document"}})
    yield Case(root, "prompts", [pool("weightedmean", include_prompt=False)], {
        main: {"prompts": prompts, "default_prompt_name": "other"}})
    yield Case(root, "first dimensions", [pool(), Normalize()], {
        main: {"truncate_dim": 11, "similarity_fn_name": "dot"}})
    yield Case(root, "more than all dimensions", [pool()], {
        main: {"truncate_dim": 99, "similarity_fn_name": "maxsim"}})
    yield Case(root, "no length", [pool()], {bert: lambda c: {"max_seq_length": None},
                                             "tokenizer_config.json": {"model_max_length": 12}})
    yield Case(root, "no length anywhere", [pool()], {bert: lambda c: {"max_seq_length": None},
                                                      "tokenizer_config.json": {"model_max_length": None}})
    yield Case(root, "length over length", [pool()], {
        bert: lambda c: {"max_seq_length": 20, "tokenizer_args": {"model_max_length": 9}},
        "tokenizer_config.json": {"model_max_length": 30}})
    yield Case(root, "settings under another name", [pool()], {
        bert: lambda c: {}, "sentence_roberta_config.json": {"max_seq_length": 10, "do_lower_case": True}})
    yield Case(root, "encoder in a folder", [pool(), dense(H, 5)], {
        "modules.json": lambda ms: [{**m, "path": m["path"] or "0_Transformer"} for m in ms]}, again=moved)
    # What sentence-transformers does not load.
    yield Case(root, "foreign pooling", [pool()], {"modules.json": typed(1, "my_package.Pooling")})
    yield Case(root, "foreign encoder", [pool()], {"modules.json": typed(0, "custom_st.Transformer")})
    yield Case(root, "nearly its package", [pool()], {
        "modules.json": typed(1, "sentence_transformers_x.models.Pooling")})
    yield Case(root, "unknown class", [pool()], {
        "modules.json": typed(1, "sentence_transformers.models.Median")})
    yield Case(root, "null activation", [pool(), dense(H, 20)], {layer: {"activation_function": None}})
    yield Case(root, "function as activation", [pool(), dense(H, 20)], {
        layer: {"activation_function": "torch.nn.functional.gelu"}})
    yield Case(root, "activation with arguments", [pool(), dense(H, 20)], {
        layer: {"activation_function": "torch.nn.Threshold"}})
    yield Case(root, "unknown default prompt", [pool()], {main: {"default_prompt_name": "passage"}})
    yield Case(root, "tensor too many", [pool(), dense(H, 20)], again=tensors(
        "2_Dense/model.safetensors", lambda s: s.update({"linear.bias2": torch.ones(20)})))
    yield Case(root, "bias missing", [pool(), dense(H, 20)], again=tensors(
        "2_Dense/model.safetensors", lambda s: s.pop("linear.bias")))
    yield Case(root, "bias not asked for", [pool(), dense(H, 20)], {layer: {"bias": False}})
    yield Case(root, "another residual", [pool(), dense(H, 20)], {layer: {"use_residual": True}})
    yield Case(root, "path out of the model", [pool()], {
        "modules.json": lambda ms: [{**m, "path": "..\\x" if i else ""} for i, m in enumerate(ms)]})


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    json.dump({"texts": TEXTS, "cases": [case.answer() for case in cases(folder)]}, sys.stdout)
