"""One bertft for the life of a Python process: record batches in, record batches out.

Works wherever there are Arrow arrays: Spark's mapInArrow, DuckDB, Ray Data, Dask, pyarrow alone.
"""
import subprocess
import threading

import pyarrow as pa


class ChildDied(RuntimeError):
    """bertft ended, or answered something else than was asked."""


class Child:
    """`bertft embed - --stream arrow …` or `bertft predict BUNDLE - --stream arrow …`, started once."""

    def __init__(self, arguments, program="bertft"):
        self.process = subprocess.Popen(
            [program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            bufsize=1 << 20)
        self.notes = []
        threading.Thread(target=self._read_notes, daemon=True).start()
        schema = pa.schema([("text", pa.string())])
        try:
            self.writer = pa.ipc.new_stream(self.process.stdin, schema)
            self.writer.write_batch(pa.record_batch([pa.array([], pa.string())], schema=schema))
            self.process.stdin.flush()
            # The schema comes before any row: a model that cannot be opened is found here.
            self.reader = pa.ipc.open_stream(self.process.stdout)
            self.reader.read_next_batch()
        except (OSError, EOFError, StopIteration, pa.ArrowInvalid) as error:
            self._fail(error)
        metadata = self.reader.schema.metadata or {}
        # Alike for the same version, model, options and arithmetic: compare it over the workers of a job.
        self.making = metadata.get(b"making", b"").decode()

    def answer(self, texts):
        """The answers to texts, a record batch of as many rows; a row without one has its reason in `error`."""
        if isinstance(texts, pa.ChunkedArray):
            texts = texts.combine_chunks()
        try:
            self.writer.write_batch(pa.record_batch([texts.cast(pa.string())], names=["text"]))
            self.process.stdin.flush()
            answers = self.reader.read_next_batch()
        except (OSError, EOFError, StopIteration, pa.ArrowInvalid) as error:
            self._fail(error)
        if len(answers) != len(texts):
            self._fail(f"{len(answers)} answers to {len(texts)} texts")
        return answers

    @property
    def is_alive(self):
        return self.process.poll() is None

    def close(self):
        """Ends the stream, and the child with it."""
        self.writer.close()
        self.process.stdin.close()
        if self.process.wait() != 0:
            self._fail("it did not end well")

    def _read_notes(self):
        for line in self.process.stderr:
            self.notes.append(line.decode(errors="replace").rstrip())
            del self.notes[:-20]

    def _fail(self, reason):
        self.process.kill()
        status = self.process.wait()
        raise ChildDied(f"{self.process.args[0]} ended with {status}: {reason}; {' | '.join(self.notes[-3:])}")


_shared = {}


def shared(arguments, program="bertft"):
    """The child of this process, started anew where it died. Workers are reused, and with them their child."""
    key = (program, *arguments)
    if key not in _shared or not _shared[key].is_alive:
        _shared[key] = Child(arguments, program)
    return _shared[key]
