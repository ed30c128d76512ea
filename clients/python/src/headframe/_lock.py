"""A lock on a variable."""

from __future__ import annotations

from types import TracebackType
from typing import Awaitable, Callable, Optional, Type


class Lock:
    """A lock that this client holds; leaving its `with` statement gives it back."""

    def __init__(self, name: str, until: float, unlock: Callable[[str], bool]):
        self.name = name
        self.until = until
        """When the lease ends, in seconds since 1970."""
        self._unlock = unlock

    def unlock(self) -> bool:
        """Gives the lock back; whether it was still held."""
        return self._unlock(self.name)

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.unlock()


class AioLock:
    """A lock that an asyncio client holds; leaving its `async with` statement gives it back."""

    def __init__(self, name: str, until: float, unlock: Callable[[str], Awaitable[bool]]):
        self.name = name
        self.until = until
        """When the lease ends, in seconds since 1970."""
        self._unlock = unlock

    async def unlock(self) -> bool:
        """Gives the lock back; whether it was still held."""
        return await self._unlock(self.name)

    async def __aenter__(self) -> AioLock:
        return self

    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.unlock()
