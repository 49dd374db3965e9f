"""The client against real sockets: nothing leaves for a refused address, and no answer holds it up or fills it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sophia.kernel.errors import BadInput, SophiaError, SourceUnreachable
from sophia.kernel.http.address import AddressRefused, AddressRule
from sophia.kernel.http.client import Http, Limits, Reply, Request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
Answer = Callable[[socket.socket, bytes], None]


class Sink:
    """A listening socket on loopback that keeps what it was sent and answers as it is told."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.answer: Answer = lambda line, _: line.sendall(OK)
        self.ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            try:
                data = line.recv(65536)
                self.received.append(data)
                self.answer(line, data)
            except OSError:
                return

    def close(self) -> None:
        self.ended.set()
        self._socket.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.close()


def trusting(sink: Sink, **limits: float) -> Http:
    """A client that trusts names that lead to the sink."""
    return Http(AddressRule(("127.0.0.1",)), Limits(**limits), lookup=lambda *_: ["127.0.0.1"])  # type: ignore[arg-type]  # whole numbers


def ask(sink: Sink, path: str = "/", **limits: float) -> Reply:
    return trusting(sink, **limits).send(Request(f"http://api.test:{sink.port}{path}"))


def sends(data: bytes) -> Answer:
    return lambda line, _: line.sendall(data)


def test_a_reply_comes_whole_from_the_checked_address_under_its_own_name(sink: Sink) -> None:
    reply = ask(sink, "/path?key=1")
    assert (reply.status, reply.body, reply.url) == (200, b"hi", f"http://api.test:{sink.port}/path")
    assert f"host: api.test:{sink.port}".encode() in sink.received[0].lower()
    assert sink.received[0].startswith(b"GET /path?key=1 ")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0"],
)  # fmt: skip
def test_no_packet_leaves_for_an_address_inside(sink: Sink, host: str) -> None:
    with pytest.raises((AddressRefused, BadInput)):
        Http().send(Request(f"http://{host}:{sink.port}/"))
    assert sink.received == []


def test_a_name_that_leads_inside_at_the_second_look_is_looked_up_once_only(sink: Sink) -> None:
    looks: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        looks.append(host)
        return ["192.0.2.1"] if len(looks) == 1 else ["127.0.0.1"]

    rule = AddressRule(("192.0.2.1",))
    with pytest.raises(SourceUnreachable):
        Http(rule, Limits(seconds=1), lookup=rebinding).send(Request(f"http://evil.test:{sink.port}/"))
    assert (looks, sink.received) == (["evil.test"], [])


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://10.0.0.1/", "//[::1]/", "http://0x7f.1/"])
def test_a_redirect_to_the_inside_is_refused(sink: Sink, target: str) -> None:
    sink.answer = sends(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
    client = Http(AddressRule(("api.test",)), lookup=lambda *_: ["127.0.0.1"])
    with pytest.raises((AddressRefused, BadInput)):
        client.send(Request(f"http://api.test:{sink.port}/"))
    assert len(sink.received) == 1


def test_credentials_do_not_follow_a_redirect_to_another_host(sink: Sink) -> None:
    moved = f"HTTP/1.1 307 Moved\r\nLocation: http://other.test:{sink.port}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    sink.answer = lambda line, data: line.sendall(OK if b"other.test" in data else moved.encode())
    request = Request(f"http://api.test:{sink.port}/", headers={"Authorization": "Bearer c4n4ry", "X-Kind": "a"})
    assert trusting(sink).send(request).body == b"hi"
    assert [b"c4n4ry" in data for data in sink.received] == [True, False]
    assert b"x-kind" in sink.received[1].lower()


def test_a_circle_of_redirects_ends(sink: Sink) -> None:
    sink.answer = sends(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    with pytest.raises(SourceUnreachable, match="more than 3 times"):
        ask(sink, redirects=3)
    assert len(sink.received) == 4


def drip(sink: Sink, start: bytes) -> Answer:
    def answer(line: socket.socket, _: bytes) -> None:
        line.sendall(start)
        while not sink.ended.wait(0.05):
            line.sendall(b"x")

    return answer


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n"]
)
def test_a_source_that_drips_is_cut_at_the_time_limit(sink: Sink, start: bytes) -> None:
    sink.answer = drip(sink, start)
    began = time.monotonic()
    with pytest.raises(SourceUnreachable):
        ask(sink, seconds=0.6)
    assert time.monotonic() - began < 20


def test_a_silent_source_is_cut_at_the_time_limit(sink: Sink) -> None:
    sink.answer = lambda *_: sink.ended.wait(30) and None
    with pytest.raises(SourceUnreachable, match=r"within 0\.5 seconds|does not answer"):
        ask(sink, seconds=0.5)


HUGE = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000
FAULTS = {
    "truncated": (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "broke off"),
    "truncated chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf", "broke off"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9\r\n", "does not speak HTTP"),
    "nothing": (b"", "broke off"),
    "huge": (HUGE, "more than"),
    "compressed": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "compressed"),
    "endless headers": (b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 40_000, "broke off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_answer_is_said_in_words(sink: Sink, fault: str) -> None:
    data, words = FAULTS[fault]
    sink.answer = sends(data)
    with pytest.raises(SourceUnreachable, match=words):
        ask(sink, size=100_000)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://api.test/",
        "ftp://api.test/",
        "http://user:c4n4ry@api.test/",
        "http://api.test\\@evil.test/",
        "http://api.test:99999/",
        "http://api.test/a b",
        "http://api.test/\r\nX: y",
        "http:///path",
        "api.test/path",
    ],
)
def test_an_address_of_another_kind_or_with_a_password_is_refused_without_saying_it(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        Http(lookup=lambda *_: ["127.0.0.1"]).send(Request(url))
    assert "c4n4ry" not in str(refused.value.as_dict())


@pytest.mark.parametrize("port", [22, 25, 6379])
def test_ports_of_other_services_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused):
        Http(lookup=lambda *_: ["93.184.216.34"]).send(Request(f"http://api.test:{port}/"))


def test_the_query_is_in_no_error_and_proxies_of_the_environment_are_ignored(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{sink.port}")
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    with pytest.raises(SophiaError) as failed:
        trusting(sink).send(Request(f"http://api.test:{port}/x?token=c4n4ry"))
    assert "c4n4ry" not in str(failed.value.as_dict())
    assert sink.received == []


def test_a_kept_client_sends_all_its_requests_over_one_connection(sink: Sink) -> None:
    def answer_all(line: socket.socket, data: bytes) -> None:
        while data:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
            data = line.recv(65536)

    sink.answer = answer_all
    with trusting(sink).keep() as send:
        bodies = [send(Request(f"http://api.test:{sink.port}/{number}")).body for number in range(3)]
    assert bodies == [b"hi"] * 3
    assert len(sink.received) == 1


def test_a_kept_client_checks_the_address_of_every_request(sink: Sink) -> None:
    addresses = iter([["127.0.0.1"], ["169.254.169.254"]])
    http = Http(AddressRule(("127.0.0.1",)), lookup=lambda *_: next(addresses))
    with http.keep() as send:
        assert send(Request(f"http://api.test:{sink.port}/")).status == 200
        with pytest.raises(AddressRefused):
            send(Request(f"http://api.test:{sink.port}/"))
    assert len(sink.received) == 1
