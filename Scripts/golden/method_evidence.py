"""Golden figures of the evidence that a method is decided by: binomial and paired standard errors.

    python3 Scripts/golden/method_evidence.py Tests/BertTuningTests/Golden/method_evidence.json
"""

import json
import sys

import numpy
import scipy.stats


def case(random, sizes, first, second):
    parts = [[(random.random(size) < share).tolist() for size in sizes] for share in (first, second)]
    own, other = (numpy.concatenate([numpy.array(part, float) for part in method]) for method in parts)
    return {
        "first": parts[0], "second": parts[1], "accuracy": own.mean(),
        "standardError": scipy.stats.binom(own.size, own.mean()).std() / own.size,
        "lead": (own - other).mean(), "leadError": scipy.stats.sem(own - other),
    }


def main(path):
    random = numpy.random.default_rng(7)
    cases = [
        case(random, sizes, first, second)
        for sizes, first, second in [
            ([5, 5, 5, 5, 4], 0.5, 0.5), ([10, 10, 10, 9, 9], 0.8, 0.5), ([40, 40, 39], 0.6, 0.55), ([7], 0.3, 0.9)
        ]
    ]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"source": f"numpy {numpy.__version__}, scipy {scipy.__version__}", "cases": cases}, file)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
