"""The scores that sentence-transformers' CrossEncoder gives to pairs of texts with a bundle.

    python pair_scores.py DIRECTORY QUERY TEXT...

Prints one JSON object: the scores of the query with each text.
"""

import json
import sys

from sentence_transformers import CrossEncoder

model = CrossEncoder(sys.argv[1], device="cpu")
print(json.dumps({"scores": model.predict([(sys.argv[2], text) for text in sys.argv[3:]]).tolist()}))
