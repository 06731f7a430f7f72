"""Golden figures of principal components, eigenvalues and Cholesky's factors: scikit-learn and numpy.

usage: python decomposition.py > Tests/BertFeaturesTests/Golden/decomposition.json
"""
import json, sys

import numpy as np
import sklearn
from sklearn.decomposition import PCA

from shift_vectors import cloud, noise

principal = []
# The third has fewer rows than columns; of the last two, with the dimensions of usual encoders, only the first figures.
for seed, rows, columns, count in [(1, 60, 5, 5), (2, 40, 12, 4), (3, 12, 16, 11), (4, 900, 384, 3), (5, 800, 768, 3)]:
    x = cloud(seed, rows, columns, 0.5)
    fit = PCA(count, svd_solver="full").fit(x)
    principal.append({
        "seed": seed, "rows": rows, "columns": columns, "components": fit.components_[:, :12].tolist(),
        "variance": fit.explained_variance_.tolist(), "ratio": fit.explained_variance_ratio_.tolist(),
        "transformed": fit.transform(x)[:4].tolist()})
eigen = []
for seed, size in [(6, 1), (7, 2), (8, 9), (9, 64), (10, 301)]:
    a = noise(seed, size, size)
    a = np.tril(a) + np.tril(a, -1).T
    eigen.append({"seed": seed, "size": size, "values": np.linalg.eigvalsh(a)[::-1].tolist()[:: 1 if size < 70 else 20]})
solved = []
for seed, size in [(11, 3), (12, 48), (13, 130)]:
    a = noise(seed, size, size)
    a = a @ a.T + np.eye(size)
    solved.append({"seed": seed, "size": size, "x": np.linalg.solve(a, np.ones(size)).tolist()[:: 1 if size < 70 else 9]})
json.dump({"scikit-learn": sklearn.__version__, "numpy": np.__version__, "principal": principal, "eigen": eigen,
           "solved": solved}, sys.stdout)
print()
