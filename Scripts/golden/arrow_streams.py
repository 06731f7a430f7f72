"""Writes Tests/BertArrowTests/Golden/streams.json: streams of Arrow as pyarrow writes them, and the texts that pyarrow
reads from them; and checks with pyarrow the stream that bertft writes, Tests/BertArrowTests/Golden/written.arrows.

usage: python3 Scripts/golden/arrow_streams.py

Made with pyarrow 26.0.1, which no test needs.
"""
import base64
import io
import json
import pathlib
import struct

import pyarrow as pa

GOLDEN = pathlib.Path(__file__).parents[2] / "Tests/BertArrowTests/Golden"
TEXTS = ["good", None, "", "Grüße 👋🏽", "b" * 300, "a\nb", None, "end", "ninth"]


def stream(batches, schema=None, **options):
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, schema or batches[0].schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return sink.getvalue()


def batch(**columns):
    return pa.record_batch(list(columns.values()), names=list(columns))


def others(n):
    """A column of each layout before the texts."""
    numbers = list(range(n))
    return {
        "null": pa.nulls(n),
        "int": pa.array(numbers, pa.int16()),
        "bool": pa.array([i % 2 == 0 for i in numbers]),
        "decimal": pa.array([None] * n, pa.decimal128(10, 2)),
        "date": pa.array(numbers, pa.date32()),
        "time": pa.array(numbers, pa.time64("us")),
        "timestamp": pa.array(numbers, pa.timestamp("ns", "UTC")),
        "duration": pa.array(numbers, pa.duration("s")),
        "interval": pa.array([None] * n, pa.month_day_nano_interval()),
        "fixed": pa.array([b"ab"] * n, pa.binary(2)),
        "binary": pa.array([b"x"] * n, pa.large_binary()),
        "list": pa.array([[i, None] for i in numbers], pa.list_(pa.int32())),
        "vector": pa.array([[1, 2]] * n, pa.list_(pa.float32(), 2)),
        "map": pa.array([[("k", i)] for i in numbers], pa.map_(pa.string(), pa.int8())),
        "struct": pa.array([{"a": i, "b": ["x"]} for i in numbers]),
        "sparse": pa.UnionArray.from_sparse(
            pa.array([0] * n, pa.int8()), [pa.array(numbers, pa.int32()), pa.array(["u"] * n)]),
        "dense": pa.UnionArray.from_dense(
            pa.array([0] * n, pa.int8()), pa.array(numbers, pa.int32()), [pa.array(numbers, pa.int32())]),
        "dictionary": pa.array(["p", "q"] * n)[:n].dictionary_encode(),
        "runs": pa.RunEndEncodedArray.from_arrays(pa.array([n], pa.int32()), pa.array(["r"])),
        "view": pa.array(["short", "a text that is longer than twelve bytes"] * n, pa.string_view())[:n],
        "list_view": pa.array([[i] for i in numbers], pa.list_view(pa.int8())),
        "nested_view": pa.array([{"v": "another text that is longer than twelve bytes"}] * n,
                                pa.struct([("v", pa.string_view())])),
    }


def cases():
    plain, large = pa.array(TEXTS), pa.array(TEXTS, pa.large_string())
    yield "utf8", stream([batch(text=plain)]), "text"
    yield "large_utf8", stream([batch(text=large)]), "text"
    yield "sliced", stream([batch(text=plain).slice(1, 3), batch(text=plain).slice(3, 5)]), "text"
    yield "without nulls", stream([batch(text=pa.array(["a", "b"]))]), "text"
    yield "empty batches", stream([batch(text=plain[:0]), batch(text=plain), batch(text=plain[:0])]), "text"
    yield "no batch", stream([], schema=pa.schema([("text", pa.string())])), "text"
    yield "metadata of version 4", stream(
        [batch(id=pa.array(range(9)), text=plain)], metadata_version=pa.ipc.MetadataVersion.V4), "text"
    columns = others(len(TEXTS))
    yield "columns of all types", stream([batch(**columns, text=plain, after=plain)] * 2), "text"
    yield "between them", stream([batch(text=plain, **columns, after=large)]), "after"
    # A sender may also close its end without the end marker.
    yield "no end marker", stream([batch(text=plain)])[:-8], "text"
    # Offsets need not begin at 0.
    data = pa.py_buffer(b"xxgoodbad")
    shifted = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(struct.pack("<3i", 2, 6, 9)), data])
    yield "shifted offsets", stream([batch(text=shifted)]), "text"
    yield "not UTF-8", stream([batch(text=pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(struct.pack("<2i", 0, 3)), pa.py_buffer(b"a\xffb")]))]), "text"


def refused():
    plain = pa.array(["good", "bad"])
    yield "dictionary", stream([batch(text=plain.dictionary_encode())]), "columnType"
    yield "view", stream([batch(text=plain.cast(pa.string_view()))]), "columnType"
    yield "number", stream([batch(text=pa.array([1, 2]))]), "columnType"
    yield "zstd", stream([batch(text=plain)], compression="zstd"), "compressed"
    yield "lz4", stream([batch(text=plain)], compression="lz4"), "compressed"
    yield "older frames", stream([batch(text=plain)], use_legacy_format=True), "notAStream"
    file = io.BytesIO()
    with pa.ipc.new_file(file, batch(text=plain).schema) as writer:
        writer.write_batch(batch(text=plain))
    yield "file format", file.getvalue(), "fileFormat"
    yield "text", b'{"text":"good"}\n', "notAStream"


def read(data, column):
    reader = pa.ipc.open_stream(io.BytesIO(data))
    texts = []
    for found in reader:
        values = found.column(found.schema.get_field_index(column)).cast(pa.large_binary())
        texts.append([None if v is None else base64.b64encode(v).decode() for v in values.to_pylist()])
    return texts


def check_written():
    """What Tests/BertArrowTests/WriterTests.swift writes, read by pyarrow."""
    path = GOLDEN / "written.arrows"
    if not path.exists():
        print("no written.arrows yet")
        return
    reader = pa.ipc.open_stream(path.read_bytes())
    entity = pa.struct([("start", pa.int32()), ("label", pa.string())])
    expected = pa.schema([
        ("vector", pa.list_(pa.float32(), 3)), ("score", pa.float32()), ("labels", pa.list_(pa.string())),
        ("entities", pa.list_(entity)), ("error", pa.string())])
    assert reader.schema.equals(expected), reader.schema
    assert reader.schema.metadata == {b"labels": b'["a","b"]', b"version": b"1"}, reader.schema.metadata
    batches = list(reader)
    for found in batches:
        found.validate(full=True)
    assert [found.to_pylist() for found in batches] == [
        [
            {"vector": [1, 2, 3], "score": 0.5, "labels": ["a", "ü"], "error": None,
             "entities": [{"start": 3, "label": "PER"}, {"start": 7, "label": "LOC"}]},
            {"vector": None, "score": None, "labels": None, "error": "the text is empty", "entities": None},
            {"vector": [-4, 5, 6.25], "score": 2, "labels": [], "error": None, "entities": []},
        ],
        [],
    ]
    print(f"{path.name}: pyarrow {pa.__version__} reads what was meant")


good = [{"name": n, "stream": base64.b64encode(s).decode(), "column": c, "batches": read(s, c)} for n, s, c in cases()]
bad = [{"name": n, "stream": base64.b64encode(s).decode(), "error": e} for n, s, e in refused()]
(GOLDEN / "streams.json").write_text(json.dumps({"good": good, "refused": bad}, indent=1) + "\n")
check_written()
