"""An HTTP client that costs little beside the server it measures: connections stay open, and nothing is decoded."""

import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

STATUS = slice(9, 12)  # of `HTTP/1.1 200 OK`
LENGTH = re.compile(rb"\r\nContent-Length:[ \t]*(\d+)", re.IGNORECASE)
ETAG = re.compile(rb"\r\nETag:[ \t]*([^\r]+)", re.IGNORECASE)
PROCESS = re.compile(rb"\r\nX-Process:[ \t]*([^\r]+)", re.IGNORECASE)
OK, NOT_MODIFIED = 200, 304
WITHOUT_BODY = {204, NOT_MODIFIED}
MOST_BURSTS = 200  # of connections, until they are spread evenly
LONGEST_WAIT = 60


class WrongAnswer(Exception):
    """What was answered instead."""


@dataclass(frozen=True)
class Answer:
    status: int
    head: bytes
    body: bytes

    @property
    def etag(self):
        found = ETAG.search(self.head)
        return found[1] if found else None

    @property
    def process(self):
        """Which of the server's answered, where it says so."""
        found = PROCESS.search(self.head)
        return found[1] if found else None

    @property
    def size(self):
        """Bytes over the wire."""
        return len(self.head) + len(b"\r\n\r\n") + len(self.body)


def answer_in(received):
    """The answer that these bytes are; None while some of it is still to come."""
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        return None
    status, length = int(head[STATUS]), LENGTH.search(head)
    # What a 304 says of its length is that of the page which it does not send.
    if status in WITHOUT_BODY:
        expected = 0
    elif length:
        expected = int(length[1])
    else:
        raise WrongAnswer("no Content-Length")
    if len(body) > expected:
        raise WrongAnswer(f"{len(body)} bytes where {expected} were announced")
    return Answer(status, head, body) if len(body) == expected else None


@dataclass
class Reader:
    """Who asks for these addresses, one after the other; with `revalidates`, as a browser that has kept them."""

    addresses: Iterable[str]
    cookie: str = ""
    revalidates: bool = False
    etags: dict = field(default_factory=dict)

    def __post_init__(self):
        self.addresses = iter(self.addresses)

    def request(self, address, host):
        lines = [f"GET {address} HTTP/1.1", f"Host: {host}", "Accept: text/html", "Accept-Encoding: gzip"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        made = "\r\n".join(lines).encode() + b"\r\n"
        if etag := self.etags.get(address):
            made += b"If-None-Match: " + etag + b"\r\n"
        return made + b"\r\n"

    def hear(self, address, answer):
        if answer.status not in ({OK, NOT_MODIFIED} if address in self.etags else {OK}):
            raise WrongAnswer(f"{answer.status} at {address}")
        if self.revalidates and answer.etag:
            self.etags[address] = answer.etag


class Connection:
    """One that is kept open, with one question at a time."""

    def __init__(self, port):
        self.host = f"127.0.0.1:{port}"
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        self.socket.close()

    def ask(self, reader, address):
        self.reader, self.address, self.received = reader, address, b""
        request = reader.request(address, self.host)
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self):
        """The answer once it is whole, else None. Blocks if nothing has come."""
        some = self.socket.recv(1 << 18)
        if not some:
            raise WrongAnswer(f"the connection was closed at {self.address}")
        self.received += some
        answer = answer_in(self.received)
        if answer:
            self.took = (time.perf_counter() - self.asked_at) * 1000
            self.reader.hear(self.address, answer)
        return answer

    def wait(self):
        """The answer, as soon as it is whole."""
        while not (answer := self.receive()):
            pass
        return answer


def fetch(port, reader, address):
    """One answer, over a connection of its own."""
    with closing(Connection(port)) as connection:
        connection.ask(reader, address)
        return connection.wait()


@contextmanager
def opened(port, count):
    """So many connections, whichever process of the server took them."""
    with ExitStack() as stack:
        yield [stack.enter_context(closing(Connection(port))) for _ in range(count)]


@contextmanager
def opened_evenly(port, count, processes, address):
    """So many connections, as many with each process of the server; `address` says which one answers.

    Which process takes a connection is chance, and an idle server gives nearly all to the same one. With all of them at
    one of two, the same page is served half as often. So they are opened until each process has its share.
    """
    share = count // processes
    of_process = {}
    with ExitStack() as stack:
        for _ in range(MOST_BURSTS):
            # Asked all at once: a process that has something to do leaves connections to the others.
            burst = [stack.enter_context(closing(Connection(port))) for _ in range(count)]
            for connection in burst:
                connection.ask(Reader([]), address)
            for connection in burst:
                process = connection.wait().process
                mine = of_process.setdefault(process, [])
                if len(mine) < share:
                    mine.append(connection)
                else:
                    connection.close()
            if len(of_process) == processes and all(len(mine) == share for mine in of_process.values()):
                break
        else:
            raise WrongAnswer(f"took connections: { {name: len(mine) for name, mine in of_process.items()} }")
        yield [connection for mine in of_process.values() for connection in mine]


@dataclass
class Load:
    """What came of asking for a while: milliseconds of each answer, how many a second, how many of each status."""

    took: list
    rate: float
    statuses: Counter


def load(connections, reader, *, seconds):
    """Ask over these connections, each as soon as it is answered, until the time or the addresses are up."""
    took, statuses = [], Counter()
    with selectors.DefaultSelector() as selector:
        began = time.perf_counter()
        for connection, address in zip(connections, reader.addresses, strict=False):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(reader, address)
        while selector.get_map():
            ready = selector.select(LONGEST_WAIT)
            if not ready:
                raise WrongAnswer(f"nothing for {LONGEST_WAIT} s")
            for key, _ in ready:
                connection = key.data
                if not (answer := connection.receive()):
                    continue
                took.append(connection.took)
                statuses[answer.status] += 1
                address = next(reader.addresses, None) if time.perf_counter() - began < seconds else None
                if address is None:
                    selector.unregister(connection.socket)
                else:
                    connection.ask(reader, address)
        elapsed = time.perf_counter() - began
    return Load(took, len(took) / elapsed, statuses)
