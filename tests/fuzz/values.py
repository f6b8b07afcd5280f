"""Words, numbers, days and bytes as no person would send them, and some as a person would."""

from __future__ import annotations

import base64
import json
import uuid
from random import Random
from typing import Any

FORM_SECRET = "a" * 32
"""Of the form cookie: with it, a form is accepted as the site's own."""
TEXTS: tuple[str, ...] = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "x\udfffy",
    "\ufffe\uffff",
    "\u202eabc\u202c",
    "\u200b" * 20,
    "e" + "\u0301" * 300,
    "👩‍👩‍👧‍👦" * 30,
    "Å" * 5_000,
    "a" * 100_000,
    "\r\n\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "' OR 1=1 --",
    '"; DROP TABLE accounts_user; --',
    "=1+1",
    "@SUM(A1)",
    "%00%0a%ff",
    "%s%n%(x)s",
    "../../../../etc/passwd",
    "..\\..\\x",
    "https://example.org/",
    "//example.org",
    "javascript:alert(1)",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "[" * 9_000,
    '{"a":' * 3_000 + "1" + "}" * 3_000,
    "\x1b[31m\x07\x7f\x85\u2028",
    "ﬀ①Ⅷ",
    "\u0130ı",
)
NUMBERS: tuple[str, ...] = (
    "0",
    "-0",
    "-1",
    "1",
    "1.5",
    "1,5",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "99999999999999999999999999",
    "9" * 5_000,
    "1e3",
    "1e400",
    "-1e400",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "1_000",
    "١٢",
    "²",
    "०",
    "--1",
    "+1",
    "1 000",
    "1\u00a0000",
)
DAYS: tuple[str, ...] = (
    "2025-10-06",
    "2025-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "9999-12-30",
    "10000-01-01",
    "-2025-01-01",
    "2025-W41-1",
    "2025-1-1",
    "20251006",
    "6 oktober",
    "2025-10-06T10:00",
    "1970-01-01",
    "1582-10-10",
    "2025-10-26",
    "2026-03-29",
    "٢٠٢٥-١٠-٠٦",
)
TIMES: tuple[str, ...] = (
    "00:00",
    "23:59",
    "24:00",
    "25:61",
    "02:30",
    "13.00",
    "1300",
    "13:00:00.000001",
    "-1:00",
    "13:00Z",
    "99",
)
LANGUAGES: tuple[str, ...] = (
    "*",
    "sv-SE,sv;q=0.9",
    "en;q=nan",
    "x" * 3_000,
    ",".join(["sv"] * 700),
    "zz-ZZ-zz-zz;q=1e9",
    ";;;q==,,",
    "åäö",
    "sv;q=-1",
    "i-klingon",
    "../sv",
)


def hostile(random: Random) -> str:
    """Return something that no form expects."""
    kind = random.randrange(8)
    if kind < 3:
        return random.choice(TEXTS)
    if kind == 3:
        return random.choice(NUMBERS)
    if kind == 4:
        return random.choice(DAYS + TIMES)
    if kind == 5:
        return str(uuid.UUID(int=random.getrandbits(128)))
    if kind == 6:
        return "".join(chr(random.randrange(0x11000)) for _ in range(random.randrange(1, 12)))
    return random.choice(TEXTS) + random.choice(NUMBERS) + random.choice(TEXTS)


def credential(random: Random) -> Any:
    """Return almost what a browser's passkey answers: an object with encoded JSON and CBOR in it."""
    answer: dict[str, Any] = {name: random.choice(_ENCODED) for name in ("id", "rawId")}
    answer |= {"type": "public-key", "clientExtensionResults": {}, "authenticatorAttachment": "platform"}
    names = ("clientDataJSON", "authenticatorData", "attestationObject", "signature", "userHandle")
    answer["response"] = {name: random.choice(_ENCODED) for name in names}
    spoilt = random.choice((answer, answer["response"]))
    spoilt[random.choice(sorted(spoilt))] = random.choice((None, 1, [], {}, "å", True, [[{}]], hostile(random)[:500]))
    return answer


def _encoded(*contents: bytes) -> tuple[str, ...]:
    return tuple(base64.urlsafe_b64encode(content).decode().rstrip("=") for content in contents)


_ENCODED = _encoded(
    b"",
    b"{}",
    b"[" * 13_000,
    b'{"a":' * 2_500 + b"1" + b"}" * 2_500,
    b'{"type": "webauthn.get", "challenge": "AAAA", "origin": "http://localhost"}',
    b"\x81" * 9_000 + b"\x00",
    b"\xa1\x61a" * 3_000 + b"\x00",
    b"\xa3cfmtdnonegattStmt\xa0hauthDataXZ" + b"\0" * 90,
    b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xff" * 40,
)


def malformed_id(random: Random, good: str) -> str:
    """Return an id that is almost one: another case, without hyphens, too short, with strange letters."""
    shapes = (
        good.upper(),
        good.replace("-", ""),
        good[:-1],
        good + "0",
        "{" + good + "}",
        good.replace("-", "\u2010"),
        str(uuid.UUID(int=random.getrandbits(128))),
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        random.choice(NUMBERS)[:40],
        random.choice(TEXTS)[:60],
    )
    return random.choice(shapes)


def strange_bytes(random: Random) -> bytes:
    """Return a body that is no form: deep, cut off, wrongly encoded or plain noise."""
    bodies = (
        lambda: random.randbytes(random.randrange(1, 600)),
        lambda: b"[" * 50_000,
        lambda: b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        lambda: json.dumps({"a" * 300: ["\ud800"] * 50}).encode(),
        lambda: b"&".join(b"f%d=1" % n for n in range(6_000)),
        lambda: b"a=" + b"b" * 3_000_000,
        lambda: b"&" * 20_000,
        lambda: b"=" * 500,
        lambda: b"a=%ff%fe%00&%=%zz&a[]=1&a[b][c]=2;d=3",
        lambda: b"\xff\xfe" + "fält=värde".encode("utf-16-le"),
        lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        lambda: b"",
    )
    return random.choice(bodies)()
