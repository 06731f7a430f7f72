"""Files that torch.save writes, with the values in them, and spoilt ones, for BertCheckpointTests.

    python pickled_files.py CHECKPOINT_GOLDEN_DIRECTORY
"""

import base64
import collections
import io
import json
import os
import pathlib
import pickle
import sys
import zipfile

import torch


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
        "other values beside": {"epoch": 3, "rate": 0.5, "big": 1 << 80, "name": "x", "list": [1, (2, 3)], "w": tied},
    }


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
                         for key, value in state.items() if isinstance(value, torch.Tensor)]}
            for name, state in states().items()]
    bad = [{"name": name, "file": base64.b64encode(data).decode(), "torch_refuses": refused(data)}
           for name, data in spoilt().items()]
    (target / "pickled.json").write_text(json.dumps({"good": good, "spoilt": bad}, indent=1) + "\n")
