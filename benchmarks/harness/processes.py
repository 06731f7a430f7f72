"""Running the programs that are compared."""

import functools
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REFERENCE = ROOT / "benchmarks/reference"


class Finished(NamedTuple):
    output: str
    seconds: float
    """Of the whole process, by the wall."""
    peak_mib: float
    """Peak resident memory."""


class ProgramFailed(Exception):
    pass


class Unavailable(ProgramFailed):
    """It has not what it was asked for (status 69), in its own words."""


def run(command, environment=None):
    """Runs a program to its end. Raises ProgramFailed with the end of its standard error if it fails."""
    command = [str(word) for word in command]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            if process.returncode == 69:
                raise Unavailable(err.read().strip())
            last = "\n".join((out.read() + err.read()).strip().splitlines()[-15:])
            raise ProgramFailed(f"{' '.join(command)}: status {process.returncode}\n{last}")
        # Linux counts in KiB, macOS in bytes.
        return Finished(out.read(), seconds, usage.ru_maxrss / (1 << 20 if platform.system() == "Darwin" else 1 << 10))


def thread_environment(threads):
    """Holds every library to the same number of threads, whatever it stands on."""
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"]
    return {**{name: str(threads) for name in names}, "TOKENIZERS_PARALLELISM": "true" if threads > 1 else "false",
            "RAYON_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1"}


def reference(script, *arguments, threads, environment=None, python=sys.executable):
    """Runs one of the peers' scripts, with the Python that runs this where none is named."""
    return run([python, REFERENCE / script, *arguments, "--threads", threads],
               {**thread_environment(threads), **(environment or {})})


def program():
    return os.environ.get("BERTFT", ROOT / ".build/release/bertft")


def bertft(*arguments):
    return run([program(), *arguments])


@functools.cache
def help_of(command):
    return bertft(command, "--help").output


def takes(command, options):
    """Whether the bertft that is measured, which may be an older one, has these options of COMMAND and their values."""
    missing = [word for word in options if word not in help_of(command)]
    if missing:
        note(f"this bertft's {command} does not take {' '.join(options)}: the others are measured")
    return not missing


def note(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
