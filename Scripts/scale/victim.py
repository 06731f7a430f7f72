#!/usr/bin/env python3
"""Runs bertft, and once kills something beside it while it answers: what VICTIM names, child, worker or executor.

The file VICTIM_DONE says that it has been killed. The program is BERTFT; all arguments go to it.
"""
import os
import signal
import subprocess
import sys
import time


def parent(process):
    with open(f"/proc/{process}/stat") as file:
        return int(file.read().rsplit(")", 1)[1].split()[1])


def executor(process):
    """The nearest ancestor that is a JVM."""
    while process > 1:
        process = parent(process)
        with open(f"/proc/{process}/comm") as file:
            if file.read().strip() == "java":
                return process
    raise SystemExit("victim: there is no executor above this process")


def written(process):
    with open(f"/proc/{process}/io") as file:
        return int(dict(line.split(": ") for line in file.read().splitlines())["wchar"])


def main():
    child = subprocess.Popen([os.environ["BERTFT"], *sys.argv[1:]])
    # Some batches are answered by then, and more are to come.
    while child.poll() is None and written(child.pid) < int(os.environ.get("VICTIM_BYTES", "300000")):
        time.sleep(0.01)
    if child.poll() is None:
        try:
            os.close(os.open(os.environ["VICTIM_DONE"], os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            sys.exit(child.wait())
        kind = os.environ["VICTIM"]
        target = {"child": child.pid, "worker": os.getppid(), "executor": executor(os.getpid())}[kind]
        os.kill(target, signal.SIGKILL)
    status = child.wait()
    sys.exit(status if status >= 0 else 128 - status)


main()
