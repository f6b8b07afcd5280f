"""The guard of every page must itself notice what it is for."""

from __future__ import annotations

import pytest

from tests.html import problems

GOOD = """<!doctype html><html lang="sv"><head><title>T</title></head><body><main><h1>R</h1>
<label for="a">A</label><input id="a" name="a" aria-describedby="b"><p id="b">B</p></main></body></html>"""


def test_a_good_page_has_no_problems() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("<h1>R</h1>", "", "0 h1"),
        ("<h1>R</h1>", "<h1>R</h1><h1>S</h1>", "2 h1"),
        ("<title>T</title>", "<title> </title>", "no title"),
        (' lang="sv"', "", "no lang"),
        ("main>", "div>", "no main"),
        ('<p id="b">', '<p id="a">', "id a is used 2 times"),
        ('aria-describedby="b"', 'aria-describedby="c"', "<input aria-describedby=c> points at nothing"),
        ('<label for="a">A</label>', "", "<input name=a> has no label"),
        ("<h1>R</h1>", '<h1 style="color:red">R</h1>', "<h1> has style="),
        ("<h1>R</h1>", '<h1 onclick="f()">R</h1>', "<h1> has onclick="),
        ("<h1>R</h1>", "<h1>R</h1><script>f()</script>", "inline <script>"),
        ("<title>", "<style></style><title>", "inline <style>"),
        ("<h1>R</h1>", "<h1>R</h1></p>", "unexpected-end-tag"),
    ],
)
def test_a_bad_page_is_noticed(good: str, bad: str, said: str) -> None:
    assert good in GOOD
    assert any(said in problem for problem in problems(GOOD.replace(good, bad)))


def test_a_fragment_needs_no_frame() -> None:
    assert problems("<p>Bara en bit</p>") == []
    assert problems("<p id='x'></p><p id='x'></p>") == ["id x is used 2 times"]
