"""Registries: a one-file extension registers itself under a name; a second one of that name is an error."""

import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """Named extensions, read from the modules of one package on first use."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._entries: dict[str, T] = {}
        self._loaded = False
        self._lock = threading.Lock()  # a second thread waits for the whole list, not for its first entries

    def register(self, name: str) -> Callable[[T], T]:
        """Decorator that files an extension under ``name``; raises ``ValueError`` for a name already taken."""

        def add(entry: T) -> T:
            if name in self._entries:
                raise ValueError(f"{name!r} is registered twice in {self._package}")
            self._entries[name] = entry
            return entry

        return add

    def _load(self) -> dict[str, T]:
        with self._lock:
            if not self._loaded:
                package = importlib.import_module(self._package)
                for module in sorted(m.name for m in pkgutil.iter_modules(package.__path__)):
                    importlib.import_module(f"{self._package}.{module}")
                self._loaded = True
        return self._entries

    def __getitem__(self, name: str) -> T:
        return self._load()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._load()))

    def __len__(self) -> int:
        return len(self._load())
