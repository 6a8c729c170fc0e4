"""Every table of the program: the metadata is complete only once all of them are imported."""

import importlib
import pkgutil

from storage import tables
from storage.tables.schema import metadata

for found in pkgutil.iter_modules(tables.__path__, "storage.tables."):
    importlib.import_module(found.name)

__all__ = ["metadata"]
