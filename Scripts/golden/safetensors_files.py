"""Makes the golden files of BertCheckpointTests: python safetensors_files.py OUTPUT_DIRECTORY

Needs torch and safetensors (made with torch 2.13.0 and safetensors of the same day). Writes
- types.safetensors, types.json: one tensor of each element type, and the bits of its values as 32-bit floats;
- malformed.json: headers, good and bad, with the verdict of the reference reader on each.
"""

import base64
import json
import struct
import sys
from pathlib import Path

import torch
from safetensors import deserialize
from safetensors.torch import save_file

out = Path(sys.argv[1])


def bits(tensor):
    return [int(x) & 0xFFFFFFFF for x in tensor.reshape(-1).to(torch.float32).view(torch.int32).tolist()]



bytes_ = torch.arange(256, dtype=torch.int64).to(torch.uint8)
tensors = {
    "f64": torch.tensor([0.0, -0.0, 1 / 3, 1e300, -1e-300, float("inf"), 1 + 2**-24, 1 + 3 * 2**-24], dtype=torch.float64),
    "f32": torch.tensor([[0.1, -2.5, 3e38], [1e-45, float("-inf"), -0.0]], dtype=torch.float32),
    "f16": torch.arange(0, 65536, 97, dtype=torch.int64).to(torch.uint16).view(torch.float16),
    "bf16": torch.arange(0, 65536, 997, dtype=torch.int64).to(torch.uint16).view(torch.bfloat16),
    "f8e4m3": bytes_.clone().view(torch.float8_e4m3fn),
    "f8e5m2": bytes_.clone().view(torch.float8_e5m2),
    "f8e4m3fnuz": bytes_.clone().view(torch.float8_e4m3fnuz),
    "f8e5m2fnuz": bytes_.clone().view(torch.float8_e5m2fnuz),
    "f8e8m0": bytes_.clone().view(torch.float8_e8m0fnu),
    "i64": torch.tensor([-(2**63), -1, 0, 2**24 + 1, 2**63 - 1], dtype=torch.int64),
    "i32": torch.tensor([-(2**31), -1, 0, 2**24 + 3, 2**31 - 1], dtype=torch.int32),
    "i16": torch.tensor([-(2**15), -1, 0, 2**15 - 1], dtype=torch.int16),
    "i8": torch.tensor([-128, -1, 0, 127], dtype=torch.int8),
    "u64": torch.tensor([0, 2**24 + 1, 2**62], dtype=torch.uint64),
    "u32": torch.tensor([0, 2**24 + 3, 2**32 - 1], dtype=torch.uint32),
    "u16": torch.tensor([0, 65535], dtype=torch.uint16),
    "u8": torch.tensor([0, 255], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(3, 0, 2),
    # Two names that Swift's String holds to be equal.
    "\u00e9": torch.tensor([1.0]),
    "e\u0301": torch.tensor([2.0, 3.0]),
}
save_file(tensors, out / "types.safetensors", metadata={"format": "pt", "quote\"d": "é\n"})
values = [
    {"name": name, "shape": list(tensor.shape), "bits": bits(tensor)} for name, tensor in tensors.items()
]
(out / "types.json").write_text(json.dumps(values, ensure_ascii=True) + "\n")


def framed(header, data=b"", length=None):
    if isinstance(header, str):
        header = header.encode()
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def info(begin, end, shape, dtype="F32"):
    return f'{{"dtype":"{dtype}","shape":{shape},"data_offsets":[{begin},{end}]}}'


four = bytes(range(4))
cases = {
    "good": framed(f'{{"a":{info(0, 4, [1])}}}', four),
    "good: no tensors": framed("{}"),
    "good: leading white space": framed(f'  \n\t{{"a":{info(0, 4, [1])}}}', four),
    "good: trailing white space": framed(f'{{"a":{info(0, 4, [1])}}}   ', four),
    "good: metadata": framed(f'{{"__metadata__":{{"k":"v"}},"a":{info(0, 4, [1])}}}', four),
    "good: empty metadata": framed(f'{{"__metadata__":{{}},"a":{info(0, 4, [1])}}}', four),
    "good: scalar": framed(f'{{"a":{info(0, 4, [])}}}', four),
    "good: zero size": framed(f'{{"a":{info(0, 0, [2, 0])}}}'),
    "good: zero size between": framed(
        f'{{"a":{info(0, 4, [1])},"z":{info(4, 4, [0])},"b":{info(4, 8, [1])}}}', four + four),
    "good: JSON order is not file order": framed(f'{{"b":{info(4, 8, [1])},"a":{info(0, 4, [1])}}}', four + four),
    "good: escaped name": framed(f'{{"\\u0061\\ud83d\\ude00":{info(0, 4, [1])}}}', four),
    "good: unknown field": framed('{"a":{"x":[{"y":-1.5e3}],' + info(0, 4, [1])[1:] + "}", four),
    "no bytes": b"",
    "too small": b"\x01\x02\x03",
    "header too large": framed("{}", length=100_000_001),
    "header length of all ones": b"\xff" * 8 + b"{}",
    "header past the end": framed("{}", length=60),
    "header of length zero": framed(""),
    "not UTF-8": framed(b"\xff"),
    "not UTF-8 inside a name": framed(b'{"\xc3":' + info(0, 4, [1]).encode() + b"}", four),
    "not JSON": framed("{"),
    "not an object": framed("[]"),
    "null": framed("null"),
    "two values": framed("{}{}"),
    "trailing comma": framed(f'{{"a":{info(0, 4, [1])},}}', four),
    "control character in a name": framed(f'{{"a\x01":{info(0, 4, [1])}}}', four),
    "lone surrogate": framed(f'{{"\\ud800":{info(0, 4, [1])}}}', four),
    "leading zero": framed('{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}', four),
    "deep nesting": framed('{"a":{"x":' + "[" * 200 + "]" * 200 + "," + info(0, 4, [1])[1:] + "}", four),
    "deep nesting, endless": framed("[" * 5000),
    "overlap": framed(f'{{"a":{info(0, 4, [1])},"b":{info(0, 4, [1])}}}', four),
    "overlap by part": framed(f'{{"a":{info(0, 8, [2])},"b":{info(4, 12, [2])}}}', four * 3),
    "hole at the start": framed(f'{{"a":{info(4, 8, [1])}}}', four * 2),
    "hole inside": framed(f'{{"a":{info(0, 4, [1])},"b":{info(8, 12, [1])}}}', four * 3),
    "missing bytes": framed(f'{{"a":{info(0, 4, [1])}}}', four[:3]),
    "extra bytes": framed(f'{{"a":{info(0, 4, [1])}}}', four + b"\0"),
    "extra bytes without tensors": framed("{}", b"\0"),
    "offsets reversed": framed(f'{{"a":{info(4, 0, [1])}}}', four),
    "size does not fit the shape": framed(f'{{"a":{info(0, 4, [2])}}}', four),
    "shape's product overflows": framed(f'{{"a":{info(0, 4, [2**32, 2**32, 4])}}}', four),
    "shape times element size overflows": framed(f'{{"a":{info(0, 4, [2**31, 2**31])}}}', four),
    "four-bit type fills no byte": framed(f'{{"a":{info(0, 1, [1], "F4")}}}', b"\0"),
    "negative extent": framed(f'{{"a":{info(0, 4, [-1])}}}', four),
    "fractional extent": framed(f'{{"a":{info(0, 4, [1.0])}}}', four),
    "extent with exponent": framed('{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}', four),
    "extent over 64 bits": framed(f'{{"a":{info(0, 4, [2**64])}}}', four),
    "offset over 64 bits": framed(f'{{"a":{info(0, 2**64, [1])}}}', four),
    "offset near 64 bits": framed(f'{{"a":{info(0, 2**63 - 1, [1])}}}', four),
    "integer in metadata": framed('{"__metadata__":{"k":1}}'),
    "array as metadata": framed('{"__metadata__":["k"]}'),
    "string as metadata": framed('{"__metadata__":"k"}'),
    "duplicate tensor": framed(f'{{"a":{info(0, 4, [1])},"a":{info(0, 4, [1])}}}', four),
    "duplicate tensor, one escaped": framed(f'{{"a":{info(0, 4, [1])},"\\u0061":{info(0, 4, [1])}}}', four),
    "duplicate metadata key": framed('{"__metadata__":{"k":"1","k":"2"}}'),
    "duplicate metadata": framed('{"__metadata__":{},"__metadata__":{}}'),
    "duplicate field": framed('{"a":{"dtype":"F32",' + info(0, 4, [1])[1:] + "}", four),
    "no dtype": framed('{"a":{"shape":[1],"data_offsets":[0,4]}}', four),
    "no shape": framed('{"a":{"dtype":"F32","data_offsets":[0,4]}}', four),
    "no offsets": framed('{"a":{"dtype":"F32","shape":[1]}}', four),
    "three offsets": framed('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}', four),
    "offsets are no array": framed('{"a":{"dtype":"F32","shape":[1],"data_offsets":4}}', four),
    "shape is no array": framed('{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}', four),
    "dtype is no string": framed('{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}', four),
    "unknown dtype": framed(f'{{"a":{info(0, 4, [1], "F33")}}}', four),
    "tensor is no object": framed('{"a":1}'),
}
verdicts = []
for name, content in cases.items():
    try:
        deserialize(content)
        error = None
    except Exception as e:
        error = str(e)
    verdicts.append({"name": name, "file": base64.b64encode(content).decode(), "error": error})
(out / "malformed.json").write_text(json.dumps(verdicts, indent=0) + "\n")
