"""How the peers' kernels are timed: as ours are, each case for a quarter of a second after two calls to warm up."""

import statistics
import time


def microseconds(body, reset=None, seconds=0.25, warm_up=2, most=5_000):
    """Median of the single calls; RESET is called before each, outside the measurement."""
    samples = []
    begin = time.perf_counter()
    while len(samples) < warm_up + 1 or (time.perf_counter() - begin < seconds and len(samples) < most):
        if reset:
            reset()
        start = time.perf_counter_ns()
        body()
        samples.append((time.perf_counter_ns() - start) / 1e3)
        if len(samples) == warm_up:
            begin = time.perf_counter()
    return statistics.median(samples[warm_up:])
