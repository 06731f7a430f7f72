"""Files that torch.save writes, with the values in them, and spoilt ones, for BertCheckpointTests.

    python pickled_files.py CHECKPOINT_GOLDEN_DIRECTORY
"""

import argparse
import base64
import collections
import datetime
import gzip
import io
import json
import os
import pathlib
import pickle
import sys
import zipfile

import numpy
import safetensors.torch
import torch


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = torch.nn.Linear(2, 2)
        self.act = torch.nn.GELU()

    def forward(self, x):
        return self.act(self.dense(x))


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def rewritten(data, change, compression=zipfile.ZIP_STORED):
    """The archive again, each member through `change(name, bytes)`, which may say None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", compression) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


def with_pickle(data, content):
    return rewritten(data, lambda name, old: content if name.endswith("/data.pkl") else old)


class Command:
    def __reduce__(self):
        return os.system, ("echo a command was run",)


def states():
    base = torch.arange(24, dtype=torch.float32) / 8 - 1
    tied = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    module = torch.nn.Linear(2, 1)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[0.5, -0.25]]))
        module.bias.fill_(2)
    return {
        "types": {str(t).removeprefix("torch."): base[:4].to(t) for t in (
            torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
            torch.int8, torch.uint8, torch.bool)},
        "views": {"all": base.view(2, 3, 4), "transposed": base.view(4, 6).t(), "slice": base[5:11],
                  "steps": base.view(6, 4)[::2, 1:3], "permuted": base.view(2, 3, 4).permute(2, 0, 1),
                  # The stride of an axis of one element says nothing.
                  "far": base.as_strided((2, 1, 3), (1, 2**62, 6))},
        "edges": {"scalar": torch.tensor(7.5), "empty": torch.zeros(0, 3), "ones": torch.ones(1, 1, 2)},
        "tied": {"embeddings.weight": tied, "decoder.weight": tied},
        "state dictionary": module.state_dict(),
        "parameters": collections.OrderedDict(module.named_parameters()),
        "nested": {"epoch": 3, "state_dict": module.state_dict(), "optimizer": trained(module)},
        "nested twice": {"model": {"module": {"w": tied}, "step": 4}, "loss": torch.tensor(0.5)},
        "objects beside": {
            "args": argparse.Namespace(rate=0.1, name="x"), "date": datetime.datetime(2020, 1, 2),
            "path": pathlib.PurePosixPath("x"), "score": numpy.float64(0.5), "random": numpy.random.RandomState(0),
            "device": torch.device("cpu"), "dtype": torch.float16, "shape": torch.Size([2, 3]), "set": {1, 2},
            "bytes": b"abc", "tally": collections.defaultdict(list, {"a": [1]}), "model": module.state_dict()},
        "other values beside": {"epoch": 3, "rate": 0.5, "big": 1 << 80, "name": "x", "list": [1, (2, 3)], "w": tied},
    }


def trained(module):
    optimizer = torch.optim.Adam(module.parameters())
    module(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return optimizer.state_dict()


def named(state, prefix="", depth=0):
    """The tensors of a dictionary and of those in it, by their keys joined with points."""
    for key, value in state.items():
        if not isinstance(key, str):
            continue
        if isinstance(value, torch.Tensor):
            yield prefix + key, value
        elif isinstance(value, dict) and depth < 3:
            yield from named(value, prefix + key + ".", depth + 1)


def program():
    out = io.BytesIO()
    torch.jit.save(torch.jit.script(Net()), out)
    return out.getvalue()


def other_archive(compression):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as new:
        new.writestr(zipfile.ZipInfo("model/config.json"), "{}" * 20, compress_type=compression)
    return out.getvalue()


def spoilt():
    good = saved({"w": torch.arange(6, dtype=torch.float32).view(2, 3), "v": torch.ones(3)})
    content = next(zipfile.ZipFile(io.BytesIO(good)).read(n) for n in zipfile.ZipFile(io.BytesIO(good)).namelist()
                   if n.endswith("data.pkl"))
    # ((2, 3), (3, 1)) of the first tensor: K\x02K\x03\x86 q. K\x03K\x01\x86
    assert b"K\x02K\x03\x86" in content and b"K\x03K\x01\x86" in content
    deep = b"\x80\x02" + b")" + b"\x85" * 20_000 + b"."
    axes = b"(" + b"K\x01" * 65 + b"t"
    return {
        "before 1.6": saved({"w": torch.ones(2)}, _use_new_zipfile_serialization=False),
        "no archive": b"something else entirely, longer than a directory's end",
        "empty": b"",
        "cut in the middle": good[: len(good) // 2],
        "cut at the end": good[:-9],
        "compressed": rewritten(good, lambda n, d: d, zipfile.ZIP_DEFLATED),
        "no pickle": rewritten(good, lambda n, d: None if n.endswith("data.pkl") else d),
        "no values": rewritten(good, lambda n, d: None if n.endswith("data/0") else d),
        "values cut short": rewritten(good, lambda n, d: d[:-4] if n.endswith("data/0") else d),
        "big-endian": rewritten(good, lambda n, d: b"big" if n.endswith("byteorder") else d),
        "a command": with_pickle(good, pickle.dumps({"w": Command()}, protocol=2)),
        "a command through the newer protocol": with_pickle(good, pickle.dumps({"w": Command()}, protocol=4)),
        "another class": with_pickle(good, pickle.dumps({"w": pathlib.PurePosixPath("x")}, protocol=2)),
        "an instance": with_pickle(good, b"\x80\x02(cos\nsystem\nX\x01\x00\x00\x00xo."),
        "a name of torch": with_pickle(good, b"\x80\x02ctorch\nload\n)R."),
        "a list": with_pickle(good, pickle.dumps([1, 2], protocol=2)),
        "no tensors": with_pickle(good, pickle.dumps({"w": 1}, protocol=2)),
        "unfinished": with_pickle(good, content[:-1]),
        "an empty stack": with_pickle(good, b"\x80\x02\x87."),
        "a missing mark": with_pickle(good, b"\x80\x02t."),
        "a recollection of nothing": with_pickle(good, b"\x80\x02h\x05."),
        "a long text": with_pickle(good, b"\x80\x02X\xff\xff\xff\xff."),
        "nested deep": with_pickle(good, deep),
        "a list in itself": with_pickle(good, b"\x80\x02]q\x00h\x00a."),
        "shape beyond the values": with_pickle(good, content.replace(b"K\x02K\x03\x86", b"K\xffK\x03\x86", 1)),
        "strides beyond the values": with_pickle(good, content.replace(b"K\x03K\x01\x86", b"K\x03K\x09\x86", 1)),
        "one value many times": with_pickle(good, content.replace(b"K\x03K\x01\x86", b"K\x00K\x00\x86", 1)),
        "negative size": with_pickle(
            good, content.replace(b"K\x02K\x03\x86", b"J\xff\xff\xff\xffK\x03\x86", 1)),
        "enormous sizes": with_pickle(good, content.replace(
            b"K\x02K\x03\x86", b"\x8a\x08" + b"\xff" * 7 + b"\x7f" + b"\x8a\x08" + b"\xff" * 7 + b"\x7f\x86", 1)),
        "many axes": with_pickle(
            good, content.replace(b"K\x02K\x03\x86", axes, 1).replace(b"K\x03K\x01\x86", axes, 1)),
        "a whole module": saved(torch.nn.Linear(2, 1)),
        "a whole module of a foreign class": saved(Net()),
        "a whole module under a key": saved({"epoch": 1, "model": Net()}),
        "an object of a foreign class": saved(argparse.Namespace(a=1)),
        "a tensor in a form that is not read": saved({"w": torch.ones(2), "v": torch.ones(3).to_sparse()}),
        "a program": program(),
        "an archive of other files": other_archive(zipfile.ZIP_STORED),
        "an archive of other files, compressed": other_archive(zipfile.ZIP_DEFLATED),
        "safetensors": safetensors.torch.save({"w": torch.ones(2)}),
        "a pickle by itself": pickle.dumps({"w": [1.0]}),
        "compressed with gzip": gzip.compress(good, mtime=0),
        "a long key": with_pickle(good, content.replace(b"X\x01\x00\x00\x000", b"X\x41\x00\x00\x00" + b"0" * 65, 1)),
    }


def refused(data):
    try:
        torch.load(io.BytesIO(data), weights_only=True)
        return False
    except Exception:
        return True


if __name__ == "__main__":
    torch.manual_seed(0)
    target = pathlib.Path(sys.argv[1])
    good = [{"name": name, "file": base64.b64encode(saved(state)).decode(),
             "tensors": [{"name": key, "shape": list(value.shape),
                          "values": [float(v) for v in value.detach().to(torch.float64).flatten()]}
                         for key, value in named(state)]}
            for name, state in states().items()]
    bad = [{"name": name, "file": base64.b64encode(data).decode(), "torch_refuses": refused(data)}
           for name, data in spoilt().items()]
    (target / "pickled.json").write_text(json.dumps({"good": good, "spoilt": bad}, indent=1) + "\n")
