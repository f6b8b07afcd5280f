"""The Swedish order of letters: å ä ö last, in that order, é as e."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler

COLLATION = "lyhord_swedish"
_LAST = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}  # the three characters after z


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """Return the key by which a text is sorted in Swedish, whatever the case."""
    letters = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        letters.append(_LAST.get(letter) or unicodedata.normalize("NFD", letter)[0])
    return "".join(letters)


def compare(a: str, b: str) -> int:
    """Return -1, 0 or 1, as SQLite wants it."""
    first, second = (sort_key(a), a), (sort_key(b), b)
    return (first > second) - (first < second)


def add_collation(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Teach a new SQLite connection the order. PostgreSQL knows it by itself."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, compare)


class _Swedish(Func):
    output_field = CharField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template=f"%(expressions)s COLLATE {COLLATION}", **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template='%(expressions)s COLLATE "sv-SE-x-icu"', **extra)


def swedish(field: str) -> Func:
    """Return an expression for `order_by` that sorts the field in the Swedish order, whatever the case."""
    return _Swedish(Lower(F(field)))
