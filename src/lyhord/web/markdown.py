"""Markdown as it is written in the training's texts, made into pages and paper.

Few things are allowed: headings, paragraphs, lists, quotes, **strong**, *emphasis* and [@source]. Everything else, HTML
and links among it, is shown as the letters that it is written with.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

RULES = ("heading", "list", "blockquote", "emphasis", "escape", "newline", "balance_pairs", "fragments_join")
_REFERENCE = re.compile(r"\[@([a-z0-9-]+(?:\s*;\s*@[a-z0-9-]+)*)\]")

type Run = dict[str, Any]
"""A stretch of text: `text`, and `strong`, `em` when it is; or `note`, the number of a
source, and `joined` when another number stands right before it."""
type Block = dict[str, Any]
"""`kind`: heading (with `level` and `runs`), paragraph (`runs`), list (`ordered`, `start`, `items`: blocks of each)
or quote (`blocks`)."""


@dataclass(frozen=True, slots=True)
class Page:
    """html: safe to show. sources: the ids that it refers to, in the order of their numbers, from 1."""

    html: SafeString
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The same text as blocks, for a PDF."""

    blocks: tuple[Block, ...]
    sources: tuple[str, ...]


def to_page(text: str, *, shift: int = 0, sources: Sequence[str] = ()) -> Page:
    """Return the text as HTML. A source becomes a raised number that leads to `#kalla-<id>` on the same page.

    shift: how many levels lower its headings are, so that `##` fits under what the page has above it.
    sources: ids that have their numbers from texts above on the same page.
    """
    notes = list(sources)
    blocks = _blocks(_parser().parse(text), notes)
    return Page(_html(blocks, shift, notes), tuple(notes))


def to_paper(text: str, *, sources: Sequence[str] = ()) -> Paper:
    """Return the text as blocks that the templates of `web.pdf` set (`blocks` in paper.typ)."""
    notes = list(sources)
    return Paper(tuple(_blocks(_parser().parse(text), notes)), tuple(notes))


def references_in(text: str) -> list[str]:
    """Return the ids that the text refers to by [@id], in their order, each once."""
    found = [id.strip().removeprefix("@") for match in _REFERENCE.findall(text) for id in match.split(";")]
    return list(dict.fromkeys(found))


def plain(text: str) -> str:
    """Return the words alone, a line for each paragraph, heading and point of a list."""
    return "\n".join(_lines(_blocks(_parser().parse(text), [])))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(list(RULES))
    parser.inline.ruler.before("emphasis", "reference", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    found = _REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        ids = [part.strip().removeprefix("@") for part in found[1].split(";")]
        state.push("reference", "", 0).meta = {"ids": ids}
    state.pos = found.end()
    return True


def _blocks(tokens: Sequence[Token], notes: list[str]) -> list[Block]:
    """Return the tokens as blocks. Ids that are new go last in notes."""
    found: list[Block] = []
    place = 0
    while place < len(tokens):
        token, end = tokens[place], _end_of(tokens, place)
        inner = tokens[place + 1 : end]
        match token.type:
            case "heading_open":
                found.append({"kind": "heading", "level": int(token.tag[1]), "runs": _runs(inner[0], notes)})
            case "paragraph_open":
                found.append({"kind": "paragraph", "runs": _runs(inner[0], notes)})
            case "blockquote_open":
                found.append({"kind": "quote", "blocks": _blocks(inner, notes)})
            case "bullet_list_open" | "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                items = [_blocks(item, notes) for item in _items(inner)]
                found.append(
                    {"kind": "list", "ordered": token.type == "ordered_list_open", "start": start, "items": items}
                )
            case other:
                raise ValueError(other)
        place = end + 1
    return found


def _items(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    found, place = [], 0
    while place < len(tokens):
        end = _end_of(tokens, place)
        found.append(tokens[place + 1 : end])
        place = end + 1
    return found


def _end_of(tokens: Sequence[Token], opened: int) -> int:
    """Return the place of the token that closes the one at `opened`."""
    closes = tokens[opened].type.replace("_open", "_close")
    return next(
        place
        for place in range(opened + 1, len(tokens))
        if tokens[place].type == closes and tokens[place].level == tokens[opened].level
    )


def _runs(inline: Token, notes: list[str]) -> list[Run]:
    runs: list[Run] = []
    strong = em = 0
    for token in inline.children or ():
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                em += token.nesting
            case "reference":
                runs += [{"note": _number(id, notes)} for id in token.meta["ids"]]
            case "softbreak" | "hardbreak":
                runs.append({"text": " "})
            case _ if token.content:
                runs.append(
                    {"text": token.content} | ({"strong": True} if strong else {}) | ({"em": True} if em else {})
                )
    return _closed_up(runs)


def _closed_up(runs: list[Run]) -> list[Run]:
    """Take away the space before a note, so that the number stands at its word, and tell notes that follow a note."""
    for run, after in itertools.pairwise(runs):
        if "note" in after:
            after["joined"] = "note" in run
            run |= {"text": run["text"].rstrip()} if "text" in run else {}
    return [run for run in runs if run.get("text") != ""]


def _number(id: str, notes: list[str]) -> int:
    if id not in notes:
        notes.append(id)
    return notes.index(id) + 1


def _html(blocks: Sequence[Block], shift: int, notes: Sequence[str]) -> SafeString:
    return format_html_join("\n", "{}", ((_block_html(block, shift, notes),) for block in blocks))


def _block_html(block: Block, shift: int, notes: Sequence[str]) -> SafeString:
    match block["kind"]:
        case "heading":
            tag = f"h{min(6, block['level'] + shift)}"
            return _tagged(tag, _runs_html(block["runs"], notes))
        case "paragraph":
            return _tagged("p", _runs_html(block["runs"], notes))
        case "quote":
            return _tagged("blockquote", _html(block["blocks"], shift, notes))
        case _:
            items = format_html_join("\n", "<li>{}</li>", ((_item_html(i, shift, notes),) for i in block["items"]))
            if block["ordered"] and block["start"] != 1:
                return format_html('<ol start="{}">{}</ol>', block["start"], items)
            return _tagged("ol" if block["ordered"] else "ul", items)


def _item_html(item: Sequence[Block], shift: int, notes: Sequence[str]) -> SafeString:
    """Return the blocks of a point; one that begins with a line of text has it without a paragraph around it."""
    if item and item[0]["kind"] == "paragraph":
        first, rest = _runs_html(item[0]["runs"], notes), _html(item[1:], shift, notes)
        return format_html("{}\n{}", first, rest) if rest else first
    return _html(item, shift, notes)


def _tagged(tag: str, inner: SafeString) -> SafeString:
    return format_html(f"<{tag}>{{}}</{tag}>", inner)


def _runs_html(runs: Sequence[Run], notes: Sequence[str]) -> SafeString:
    return format_html_join("", "{}", ((_run_html(run, notes),) for run in runs))


def _run_html(run: Run, notes: Sequence[str]) -> SafeString:
    if "note" in run:
        label = _("Källa %(n)d") % {"n": run["note"]}
        to = f"#kalla-{notes[run['note'] - 1]}"
        comma = ", " if run.get("joined") else ""
        return format_html('<sup>{}<a href="{}" aria-label="{}">{}</a></sup>', comma, to, label, run["note"])
    text: SafeString = conditional_escape(run["text"])
    if run.get("em"):
        text = _tagged("em", text)
    return _tagged("strong", text) if run.get("strong") else text


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block["kind"]:
            case "quote":
                yield from _lines(block["blocks"])
            case "list":
                for item in block["items"]:
                    yield from _lines(item)
            case _:
                yield "".join(run.get("text", "") for run in block["runs"])
