"""Paired measurement: in each round every program runs once, so that all of them meet the same weather."""

import statistics

from harness.processes import note


def paired(programs, rounds, say=""):
    """Runs each of PROGRAMS (name → function giving {case: figure}) once a round, in an order that rotates.

    Gives {name: {case: [figure of each round]}}.
    """
    names = list(programs)
    results = {name: {} for name in names}
    for round in range(rounds):
        for name in names[round % len(names):] + names[:round % len(names)]:
            note(f"{say}round {round + 1} of {rounds}: {name}")
            for case, figure in programs[name]().items():
                results[name].setdefault(case, []).append(figure)
    return results


def median(values):
    return statistics.median(values)


def ratio(numerators, denominators):
    """Median over the rounds of the ratio within a round."""
    return statistics.median(a / b for a, b in zip(numerators, denominators))
