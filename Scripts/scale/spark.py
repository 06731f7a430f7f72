"""Embeds texts with Spark in local-cluster mode while a child, a worker and an executor are killed, and compares the
result with the plain command's: complete, no row twice, the same bytes. Prints a line of JSON for each run.

usage: python spark.py BERTFT DATA.csv MODEL DIRECTORY [--rows N] [--batch N] [--killed none,child,worker,executor]

With `--killed none` and many rows it measures what Spark costs: CPU seconds of the job beside those of the plain command.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import uuid

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "Examples/spark"
MASTER = "local-cluster[2,1,1024]"


def texts(path, rows):
    """The first words of each row, so that texts are short, and distinct."""
    with open(path, newline="", encoding="utf-8") as file:
        found = [row["text"] for row in csv.DictReader(file)]
    pieces = [" ".join(words[i:i + 20]) for words in map(str.split, found) for i in range(0, len(words), 20)]
    return [f"{i} {pieces[i % len(pieces)]}" for i in range(rows)]


class Meter:
    """CPU seconds of all processes that inherit a mark, looked up five times a second: Spark's do not wait for each other,
    so that the system sums nothing up. What a process uses after it was last seen is not counted."""

    def __init__(self):
        self.mark = f"BERTFT_SCALE_RUN={uuid.uuid4()}"
        self.used = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def environment(self):
        return dict([self.mark.split("=")])

    def __enter__(self):
        self.start = time.monotonic()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.start
        self.ended.set()
        self.thread.join()
        self.cpu = sum(self.used.values())

    def _watch(self):
        while not self.ended.wait(0.2):
            for process in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if self.mark.encode() not in pathlib.Path(f"/proc/{process}/environ").read_bytes():
                        continue
                    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
                except OSError:
                    continue
                ticks = int(fields[11]) + int(fields[12])
                self.used[process, fields[19]] = ticks / os.sysconf("SC_CLK_TCK")


def submit(source, target, program, options, environment):
    """Runs the example; ends the script where it fails."""
    command = [
        sys.executable, str(EXAMPLE / "embed.py"), str(source), str(target), "--program", str(program), "--batch",
        str(options.batch),
        "--", "embed", "-", "--stream", "arrow", "--model", options.model, "--threads", "1", "--offline"]
    master = [
        "--master", MASTER, "--conf", "spark.ui.enabled=false", "--conf", "spark.ui.showConsoleProgress=false",
        "--conf", f"spark.sql.files.maxPartitionBytes={options.split}", "--conf", "spark.sql.files.openCostInBytes=0",
        "--conf", "spark.executor.memory=1g", "--conf", "spark.driver.memory=1g", "pyspark-shell"]
    settings = {
        **os.environ, **environment, "PYSPARK_SUBMIT_ARGS": " ".join(master), "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(command, env=settings, cwd=source.parent, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"spark ended with {done.returncode}:\n{done.stderr[-3000:]}")


def compare(target, expected):
    table = pq.read_table(target)
    order = np.argsort(table.column("id").to_numpy())
    ids = table.column("id").to_numpy()[order]
    assert len(ids) == len(expected), f"{len(ids)} rows of {len(expected)}"
    assert (ids == np.arange(len(expected))).all(), "rows are missing, or stand twice"
    assert table.column("error").null_count == len(ids), "rows have errors"
    vectors = np.stack(table.column("vector").to_numpy(zero_copy_only=False))[order]
    assert vectors.astype("<f4").tobytes() == expected.tobytes(), "vectors are others than the plain command's"


def children(program):
    """Processes of the program that are still there."""
    found = subprocess.run(["pgrep", "-f", f"{program} embed - --stream"], capture_output=True, text=True)
    return found.stdout.split()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bertft")
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("directory")
    parser.add_argument("--rows", type=int, default=1600)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--killed", default="none,child,worker,executor")
    parser.add_argument("--split", type=int, default=131072, help="bytes of a partition")
    options = parser.parse_args()
    directory = pathlib.Path(options.directory).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    rows = texts(options.data, options.rows)
    source, lines = directory / "in.parquet", directory / "in.jsonl"
    source.mkdir(exist_ok=True)
    parts = 8
    for part in range(parts):
        ids = range(len(rows) * part // parts, len(rows) * (part + 1) // parts)
        table = pa.table({"id": pa.array(ids, pa.int64()), "text": [rows[i] for i in ids]})
        pq.write_table(table, source / f"{part}.parquet")
    lines.write_text("".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(rows)))

    plain = directory / "plain.npy"
    command = [
        options.bertft, "embed", str(lines), "--out", str(plain), "--model", options.model, "--threads", "1",
        "--offline", "--quiet"]
    with Meter() as meter:
        subprocess.run(command, env={**os.environ, **meter.environment}, check=True, stdout=subprocess.DEVNULL)
    print(json.dumps({
        "run": "plain", "rows": len(rows), "cpu_seconds": round(meter.cpu, 1), "seconds": round(meter.seconds, 1)}))
    expected = np.load(plain)
    for kind in options.killed.split(","):
        done = directory / f"killed-{kind}"
        done.unlink(missing_ok=True)
        program = options.bertft if kind == "none" else HERE / "victim.py"
        environment = {"BERTFT": options.bertft, "VICTIM": kind, "VICTIM_DONE": str(done)}
        target = directory / f"out-{kind}.parquet"
        with Meter() as meter:
            submit(source, target, program, options, {**environment, **meter.environment})
        assert kind == "none" or done.exists(), f"no {kind} was killed"
        compare(target, expected)
        for _ in range(100):
            if not children(options.bertft):
                break
            time.sleep(0.1)
        assert not children(options.bertft), "children outlive the job"
        print(json.dumps({
            "run": "spark" if kind == "none" else f"spark, {kind} killed", "rows": len(rows),
            "cpu_seconds": round(meter.cpu, 1), "seconds": round(meter.seconds, 1), "complete": True, "bytes_equal": True}), flush=True)


main()
