"""The vectors that sentence-transformers makes of texts with a directory.

    python sentence_vectors.py DIRECTORY TEXT...

Prints one JSON object: the vectors, and the tokens of a text at the most.
"""

import json
import sys

from sentence_transformers import SentenceTransformer

model = SentenceTransformer(sys.argv[1], device="cpu")
print(json.dumps({"vectors": model.encode(sys.argv[2:]).tolist(), "max_length": model.max_seq_length}))
