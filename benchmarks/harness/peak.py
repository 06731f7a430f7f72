"""Times the functions of peak.c, which LIBRARY holds: a process of its own, since one that is begun by another is said to have
held what that one held.

    python peak.py LIBRARY THREADS

Prints {machine/KIND/THREADS: 10⁹ operations a second, of triad bytes}.
"""

import concurrent.futures
import ctypes
import json
import statistics
import sys
import time

KINDS = {"fp32": "multiply_adds", "bf16": "bf16_multiply_adds", "int8": "int8_multiply_adds"}
STEPS = 1 << 23
TRIAD_FLOATS = 4096 * 4096


def main():
    library, threads = ctypes.CDLL(sys.argv[1]), int(sys.argv[2])
    library.triad.restype = None
    rates = {}
    # ctypes lets other threads run while a function computes.
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        def median(work, body):
            samples, begin = [], time.perf_counter()
            while len(samples) < 6 or time.perf_counter() - begin < 0.5:
                start = time.perf_counter()
                done = list(pool.map(body, range(threads)))
                samples.append((work or sum(done)) / (time.perf_counter() - start) / 1e9)
            return statistics.median(samples[3:])

        for kind, name in KINDS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = ctypes.c_double, [ctypes.c_long]
            if rate := median(None, lambda _: function(STEPS)):
                rates[f"machine/{kind}/{threads}"] = rate
        part = TRIAD_FLOATS // threads
        arrays = [[(ctypes.c_float * part)() for _ in range(3)] for _ in range(threads)]
        rates[f"machine/triad/{threads}"] = median(
            12 * part * threads, lambda index: library.triad(*arrays[index], ctypes.c_long(part)))
    print(json.dumps(rates))


main()
