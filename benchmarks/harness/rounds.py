"""Paired measurement: in each round every program runs once, so that all of them meet the same weather."""

import statistics

from harness.processes import Unavailable, note


def paired(programs, rounds, say="", absent=None):
    """Runs each of PROGRAMS (name → function giving {case: figure}) once a round, in an order that rotates.

    Gives {name: {case: [figure of each round]}}. ABSENT, where it is given, gets {name: reason} of the programs that have
    not what they are asked for on this machine; they are left out.
    """
    names = list(programs)
    results = {name: {} for name in names}
    for round in range(rounds):
        turn = round % len(names)
        for name in names[turn:] + names[:turn]:
            if name not in results:
                continue
            note(f"{say}round {round + 1} of {rounds}: {name}")
            try:
                for case, figure in programs[name]().items():
                    results[name].setdefault(case, []).append(figure)
            except Unavailable as reason:
                if absent is None:
                    raise
                note(f"{name}: left out: {reason}")
                absent[name] = str(reason)
                del results[name]
    return results


def median(values):
    return statistics.median(values)


def ratio(numerators, denominators):
    """Median over the rounds of the ratio within a round."""
    return statistics.median(a / b for a, b in zip(numerators, denominators))


def fastest_of(figures, names, case):
    """The one of NAMES whose median of CASE, a time, is least."""
    return min(names, key=lambda name: median(figures[name][case]))
