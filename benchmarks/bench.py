"""Measures the tables of RESULTS.md and draws their pictures.

    python bench.py [--table NAME]... [--rounds N] [--resume] [--render]

Without --table all tables, one after the other; a table whose measurement fails is named at the end and the others go
on. Each finished table is written at once, so a run that was stopped loses one table at most: --resume measures only
those that have no figures for this commit. --render writes tables and pictures again from the kept figures.
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
    commit = machine.commit()
    failed = []
    for name in options.table or TABLES:
        table = TABLES[name]
        try:
            kept = report.load(name)
            if options.render or (options.resume and kept and kept["facts"]["commit"] == commit):
                if kept is None:
                    continue
                note(f"{name}: from the figures of {kept['facts']['date']}")
            else:
                note(f"{name}: measuring")
                begin = time.perf_counter()
                report.save(name, table.measure(options.rounds))
                note(f"{name}: {time.perf_counter() - begin:.0f} s")
                kept = report.load(name)
            command = f"`make bench TABLE={name}`"
            text = table.render(kept["figures"]).strip()
            title, _, rest = text.partition("\n")
            report.write_section(name, f"{title}\n\n{command}\n{rest}\n\n{report.provenance(kept['facts'])}")
        except (ProgramFailed, OSError, KeyError, ValueError, ArithmeticError) as error:
            traceback.print_exc()
            note(f"{name}: failed: {error}")
            failed.append(name)
    if failed:
        sys.exit(f"bench: failed: {', '.join(failed)}")


main()
