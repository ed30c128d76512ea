"""One framed connection with a blocking socket. One thread uses it at a time."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Sequence, Union

from ._address import Address
from ._errors import DisconnectedError, HeadframeError, ProtocolError
from ._frame import Frame, length_of
from ._link import Link
from ._metas import LAYOUT
from ._protocol import ANSWER, ERROR, GET, GET_MANY, HEAD, PLACE, PREAMBLE, REQUEST
from ._requests import Answer, Request, command, read_error, read_result
from ._session import SessionOptions
from ._socket import connect_socket, send_pieces
from ._tls import NO_TRUST, Trust

_JOINED = 16 * 1024
"""Payloads up to so many bytes are sent in one piece with their head."""
_HEAD_BYTES = HEAD.size
_PLAIN_LAYOUT = LAYOUT.size
_ONE_BUFFER_LAYOUT = LAYOUT.size + 8
_pack_head = HEAD.pack
_unpack_head = HEAD.unpack_from
_unpack_layout = LAYOUT.unpack_from


class Connection(Link):
    """
    A session with a host, from its hello on.

    :param timeout: seconds that a send or an answer may take; None for no bound.
    :param notified: is given the notifications, in the thread that receives them.
    :raises DisconnectedError: when no connection comes about.
    :raises RequestTimeoutError: when it takes too long.
    :raises HeadframeError: what the host answers to the hello.
    """

    def __init__(
        self,
        address: Address,
        hello: Dict[str, Any],
        timeout: Optional[float],
        notified: Optional[Callable[[Frame], None]] = None,
        trust: Trust = NO_TRUST,
    ):
        super().__init__(connect_socket(address, timeout, trust), notified)
        self.places = False
        """Whether the session was granted places: a get may ask for them."""
        self._staging = self._reader.staging
        self._sendall = self._socket.sendall
        self._recv_into = self._socket.recv_into
        try:
            request = command('hello', hello)
            self._first = self._next_number()
            self._send(PREAMBLE, self._first, request)
            self._check_preamble(address)
            answer = self._answer(self._first)
        except BaseException as error:
            self.close()
            self._failed(error)
        self.greeting: Dict[str, Any] = read_result(answer).result

    @classmethod
    def begin(
        cls,
        session: SessionOptions,
        more: Optional[Dict[str, Any]] = None,
        notified: Optional[Callable[[Frame], None]] = None,
    ) -> Connection:
        """A connection to the first of a session's addresses that answers. `more` belongs to the hello."""
        place = session.place()
        hello = session.hello(place, more or {})
        failure: Optional[DisconnectedError] = None
        for address in place.addresses:
            try:
                return cls(address, hello, session.timeout, notified, session.trust)
            except DisconnectedError as error:
                failure = error
        raise failure or DisconnectedError('There is no address to connect to')

    def exchange(self, operation: int, flags: int, meta: bytes, pieces: Sequence[Any]) -> Answer:
        """
        Sends a request and waits for its answer.

        :raises HeadframeError: the host's error; DisconnectedError and RequestTimeoutError close the connection.
        """
        self._number = self._first = number = self._number % 0xFFFFFFFF + 1
        if operation == GET and not self.places:
            flags &= ~PLACE
        try:
            if not pieces:
                self._sendall(_pack_head(REQUEST, operation, flags, number, len(meta), 0) + meta)
            else:
                payload = sum(map(len, pieces))
                head = _pack_head(REQUEST, operation, flags, number, len(meta), payload)
                if payload < _JOINED:
                    self._sendall(b''.join((head, meta, *pieces)))
                else:
                    send_pieces(self._socket, [head + meta, *pieces])
            if self._clean:
                staging = self._staging
                count = self._recv_into(staging)
                # Almost every answer comes alone and whole; the reader is for the rest.
                if count >= _HEAD_BYTES:
                    kind, same, said, answered, length, rest = _unpack_head(staging)
                    end = _HEAD_BYTES + length
                    if answered == number and kind == ANSWER and count == end + rest:
                        if not rest:
                            return said, staging[_HEAD_BYTES:end], []
                        if same != GET:
                            if same == GET_MANY:
                                return said, staging[_HEAD_BYTES:end], [staging[end:count]]
                            layout = 0
                        else:
                            # With places, a slot and no id follow, which take as many bytes as the flag's number.
                            layout = length - (said & PLACE)
                        if layout == _PLAIN_LAYOUT:
                            return said, staging[_HEAD_BYTES:end], [staging[end:count]]
                        if layout == _ONE_BUFFER_LAYOUT:
                            cut = end + _unpack_layout(staging, _HEAD_BYTES)[3]
                            return said, staging[_HEAD_BYTES:end], [staging[end:cut], staging[cut:count]]
                self._reader.rewind()
                self._take(count)
            return self._answer(number)
        except BaseException as error:
            self._failed(error)

    def exchange_all(self, requests: Sequence[Request]) -> List[Union[Answer, HeadframeError]]:
        """Sends several requests at once and waits for all answers, in their order; errors stand among them."""
        if self._number + len(requests) > 0xFFFFFFFF:
            self._number = 0
        self._first = self._number + 1
        numbers = [self._next_number() for _ in requests]
        try:
            parts: List[Any] = []
            for number, (operation, flags, meta, pieces, _) in zip(numbers, requests):
                payload = sum(map(len, pieces)) if pieces else 0
                parts += (_pack_head(REQUEST, operation, flags, number, len(meta), payload), meta, *pieces)
            self._sendall(b''.join(parts))
            while len(self._kept) < len(numbers):
                self._receive()
            answers, self._kept = self._kept, {}
            return [_answer_or_error(answers[number]) for number in numbers]
        except BaseException as error:
            self._failed(error)

    def _next_number(self) -> int:
        self._number = self._number % 0xFFFFFFFF + 1
        return self._number

    def _send(self, before: bytes, number: int, request: Request) -> None:
        operation, flags, meta, pieces, _ = request
        head = _pack_head(REQUEST, operation, flags, number, len(meta), length_of(pieces))
        send_pieces(self._socket, [before + head + meta, *pieces])

    def _check_preamble(self, address: Address) -> None:
        said = b''
        while len(said) < len(PREAMBLE):
            more = self._socket.recv(len(PREAMBLE) - len(said))
            said += more
            if not more or not PREAMBLE.startswith(said):
                break
        if said == PREAMBLE:
            return
        if said.startswith(b'headframe/'):
            raise ProtocolError(f'{address} speaks another version of the framed dialect: {said!r}')
        if not said:
            raise DisconnectedError(f'{address} closed the connection')
        raise ProtocolError(f'What listens on {address} is no Headframe host that speaks the framed dialect')

    def _answer(self, number: int) -> Answer:
        while number not in self._kept:
            self._receive()
        answer = _answer_or_error(self._kept.pop(number))
        if isinstance(answer, HeadframeError):
            raise answer
        return answer


def _answer_or_error(frame: Frame) -> Union[Answer, HeadframeError]:
    if frame.kind == ERROR:
        return read_error(frame.meta)
    return frame.flags, frame.meta, frame.pieces
