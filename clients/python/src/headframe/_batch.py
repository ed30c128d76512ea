"""Several requests with few round trips."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, List, Optional, Tuple, Type

from ._channel import Channel
from ._errors import HeadframeError
from ._requests import Answer, Request, delete, get, read_revision, read_value, set_
from ._values import Values


class Batch:
    """
    Requests that are sent together, in their order, when the `with` statement ends; then `results` has what each gave.

    They are not one: others may see the first before the last is done, and after an error the rest is done all the
    same. An error stands among the results, and the first one is raised.
    """

    def __init__(self, channel: Channel, values: Values):
        self.results: List[Any] = []
        self._channel = channel
        self._values = values
        self._requests: List[Tuple[Request, Callable[[Answer], Any]]] = []

    def get(self, name: str) -> Batch:
        """A variable's value."""
        return self._add(get(self._values, name), lambda answer: read_value(self._values, answer))

    def set(
        self,
        name: str,
        value: Any,
        *,
        if_revision: Optional[int] = None,
        level: Optional[str] = None,
        method: Optional[str] = None,
    ) -> Batch:
        """Writes a variable; the result is its revision."""
        return self._add(set_(self._values, name, value, if_revision, level, method), read_revision)

    def delete(self, name: str, *, if_revision: Optional[int] = None) -> Batch:
        """Deletes a variable; the result is the revision of that."""
        return self._add(delete(name, if_revision), read_revision)

    def _add(self, request: Request, read: Callable[[Answer], Any]) -> Batch:
        self._requests.append((request, read))
        return self

    def send(self) -> List[Any]:
        """Sends what was asked for since the last time; what each gave, errors among them."""
        requests, self._requests = self._requests, []
        answers = self._channel.exchange_all([request for request, _ in requests])
        self.results = [
            answer if isinstance(answer, HeadframeError) else read(answer)
            for answer, (_, read) in zip(answers, requests)
        ]
        return self.results

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if kind is None:
            for result in self.send():
                if isinstance(result, HeadframeError):
                    raise result
