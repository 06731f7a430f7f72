"""A text service under load."""

import contextlib
import csv
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from harness import pictures, report
from harness.processes import REFERENCE, ProgramFailed, bertft, note, program, run, takes, thread_environment
from harness.rounds import median, paired, ratio
from harness.rows import head

OURS = {"bertft": [], "bertft, bf16": ["--precision", "bf16"]}
PEERS = {"FastAPI": [], "FastAPI, bf16": ["--precision", "bf16"]}
ROUNDS = 3
THREADS = 2
SECONDS = 10
CONNECTIONS = [1, 8, 64]

INTRODUCTION = """## A text service under load

`bertft serve BUNDLE` beside FastAPI with transformers on the same bundle (`reference/service_fastapi.py`), two threads each,
both in fp32 and in bf16 (transformers: all weights); wrk posts the Amazon snippets one by one over 1, 8 and 64
connections, 10 s each after 3 s to warm up, on the same machine. Medians of the rounds. The target is three times the throughput at 64 connections. Start-up is from the start of the
process to the first answer, files in the page cache."""


class Service:
    """A server as a process, ready once it is made."""

    def __init__(self, command, port, environment):
        self.port = port
        begin = time.perf_counter()
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        while True:
            if self.process.poll() is not None or time.perf_counter() - begin > 120:
                self.process.kill()
                raise ProgramFailed(f"{command}: did not start")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).read()
                break
            time.sleep(0.005)
        self.startup = time.perf_counter() - begin

    def classify(self, texts):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1/classify", json.dumps({"input": texts}).encode(),
            {"Content-Type": "application/json"})
        return [result["scores"] for result in json.loads(urllib.request.urlopen(request, timeout=120).read())["results"]]

    def peak_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        raise ProgramFailed("no VmHWM")

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def load(port, connections, seconds, bodies):
    """Requests a second, and p50 and p99 in milliseconds. Raises where an answer was no success."""
    output = run(["wrk", "-t", 1, "-c", connections, "-d", f"{seconds}s", "--timeout", "60s", "--latency", "-s",
                  REFERENCE / "service_bodies.lua", f"http://127.0.0.1:{port}/v1/classify", "--", bodies]).output
    if "Non-2xx" in output or "Socket errors" in output:
        raise ProgramFailed(f"port {port}, {connections} connections:\n{output}")
    units = {"us": 1e-3, "ms": 1, "s": 1e3}

    def latency(share):
        value, unit = re.search(rf"^\s+{share}%\s+([0-9.]+)(us|ms|s)\s*$", output, re.MULTILINE).groups()
        return float(value) * units[unit]

    return float(re.search(r"Requests/sec:\s+([0-9.]+)", output)[1]), latency(50), latency(99)


def measure(rounds=None):
    if not shutil.which("wrk"):
        raise ProgramFailed("wrk is missing; Debian and Ubuntu: apt-get install wrk")
    corpus = bertft("corpora", "path", "amazon-reviews").output.strip()
    scores = {}
    with tempfile.TemporaryDirectory() as work:
        bundle, some, bodies = f"{work}/bundle", f"{work}/some.csv", f"{work}/bodies"
        head(corpus, some, 200)
        with open(corpus, encoding="utf-8", newline="") as lines:
            texts = [row["text"] for row in csv.DictReader(lines)]
        pathlib.Path(bodies).write_text("".join(json.dumps({"input": text}) + "\n" for text in texts))
        note("training a bundle to serve")
        bertft("train", some, "--labels", "pos,neg,neu", "--method", "features", "--epochs", "1", "--out", bundle,
               "--quiet")
        def once(name):
            port = free_port()
            if name in OURS:
                command = [program(), "serve", bundle, "--port", port, "--threads", THREADS, *OURS[name]]
            else:
                command = [sys.executable, REFERENCE / "service_fastapi.py", bundle, port, "--threads", THREADS, *PEERS[name]]
            service = Service(command, port, thread_environment(THREADS))
            try:
                figures = {"startup": service.startup}
                scores[name] = service.classify(texts[:100])
                for connections in CONNECTIONS:
                    load(port, connections, 3, bodies)
                    rate, middle, tail = load(port, connections, SECONDS, bodies)
                    figures |= {f"rate/{connections}": rate, f"p50/{connections}": middle, f"p99/{connections}": tail}
                return figures | {"MiB": service.peak_mib()}
            finally:
                service.stop()

        names = [name for name, extra in OURS.items() if takes("serve", extra)] + list(PEERS)
        figures = paired({name: (lambda name=name: once(name)) for name in names}, rounds or ROUNDS)
    truth = scores["FastAPI"]
    apart = {name: max(abs(mine[label] - theirs[label]) for mine, theirs in zip(answers, truth) for label in theirs)
             for name, answers in scores.items()}
    return {"figures": figures, "apart": apart}


def render(measured, draw):
    figures = measured["figures"]
    apart = measured["apart"]
    ours = [name for name in OURS if name in figures]
    peers = [name for name in figures if name not in ours]
    rows, groups = [], {}
    for connections in CONNECTIONS:
        rate, middle, tail = f"rate/{connections}", f"p50/{connections}", f"p99/{connections}"
        best = max(peers, key=lambda name: median(figures[name][rate]))
        for name, cases in figures.items():
            over = f"{ratio(cases[rate], figures[best][rate]):.2f}" if name in ours else ""
            rows.append([connections, name, f"{median(cases[rate]):.0f}", over, f"{median(cases[middle]):.0f}",
                         f"{median(cases[tail]):.0f}"])
        groups[f"{connections} connections"] = {name: median(cases[rate]) for name, cases in figures.items()}
    picture = draw("service", "service", pictures.bars("A text service", "requests/s, more is better", groups))
    whole = [[name, f"{median(cases['startup']):.2f}", f"{median(cases['MiB']):.0f}",
              f"{apart[name]:.1e}" if name in apart else ""] for name, cases in figures.items()]
    return "\n".join([
        INTRODUCTION, "",
        report.markdown_table(["connections", "program", "requests/s", "over the fastest peer", "p50, ms", "p99, ms"], rows),
        "",
        report.markdown_table(["program", "start-up, s", "peak memory, MiB", "scores, at most from FastAPI's in fp32"], whole),
        "", picture])
