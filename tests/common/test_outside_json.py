"""JSON from outside is bounded before it is read, and nothing else in the site reads any."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyhord.common.outside_json import MOST_LAYERS, MOST_LETTERS, MOST_VALUES, NotReadable, read_outside_json
from tests.architecture.repository import ROOT

OUR_OWN = {
    "src/lyhord/accounts/domain/audit/checkpoints.py": "a file that the site signs",
    "src/lyhord/accounts/domain/audit/verify.py": "the same, and the log's own column",
    "src/lyhord/accounts/domain/retention/ledger.py": "a file that the site signs",
    "src/lyhord/imports/domain/extract.py": "a preview that the site has made",
    "src/lyhord/imports/domain/forgetting.py": "the same",
    "src/lyhord/imports/domain/runs.py": "the same",
    "src/lyhord/planning/domain/adapter/solving.py": "what the planner writes",
}
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=9)
SMALL = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text('[{,"\\}]'), inner, max_size=3),
    max_leaves=6,
)


@given(SMALL)
def test_what_is_small_is_read_as_it_is(value: object) -> None:
    assert read_outside_json(json.dumps(value)) == value


def test_the_bounds_are_where_they_are_said_to_be() -> None:
    deepest = "[" * MOST_LAYERS + "]" * MOST_LAYERS
    assert read_outside_json(deepest)
    fullest = "[" + ",".join("1" * (MOST_VALUES - 1)) + "]"
    assert len(read_outside_json(fullest)) == MOST_VALUES - 1
    longest = '"' + "[" * (MOST_LETTERS - 2) + '"'
    assert read_outside_json(longest) == "[" * (MOST_LETTERS - 2), "brackets in a text are no layers"
    for text in (f"[{deepest}]", f"[1,{fullest[1:]}", longest[:-1] + '["'):
        with pytest.raises(NotReadable):
            read_outside_json(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", '{"a":}', "nul", "[1] 2", '"a', '"\\', "'a'", "\ufeff{}"),
        *("NaN", "[-Infinity]", "9" * 5_000, '{"a":1,"a":2}', '{"a":{"b":1,"b":1}}'),
        *('"\\u0000"', '["\\ud800"]', '{"\\udfff":1}', '"\ud800"'),
        *("[" * 20_000, '{"a":' * 3_000 + "1" + "}" * 3_000, "[" + "{}," * 300 + "1]"),
    ],
)
def test_what_is_not_is_refused_and_nothing_else_is_raised(text: str) -> None:
    with pytest.raises(NotReadable):
        read_outside_json(text)


def test_nothing_else_reads_json_that_comes_from_outside() -> None:
    """`json.loads` reads what the site has written itself; no view reads a body and no form has Django's JSON field."""
    loading, other = set(), set()
    for path in sorted((ROOT / "src" / "lyhord").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = (
                (node.value.id, node.attr)
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
                else ()
            )
            if words in {("json", "loads"), ("json", "load")}:
                loading.add(name)
            if words in {("request", "body"), ("forms", "JSONField")}:
                other.add(name)
    assert loading - {"src/lyhord/common/outside_json.py"} == set(OUR_OWN)
    assert other == set()
