"""TensorFlow checkpoints with the values in them, spoilt ones, and small models under the names that Google published, for
BertCheckpointTests, BertInferenceTests and the fuzzer.

    python tensorflow_checkpoints.py TESTS_DIRECTORY

Besides torch and transformers it takes tensorflow-cpu 2.21 and cramjam 2. The files are TensorFlow's own, or read by
TensorFlow before they are kept; the models' figures are transformers'.
"""

import base64
import io
import json
import os
import pathlib
import re
import shutil
import struct
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cramjam
import numpy
import sentencepiece
import tensorflow
import torch
import transformers
from tensorflow.core.protobuf import tensor_bundle_pb2

v1 = tensorflow.compat.v1
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "good", "bad", "film", "plot", "##s", "was", "and", "."]
SEQUENCES = [([2, 5, 9, 12, 7, 3], [0] * 6), ([2, 8, 3, 6, 10, 11, 14, 3], [0, 0, 0, 1, 1, 1, 1, 1]), ([2, 3], [0, 0])]


# Files


def files(folder):
    """All files below a folder but those that only TensorFlow's programs read."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and path.suffix not in (".meta", ".pb"):
            found[str(path.relative_to(folder))] = path.read_bytes()
    # The path of where it was written is of no use.
    for name in found:
        if name.endswith("checkpoint"):
            found[name] = re.sub(rb'"/[^"]*/', b'"', found[name])
    return found


def encoded(content):
    return {name: base64.b64encode(data).decode() for name, data in content.items()}


def saved(variables, name="model.ckpt", sharded=False, partitioner=None, steps=None):
    """The files of `tf.compat.v1.train.Saver`; of a sharded one every other variable lies in the second shard."""
    folder = tempfile.mkdtemp()
    with tensorflow.Graph().as_default():
        for index, (variable, value) in enumerate(variables.items()):
            with tensorflow.device(f"/cpu:{index % 2 if sharded else 0}"):
                v1.get_variable(variable, initializer=tensorflow.constant(value), partitioner=partitioner)
        with v1.Session(config=v1.ConfigProto(device_count={"CPU": 2})) as session:
            session.run(v1.global_variables_initializer())
            saver = v1.train.Saver(sharded=sharded, max_to_keep=9)
            for step in steps or [None]:
                saver.save(session, f"{folder}/{name}", global_step=step)
    content = files(folder)
    shutil.rmtree(folder)
    return content


def module(variables):
    """An object with variables of these names, which are no names of Python's."""
    root = tensorflow.Module()
    for index, (name, value) in enumerate(variables.items()):
        scope, last = name.rsplit("/", 1)
        with tensorflow.name_scope(scope):
            setattr(root, f"v{index}", tensorflow.Variable(value, name=last))
    return root


def read(content, index):
    """The tensors as TensorFlow reads them, by name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in content.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        reader = tensorflow.train.load_checkpoint(f"{folder}/{index.removesuffix('.index')}")
        tensors = {}
        for name in sorted(reader.get_variable_to_shape_map()):
            value = reader.get_tensor(name)
            if isinstance(value, numpy.ndarray) or numpy.isscalar(value) and not isinstance(value, bytes):
                tensors[name] = numpy.asarray(value)
        return tensors


# Tables


def crc(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def number(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def numbers(data, at, count):
    found = []
    for _ in range(count):
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        found.append(value)
    return found, at


def block_entries(block):
    entries, at, key = [], 0, b""
    end = len(block) - 4 - 4 * struct.unpack("<I", block[-4:])[0]
    while at < end:
        (shared, own, size), at = numbers(block, at, 3)
        key = key[:shared] + block[at:at + own]
        entries.append((key, block[at + own:at + own + size]))
        at += own + size
    return entries


def table_entries(data):
    (_, _, offset, size), _ = numbers(data, len(data) - 48, 4)
    entries = []
    for _, handle in block_entries(data[offset:offset + size]):
        (start, length), _ = numbers(handle, 0, 2)
        entries += block_entries(data[start:start + length])
    return entries


def block(entries, every):
    out, restarts, before = bytearray(), [], b""
    for index, (key, value) in enumerate(entries):
        shared = 0
        if index % every == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(key), len(before)) and key[shared] == before[shared]:
                shared += 1
        out += number(shared) + number(len(key) - shared) + number(len(value)) + key[shared:] + value
        before = key
    return bytes(out) + b"".join(struct.pack("<I", value) for value in restarts or [0]) + struct.pack(
        "<I", max(1, len(restarts)))


def table(entries, size=10_000, every=16, compressed=False):
    """A table of blocks of so many entries."""
    out = bytearray()

    def add(content, packs):
        kind = b"\1" if packs else b"\0"
        content = bytes(cramjam.snappy.compress_raw(content)) if packs else content
        handle = number(len(out)) + number(len(content))
        out.extend(content + kind + struct.pack("<I", crc(content + kind)))
        return handle

    handles = []
    for start in range(0, len(entries), size):
        part = entries[start:start + size]
        handles.append((part[-1][0], add(block(part, every), compressed)))
    meta = add(block([], 1), False)
    index = add(block(handles, 1), compressed)
    return bytes(out) + (meta + index).ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)


# Checkpoints of any variables


def good():
    base = numpy.arange(24, dtype=numpy.float32) / 8 - 1
    types = {
        "a/matrix": base.reshape(4, 6), "a/matrix_of_doubles": numpy.float64([0.1, -1e300]),
        "b/half": numpy.float16([1, -0.5, 65504]), "b/short": tensorflow.constant([1, -3.140625, 1e30],
                                                                                   tensorflow.bfloat16),
        "c/bool": numpy.array([True, False]), "c/i16": numpy.int16([-3, 300]), "c/i32": numpy.int32([[7], [-8]]),
        "c/i64": numpy.int64([2**40, -1]), "c/i8": numpy.int8([-128, 127]), "c/u16": numpy.uint16([65535]),
        "c/u8": numpy.uint8([255, 0]), "empty": numpy.zeros((0, 3), numpy.float32), "global_step": numpy.int64(12),
    }
    many = {f"layer_{layer}/{part}/kernel": numpy.float32([[layer, index]])
            for layer in range(30) for index, part in enumerate(["query", "key", "value", "a_quite_long_name"])}
    cases = {"types": (saved(types), "model.ckpt.index"), "shards": (saved(types, sharded=True), "model.ckpt.index"),
             "many": (saved(many), "model.ckpt.index")}
    for name, options in {"small blocks": dict(size=7, every=3), "compressed": dict(compressed=True),
                          "small compressed blocks": dict(size=5, every=2, compressed=True)}.items():
        content = dict(cases["many"][0])
        content["model.ckpt.index"] = table(table_entries(content["model.ckpt.index"]), **options)
        cases[name] = (content, "model.ckpt.index")
    folder = tempfile.mkdtemp()
    tensorflow.train.Checkpoint(model=module({"scope/kernel": base.reshape(2, 12)})).write(f"{folder}/objects")
    cases["objects"] = (files(folder), "objects.index")
    tensorflow.saved_model.save(module({"scope/kernel": base.reshape(6, 4)}), f"{folder}/saved")
    cases["saved model"] = (files(f"{folder}/saved"), "variables/variables.index")
    out = []
    for name, (content, index) in cases.items():
        tensors = read(content, index)
        out.append(dict(
            name=name, index=index, files=encoded(content),
            tensors=[dict(name=key, shape=list(value.shape), values=[str(float(numpy.float32(x))) for x in value.ravel()])
                     for key, value in tensors.items()]))
    return out, cases


def spoilt(cases):
    content = cases["shards"][0]
    index, data = "model.ckpt.index", "model.ckpt.data-00000-of-00002"
    entries = table_entries(content[index])

    def flipped(bytes_, at):
        return bytes_[:at] + bytes([bytes_[at] ^ 4]) + bytes_[at + 1:]

    def changed(key, change, kind=tensor_bundle_pb2.BundleEntryProto):
        out = []
        for name, value in entries:
            if name == key:
                message = kind.FromString(value)
                change(message)
                value = message.SerializeToString()
            out.append((name, value))
        return table(out)

    def entry(**fields):
        return changed(b"a/matrix", lambda message: [setattr(message, key, value) for key, value in fields.items()])

    def header(**fields):
        return changed(b"", lambda message: [setattr(message, key, value) for key, value in fields.items()],
                       tensor_bundle_pb2.BundleHeaderProto)

    def shape(*sizes):
        def change(message):
            del message.shape.dim[:]
            for size in sizes:
                message.shape.dim.add(size=size)
        return changed(b"a/matrix", change)

    packed = table(entries, compressed=True)
    indexes = {
        "empty": b"", "cut short": content[index][:-20], "cut in the middle": content[index][:60],
        "another magic": flipped(content[index], len(content[index]) - 3), "a flipped bit": flipped(content[index], 9),
        "a flipped bit of a compressed block": flipped(packed, 9), "html": b"<!DOCTYPE html><html></html>" * 3,
        "big-endian": header(endianness=1), "no shards": header(num_shards=0), "fewer shards": header(num_shards=1),
        "no header": table(entries[1:]), "not sorted": table([entries[0], entries[2], entries[1]]),
        "a type that is not known": entry(dtype=11), "another size": entry(size=92),
        "beyond the shard": entry(offset=1 << 40), "before the shard": entry(offset=-1),
        "a negative extent": shape(-4, 6), "enormous extents": shape(1 << 62, 8), "another shape": shape(4, 7),
        "a damaged entry": table([(key, value[:-1] if key == b"a/matrix" else value) for key, value in entries]),
    }
    cases = {name: dict(content, **{index: bytes_}) for name, bytes_ in indexes.items()}
    # What a compressed block says of its length is not believed.
    bomb = number(1 << 31) + b"\xfe\1\0" * 40
    cases["a compressed block of any length"] = dict(content, **{index: table_of_block(bomb)})
    cases["a shard that is missing"] = {name: bytes_ for name, bytes_ in content.items() if name != data}
    cases["a shard that is cut short"] = dict(content, **{data: content[data][:20]})
    cases["values with a flipped bit"] = dict(content, **{data: flipped(content[data], 5)})
    sliced = saved({"a": numpy.arange(8, dtype=numpy.float32)},
                   partitioner=v1.fixed_size_partitioner(2))
    cases["a partitioned variable"] = sliced
    # TensorFlow is not asked: it ends the process at some of them.
    return [dict(name=name, files=encoded(content)) for name, content in cases.items()]


def table_of_block(content):
    """A table of one block that is said to be compressed."""
    content += b"\1"
    out = content + struct.pack("<I", crc(content))
    handle = number(0) + number(len(content) - 1)
    index = block([(b"", handle)], 1) + b"\0"
    start = len(out)
    out += index + struct.pack("<I", crc(index))
    return out + (handle + number(start) + number(len(index) - 1)).ljust(40, b"\0") + struct.pack(
        "<Q", 0xDB4775248B80FB57)


# Models


def randomised(model, seed):
    torch.manual_seed(seed)
    for name, parameter in model.named_parameters():
        normal = torch.randn_like(parameter) * 0.2
        parameter.data = normal + 1 if "LayerNorm.weight" in name or "layer_layer_norm.weight" in name else normal
    model.tie_weights()
    return model.eval()


def put(out, scope, state, name, kernel="kernel", bias="bias"):
    """A dense layer, whose kernel TensorFlow keeps as inputs by outputs."""
    weight = state[name + ".weight"].numpy()
    out[f"{scope}/{kernel}"] = weight.T.copy() if kernel == "kernel" else weight
    if name + ".bias" in state:
        out[f"{scope}/{bias}"] = state[name + ".bias"].numpy()


def norm(out, scope, state, name):
    out[f"{scope}/gamma"] = state[name + ".weight"].numpy()
    out[f"{scope}/beta"] = state[name + ".bias"].numpy()


def embeddings(out, scope, state, name):
    for part in ("word_embeddings", "position_embeddings", "token_type_embeddings"):
        out[f"{scope}/{part}"] = state[f"{name}.{part}.weight"].numpy()
    norm(out, f"{scope}/LayerNorm", state, f"{name}.LayerNorm")


def encoder(out, scope, state, name, layers):
    """google-research/bert, modeling.py, and google-research/electra's copy."""
    for layer in range(layers):
        mine, theirs = f"{scope}/layer_{layer}", f"{name}.layer.{layer}"
        for part in ("query", "key", "value"):
            put(out, f"{mine}/attention/self/{part}", state, f"{theirs}.attention.self.{part}")
        put(out, f"{mine}/attention/output/dense", state, f"{theirs}.attention.output.dense")
        norm(out, f"{mine}/attention/output/LayerNorm", state, f"{theirs}.attention.output.LayerNorm")
        put(out, f"{mine}/intermediate/dense", state, f"{theirs}.intermediate.dense")
        put(out, f"{mine}/output/dense", state, f"{theirs}.output.dense")
        norm(out, f"{mine}/output/LayerNorm", state, f"{theirs}.output.LayerNorm")


def slots(out, names):
    """What AdamWeightDecayOptimizer keeps."""
    for name in names:
        out[f"{name}/adam_m"] = numpy.full_like(out[name], 7)
        out[f"{name}/adam_v"] = numpy.full_like(out[name], 8)
    out["global_step"] = numpy.int64(1000)


def bert(model, layers, pretraining=True):
    state, out = model.state_dict(), {}
    embeddings(out, "bert/embeddings", state, "bert.embeddings")
    encoder(out, "bert/encoder", state, "bert.encoder", layers)
    put(out, "bert/pooler/dense", state, "bert.pooler.dense")
    if not pretraining:
        put(out, "x", state, "classifier", "output_weights", "output_bias")
        return {name.removeprefix("x/"): value for name, value in out.items()}
    put(out, "cls/predictions/transform/dense", state, "cls.predictions.transform.dense")
    norm(out, "cls/predictions/transform/LayerNorm", state, "cls.predictions.transform.LayerNorm")
    out["cls/predictions/output_bias"] = state["cls.predictions.bias"].numpy()
    put(out, "cls/seq_relationship", state, "cls.seq_relationship", "output_weights", "output_bias")
    slots(out, ["bert/pooler/dense/kernel", "bert/encoder/layer_0/output/LayerNorm/gamma"])
    return out


def garden(model, layers, heads, first=False):
    """TensorFlow Model Garden, official/nlp/modeling: kernels of the attention by head. Its first version, official/bert,
    has other scopes."""
    state, out = model.state_dict(), {}
    for mine, theirs in (("word_embeddings", "word_embeddings"), ("position_embedding", "position_embeddings"),
                         ("type_embeddings", "token_type_embeddings")):
        out[f"{mine}/embeddings"] = state[f"embeddings.{theirs}.weight"].numpy()
    norm(out, "embeddings/layer_norm", state, "embeddings.LayerNorm")
    for layer in range(layers):
        mine, theirs = f"transformer/layer_{layer}", f"encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            weight = state[f"{theirs}.attention.self.{part}.weight"].numpy()
            hidden = weight.shape[1]
            out[f"{mine}/self_attention/{part}/kernel"] = weight.T.reshape(hidden, heads, -1).copy()
            out[f"{mine}/self_attention/{part}/bias"] = state[f"{theirs}.attention.self.{part}.bias"].numpy().reshape(
                heads, -1)
        weight = state[f"{theirs}.attention.output.dense.weight"].numpy()
        out[f"{mine}/self_attention/attention_output/kernel"] = weight.T.reshape(heads, -1, weight.shape[0]).copy()
        out[f"{mine}/self_attention/attention_output/bias"] = state[f"{theirs}.attention.output.dense.bias"].numpy()
        norm(out, f"{mine}/self_attention_layer_norm", state, f"{theirs}.attention.output.LayerNorm")
        put(out, f"{mine}/intermediate", state, f"{theirs}.intermediate.dense")
        put(out, f"{mine}/output", state, f"{theirs}.output.dense")
        norm(out, f"{mine}/output_layer_norm", state, f"{theirs}.output.LayerNorm")
    put(out, "pooler_transform", state, "pooler.dense")
    if not first:
        return out
    scopes = [("position_embedding/embeddings", "embedding_postprocessor/position_embeddings"),
              ("type_embeddings/embeddings", "embedding_postprocessor/type_embeddings"),
              ("embeddings/layer_norm", "embedding_postprocessor/layer_norm"), ("transformer/", "encoder/"),
              ("self_attention/attention_output", "self_attention_output")]
    for new, old in scopes:
        out = {name.replace(new, old): value for name, value in out.items()}
    return {"bert_model/" + name: value for name, value in out.items()}


def albert(model, groups, inner, prefix=""):
    """google-research/albert, modeling.py."""
    state, out = model.state_dict(), {}
    embeddings(out, "bert/embeddings", state, "albert.embeddings")
    put(out, "bert/encoder/embedding_hidden_mapping_in", state, "albert.encoder.embedding_hidden_mapping_in")
    for group in range(groups):
        for layer in range(inner):
            mine = f"bert/encoder/transformer/group_{group}/inner_group_{layer}"
            theirs = f"albert.encoder.albert_layer_groups.{group}.albert_layers.{layer}"
            for part in ("query", "key", "value"):
                put(out, f"{mine}/attention_1/self/{part}", state, f"{theirs}.attention.{part}")
            put(out, f"{mine}/attention_1/output/dense", state, f"{theirs}.attention.dense")
            norm(out, f"{mine}/LayerNorm", state, f"{theirs}.attention.LayerNorm")
            put(out, f"{mine}/ffn_1/intermediate/dense", state, f"{theirs}.ffn")
            put(out, f"{mine}/ffn_1/intermediate/output/dense", state, f"{theirs}.ffn_output")
            norm(out, f"{mine}/LayerNorm_1", state, f"{theirs}.full_layer_layer_norm")
    put(out, "bert/pooler/dense", state, "albert.pooler")
    put(out, "cls/predictions/transform/dense", state, "predictions.dense")
    norm(out, "cls/predictions/transform/LayerNorm", state, "predictions.LayerNorm")
    out["cls/predictions/output_bias"] = state["predictions.bias"].numpy()
    put(out, "cls/seq_relationship", state, "sop_classifier.classifier", "output_weights", "output_bias")
    return {prefix + name: value for name, value in out.items()}


def electra(discriminator, generator, layers):
    """google-research/electra, model/modeling.py and pretrain/pretraining.py: both encoders, one table of words."""
    state, out = discriminator.state_dict(), {}
    embeddings(out, "electra/embeddings", state, "electra.embeddings")
    put(out, "electra/embeddings_project", state, "electra.embeddings_project")
    encoder(out, "electra/encoder", state, "electra.encoder", layers)
    put(out, "discriminator_predictions/dense", state, "discriminator_predictions.dense")
    put(out, "discriminator_predictions/dense_1", state, "discriminator_predictions.dense_prediction")
    state = generator.state_dict()
    put(out, "generator/embeddings_project", state, "electra.embeddings_project")
    encoder(out, "generator/encoder", state, "electra.encoder", layers)
    put(out, "generator_predictions/dense", state, "generator_predictions.dense")
    norm(out, "generator_predictions/LayerNorm", state, "generator_predictions.LayerNorm")
    out["generator_predictions/output_bias"] = state["generator_lm_head.bias"].numpy()
    slots(out, ["electra/embeddings_project/kernel"])
    return out


def figures(model, base, sequences=SEQUENCES):
    out = []
    with torch.no_grad():
        for ids, types in sequences:
            inputs = dict(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types]))
            hidden = base(**inputs).last_hidden_state[0].ravel().tolist()
            logits = model(**inputs).logits[0].tolist() if type(model).__name__.endswith("SequenceClassification") else []
            out.append(dict(ids=ids, types=types, hidden=hidden, logits=logits))
    return out


def trained_pieces():
    """A model with the symbols of ALBERT's."""
    out = io.BytesIO()
    text = ["a good film was made", "the plot was bad", "films and plots are good or bad", "this was a bad idea"] * 9
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text), model_writer=out, vocab_size=40, hard_vocab_limit=False, pad_id=0, unk_id=1,
        bos_id=-1, eos_id=-1, control_symbols=["[CLS]", "[SEP]", "[MASK]"], normalization_rule_name="identity",
        num_threads=1, minloglevel=2)
    return out.getvalue()


def models():
    vocabulary = "".join(word + "\n" for word in WORDS).encode()
    sizes = dict(vocab_size=len(WORDS), hidden_size=12, num_hidden_layers=2, num_attention_heads=3, intermediate_size=10,
                 max_position_embeddings=16, type_vocab_size=2)
    small = dict(sizes, hidden_size=8, num_attention_heads=2, intermediate_size=9)

    def published(fields):
        """As create_model's BertConfig has it: no model_type."""
        return json.dumps(dict(fields, attention_probs_dropout_prob=0.1, hidden_act="gelu", hidden_dropout_prob=0.1,
                               initializer_range=0.02)).encode()

    out = []

    def add(name, content, model, base, sequences=SEQUENCES, classes=0):
        out.append(dict(name=name, files=encoded(content), sequences=figures(model, base, sequences), classes=classes,
                        parameters={
                            key: [list(value.shape), float(value.double().pow(2).sum().sqrt())]
                            for key, value in base.state_dict().items() if value.is_floating_point()}))

    model = randomised(transformers.BertForPreTraining(transformers.BertConfig(**sizes)), 1)
    content = dict(saved(bert(model, 2), "bert_model.ckpt"), **{
        "bert_config.json": published(sizes), "vocab.txt": vocabulary})
    content.pop("checkpoint")
    add("bert", content, model, model.bert)

    model = randomised(transformers.BertForSequenceClassification(transformers.BertConfig(**small, num_labels=3)), 2)
    content = dict(saved(bert(model, 2, pretraining=False), sharded=True, steps=[3, 7]), **{
        "bert_config.json": published(small), "vocab.txt": vocabulary})
    add("fine-tuned bert in shards, the last of two", content, model, model.bert, classes=3)

    base = randomised(transformers.BertModel(transformers.BertConfig(**dict(sizes, num_hidden_layers=1))), 3)
    folder = tempfile.mkdtemp()
    tensorflow.saved_model.save(module(garden(base, 1, 3)), f"{folder}/saved")
    content = dict(files(f"{folder}/saved"), **{"assets/vocab.txt": vocabulary})
    add("bert of TensorFlow Hub", content, base, base)
    tensorflow.saved_model.save(module(garden(base, 1, 3, first=True)), f"{folder}/first")
    content = dict(files(f"{folder}/first"), **{"assets/vocab.txt": vocabulary})
    add("bert of TensorFlow Hub, its first version", content, base, base)

    pieces = trained_pieces()
    count = sentencepiece.SentencePieceProcessor(model_proto=pieces).get_piece_size()
    fields = dict(small, vocab_size=count, embedding_size=6, num_hidden_layers=2, num_hidden_groups=2, inner_group_num=2)
    sequences = [([2, 5, 9, 12, 7, 3], [0] * 6), ([2, 11, 3, 14, 10, 3], [0, 0, 0, 1, 1, 1])]
    config = transformers.AlbertConfig(**fields, hidden_act="gelu", hidden_dropout_prob=0.1)
    model = randomised(transformers.AlbertForPreTraining(config), 4)
    # A checkpoint that was trained on from a module of TensorFlow Hub has the module's scope.
    content = dict(saved(albert(model, 2, 2, "module/"), "model.ckpt-best"), **{
        "albert_config.json": published(fields), "30k-clean.model": pieces})
    content.pop("checkpoint")
    add("albert", content, model, model.albert, sequences)

    fields = dict(small, embedding_size=6)
    config = transformers.ElectraConfig(**fields)
    discriminator = randomised(transformers.ElectraForPreTraining(config), 5)
    generator = randomised(transformers.ElectraForMaskedLM(transformers.ElectraConfig(**fields)), 6)
    content = dict(saved(electra(discriminator, generator, 2), "electra_small"), **{
        "config.json": json.dumps(dict(fields, model_type="electra")).encode(), "vocab.txt": vocabulary})
    content.pop("checkpoint")
    add("electra", content, discriminator, discriminator.electra)
    return out


def main():
    tests = sys.argv[1]
    sound, cases = good()

    def write(place, value):
        pathlib.Path(tests, place).write_text(json.dumps(value, separators=(",", ":")) + "\n")

    # The fuzzer starts from whole blocks, each behind its kind.
    seeds = pathlib.Path(tests, "Fuzzing/Seeds/bundle")
    seeds.mkdir(exist_ok=True)
    for name in ("types", "objects"):
        content, index = cases[name]
        plain = block(table_entries(content[index]), 16)
        (seeds / name).write_bytes(b"\0" + plain)
        (seeds / f"{name}-compressed").write_bytes(b"\1" + bytes(cramjam.snappy.compress_raw(plain)))
    write("BertCheckpointTests/Golden/tensorflow.json", dict(good=sound, spoilt=spoilt(cases)))
    write("BertInferenceTests/Golden/tensorflow_models.json", models())


if __name__ == "__main__":
    main()
