"""Embeds texts with Spark in local-cluster mode while a child, a worker and an executor are killed, and compares the
result with the plain command's: complete, no row twice, the same bytes. Prints a line of JSON for each run.

usage: python spark.py BERTFT DATA.csv MODEL DIRECTORY [--rows N] [--overhead]

`--overhead` measures instead: CPU seconds of the job beside those of the plain command.
"""
import argparse
import csv
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

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


def cpu(work):
    """CPU seconds of the processes that work starts, and what it gives."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    value = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - start, value


def submit(source, target, program, model, environment, threads="1"):
    submit = [
        sys.executable, str(EXAMPLE / "embed.py"), str(source), str(target), "--program", str(program), "--batch", "64",
        "--", "embed", "-", "--stream", "arrow", "--model", str(model), "--threads", threads, "--offline"]
    master = [
        "--master", MASTER, "--conf", "spark.ui.enabled=false", "--conf", "spark.ui.showConsoleProgress=false",
        "--conf", "spark.sql.files.maxPartitionBytes=131072", "--conf", "spark.sql.files.openCostInBytes=0",
        "--conf", "spark.executor.memory=1g", "--conf", "spark.driver.memory=1g", "pyspark-shell"]
    settings = {
        **os.environ, **environment, "PYSPARK_SUBMIT_ARGS": " ".join(master), "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(submit, env=settings, cwd=source.parent, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"spark ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return done.stderr


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
    parser.add_argument("--overhead", action="store_true")
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
    alone, wall, _ = cpu(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    print(json.dumps({"run": "plain", "rows": len(rows), "cpu_seconds": round(alone, 1), "seconds": round(wall, 1)}))
    expected = np.load(plain)
    for kind in ["none"] if options.overhead else ["none", "child", "worker", "executor"]:
        done = directory / f"killed-{kind}"
        done.unlink(missing_ok=True)
        program = options.bertft if kind == "none" else HERE / "victim.py"
        environment = {"BERTFT": options.bertft, "VICTIM": kind, "VICTIM_DONE": str(done)}
        target = directory / f"out-{kind}.parquet"
        used, wall, _ = cpu(lambda: submit(source, target, program, options.model, environment))
        assert kind == "none" or done.exists(), f"no {kind} was killed"
        compare(target, expected)
        for _ in range(100):
            if not children(options.bertft):
                break
            time.sleep(0.1)
        assert not children(options.bertft), "children outlive the job"
        print(json.dumps({
            "run": "spark" if kind == "none" else f"spark, {kind} killed", "rows": len(rows), "cpu_seconds": round(used, 1),
            "seconds": round(wall, 1), "complete": True, "bytes_equal": True}), flush=True)


main()
