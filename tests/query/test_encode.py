"""Replies are columnar JSON, compressed as the client accepts."""

import gzip

import brotli
import orjson
import pytest

from sophia.query.encode import compress, encode, encode_reply
from sophia.query.result import Failure, Result, ResultColumn

RESULT = Result(
    (ResultColumn("day", "date"), ResultColumn("n", "number")), (("2026-01-01", None), (1.5, None)), 2, "bazaar"
)
LONG = b'{"a":' + b"1" * 2000 + b"}"


def test_a_reply_is_made_of_its_parts():
    parts = {'say "x"': encode(RESULT), "b": encode(RESULT)}
    reply = orjson.loads(encode_reply(7, parts))
    assert reply["version"] == 7
    assert list(reply["datasets"]) == ['say "x"', "b"]
    assert reply["datasets"]["b"]["data"] == [["2026-01-01", None], [1.5, None]]


def test_a_failure_is_public_words_only():
    failed = Result((), (), 0, "bazaar", status="error", failure=Failure("query_failed", "No.", "err_1"))
    assert orjson.loads(encode(failed))["error"] == {"code": "query_failed", "message": "No.", "id": "err_1"}


def test_the_statement_does_not_leave_the_server_with_the_data():
    assert b"secret_table" not in encode(Result((), (), 0, "bazaar", sql="select * from secret_table"))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("GZIP", None), ("*", "gzip"), ("br;q=0, gzip", "gzip"),
        ("br;q=0.5", "br"), ("identity", None), ("", None), ("deflate", None), ("abracadabra", None),
    ],
)  # fmt: skip
def test_the_best_accepted_encoding_is_taken(accepted: str, encoding: str | None):
    body, found = compress(LONG, accepted)
    assert found == encoding
    whole = {"br": brotli.decompress, "gzip": gzip.decompress, None: lambda raw: raw}[found](body)
    assert whole == LONG


def test_short_replies_are_left_alone():
    assert compress(b"{}", "br") == (b"{}", None)
