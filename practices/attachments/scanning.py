"""Asks a ClamAV daemon about a file, where the hub has one (`CLAMAV_ADDRESS`), by its INSTREAM command.

https://docs.clamav.net/manual/Usage/Scanning.html#clamd
"""

from __future__ import annotations

import socket
import struct

from practices.attachments.refusals import NotTaken, Why

SECONDS = 20
CHUNK = 1 << 16
LONGEST_ANSWER = 4096


class Unreachable(NotTaken):
    """Nobody answered, or not in a way that is known. To be logged: people can send nothing meanwhile."""

    def __init__(self) -> None:
        super().__init__(Why.NOT_SCANNED)


def scan(data: bytes, address: str) -> None:
    """Raises NotTaken where something is found, Unreachable where it cannot be told. Without an address, does nothing.

    `address` is host:port, or the path of a socket.
    """
    if not address:
        return
    try:
        answer = _ask(data, address)
    except (OSError, ValueError) as error:
        raise Unreachable from error
    if answer.endswith(" FOUND"):
        raise NotTaken(Why.INFECTED)
    if answer != "stream: OK":
        raise Unreachable


def _ask(data: bytes, address: str) -> str:
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = connection.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
