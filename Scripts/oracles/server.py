"""Runs the scripts beside it in children of one process that has imported their libraries, which takes seconds.

A request is a line of JSON on standard input: the `script`, its `arguments`, the files that take its `output` and its
`errors`, and the file in which its exit status lies as soon as it has ended. The end of standard input ends the server.
"""

import importlib
import json
import os
import runpy
import select
import sys
import traceback

# What the scripts ask for is on this machine.
os.environ["HF_HUB_OFFLINE"] = "1"

for name in ("torch", "transformers.models.auto.modeling_auto", "transformers.models.bert", "sentence_transformers"):
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # The script that needs it says so.


def run(request):
    """What a child does; it never returns."""
    for number, (path, flags) in enumerate(
        [
            (os.devnull, os.O_RDONLY),
            (request["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (request["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ]
    ):
        os.dup2(os.open(path, flags), number)
    sys.argv = [request["script"], *request["arguments"]]
    sys.path[0] = os.path.dirname(request["script"])
    status = 1
    try:
        runpy.run_path(request["script"], run_name="__main__")
        status = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        else:
            status = end.code or 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


children, pending, is_open = {}, b"", True
while is_open or children:
    if is_open and select.select([0], [], [], 0.01 if children else None)[0]:
        read = os.read(0, 65536)
        is_open = bool(read)
        *lines, pending = (pending + read).split(b"\n")
        for line in lines:
            request = json.loads(line)
            child = os.fork()
            if child == 0:
                run(request)
            children[child] = request["status"]
    while children:
        child, status = os.waitpid(-1, os.WNOHANG if is_open else 0)
        if child == 0:
            break
        place = children.pop(child)
        with open(place + ".partial", "w") as file:
            file.write(str(os.waitstatus_to_exitcode(status)))
        os.rename(place + ".partial", place)
