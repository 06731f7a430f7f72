"""What NumPy reads from an array file.

usage: python read_npy.py FILE

Prints {"shape": [...], "dtype": "...", "c_order": true, "header_bytes": n, "values": [...]}.
"""
import json, sys
import numpy as np

path = sys.argv[1]
# Pickles are refused, and nothing may be left behind the values.
array = np.load(path, allow_pickle=False)
mapped = np.load(path, mmap_mode="r", allow_pickle=False)
size = __import__("os").path.getsize(path)
json.dump({"shape": array.shape, "dtype": array.dtype.str, "c_order": array.flags["C_CONTIGUOUS"],
           "header_bytes": mapped.offset, "trailing_bytes": size - mapped.offset - array.nbytes,
           "values": [float(v) for v in array.ravel()]}, sys.stdout)
