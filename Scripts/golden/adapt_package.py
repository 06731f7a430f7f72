"""Makes adapt importable without tensorflow, for the scripts that take figures from it.

adapt imports tensorflow for its networks, none of which is used here: an empty module stands in for it. What adapt draws at
random (the centres of kernels) is pinned to the first rows.
"""
import contextlib, importlib.abc, importlib.machinery, sys, types, warnings

import numpy as np


class Absent(types.ModuleType):
    """A module without anything in it: its names are such modules, those in capitals classes without anything in them."""
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {}) if name[0].isupper() else Absent(name)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "tensorflow":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return Absent(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Finder())
warnings.filterwarnings("ignore")


@contextlib.contextmanager
def pinned():
    """np.random draws the first rows, in order."""
    choice, permutation = np.random.choice, np.random.permutation
    np.random.choice = lambda count, size=None, replace=True: np.arange(count)[:size]
    np.random.permutation = np.arange
    yield
    np.random.choice, np.random.permutation = choice, permutation
