"""A workspace that reads like a dict."""

from __future__ import annotations

from typing import Any, Iterator, List


class DictLike:
    """The operators of a dict, by the methods of a workspace. It is no `dict`: `get` raises without a default."""

    def get(self, name: str, default: Any = None) -> Any:
        raise NotImplementedError

    def set(self, name: str, value: Any) -> Any:
        raise NotImplementedError

    def delete(self, name: str) -> Any:
        raise NotImplementedError

    def names(self) -> List[str]:
        raise NotImplementedError

    def __getitem__(self, name: str) -> Any:
        return self.get(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self.set(name, value)

    def __delitem__(self, name: str) -> None:
        self.delete(name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.names()

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())

    def __len__(self) -> int:
        return len(self.names())
