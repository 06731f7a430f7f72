"""Measures the tables of RESULTS.md and draws their pictures.

    python bench.py [--table NAME]... [--rounds N] [--resume] [--render]

Without --table all tables, one after the other; a table whose measurement fails is named at the end and the others go
on. Each finished table is written at once, so a run that was stopped loses one table at most: --resume measures only
those that have no figures for this commit. The tables of the kind of processor that this runs on are written; those of
other kinds stay. --render writes the tables and pictures of all kinds again from the kept figures.
`make bench` sees to what is needed beforehand.
"""

import argparse
import sys
import time
import traceback

from harness import machine, report
from harness.processes import ProgramFailed, note
from tables import (blocks, cold_prediction, embedding, export_memory, fine_tuning, growth, kernels, ladder, search,
                    service, sgemm, tokenizers, word_vectors)

TABLES = {"sgemm": sgemm, "kernels": kernels, "blocks": blocks, "embedding": embedding.Fp32,
          "embedding-int8": embedding.Int8,
          "fine-tuning": fine_tuning.MiniLM, "fine-tuning-base": fine_tuning.Base, "prediction": cold_prediction,
          "growth": growth, "tokenizers": tokenizers, "search": search, "export-memory": export_memory,
          "word-vectors": word_vectors, "ladder": ladder, "service": service}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--table", action="append", choices=TABLES, default=[])
    parser.add_argument("--rounds", type=int, help="instead of the table's own number; seeds, in fine-tuning")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--render", action="store_true")
    options = parser.parse_args()
    names = options.table or list(TABLES)
    if options.render:
        for kind in report.kinds():
            for name in names:
                write(kind, name)
        return
    kind, commit = machine.processor().kind(), machine.commit()
    failed = []
    for name in names:
        try:
            kept = report.load(kind, name)
            if not (options.resume and kept and kept["facts"]["commit"] == commit):
                note(f"{name}: measuring")
                begin = time.perf_counter()
                report.save(kind, name, TABLES[name].measure(options.rounds))
                note(f"{name}: {time.perf_counter() - begin:.0f} s")
            write(kind, name)
        except (ProgramFailed, OSError, KeyError, ValueError, ArithmeticError) as error:
            traceback.print_exc()
            note(f"{name}: failed: {error}")
            failed.append(name)
    if failed:
        sys.exit(f"bench: failed: {', '.join(failed)}")


def write(kind, name):
    """The table's section for this kind of processor, where it was measured on it."""
    kept = report.load(kind, name)
    if kept is None:
        return
    note(f"{name}: from the figures of {kept['facts']['date']} on {kind}")
    text = TABLES[name].render(kept["figures"], report.Pictures(kind))
    report.write_section(kind, report.processor(kept["facts"]).title(), name, list(TABLES),
                         report.section(name, f"make bench TABLE={name}", text, kept["facts"]))


if __name__ == "__main__":
    main()
