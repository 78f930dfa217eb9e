"""The explanation of a verdict, drawn as a tree that opens and closes."""

from __future__ import annotations

import html

from fastapi import Request
from nicegui import ui

from analytics.errors import ExplainMismatchError
from api.parts import PlatformParts
from api.schemas.explain import ExplainNode
from api.schemas.verdicts import VerdictDetail
from api.services import explain
from api.services.verdicts import read_verdict
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import Markup, card, chip, figures, join, level_chip, quiet, show
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_figure, format_moment, format_share
from dashboards.console.showing import show as show_page
from dashboards.console.texts import Texts

OPEN_DEPTH = 2
CHILDREN_SHOWN = 400


def add_pages(parts: PlatformParts) -> None:
    """Add the explanation of one verdict."""

    @ui.page("/explain/{verdict_id}")
    async def explain_page(request: Request, verdict_id: str) -> None:
        await show_page(
            begin_visit(request, parts), lambda viewer: _read(viewer, verdict_id), _draw
        )


def _read(viewer: Viewer, verdict_id: str) -> tuple[VerdictDetail, ExplainNode | str]:
    """Return the verdict with its explanation, or with why that differs from it."""
    verdict = read_verdict(viewer, verdict_id)
    try:
        return verdict, explain.explain_verdict(viewer, verdict_id)
    except ExplainMismatchError as error:
        return verdict, str(error)


def _draw(found: tuple[VerdictDetail, ExplainNode | str], visit: Visit) -> None:
    verdict, tree = found
    if isinstance(tree, str):
        draw_mismatch(tree, visit.texts)
    else:
        draw_explanation(verdict, tree, visit.texts)


def draw_explanation(verdict: VerdictDetail, tree: ExplainNode, texts: Texts) -> None:
    """Draw the verdict's head and the tree below it."""
    title = f"{verdict.subject_name} · {texts.rule(verdict.rule)}"
    title = f"{title} {texts.detail(verdict.detail)}".strip()
    with card(title):
        state = texts("provisional") if verdict.provisional else texts("final")
        show(join([level_chip(verdict.level, texts), chip(state, colours.UNDETERMINED)]))
        quiet(texts.either(verdict.reason, verdict.reason_en))
        figures(
            [
                (texts("value"), format_figure(verdict.value, verdict.unit)),
                (
                    texts("baseline" if verdict.rule == "benchmark_class" else "plan_to_date"),
                    format_figure(verdict.reference, verdict.unit),
                ),
                (texts("coverage"), format_share(verdict.coverage)),
                (texts("since"), format_moment(verdict.since)),
            ]
        )
    with card(texts("explain_title")):
        quiet(texts("explain_check"))
        show(Markup(f'<ul class="nh-tree">{_branch(tree, texts, depth=0)}</ul>'))


def draw_mismatch(text: str, texts: Texts) -> None:
    """Say loudly that the stored verdict could not be recomputed."""
    with card(texts("explain_mismatch")):
        show(chip(text, colours.LEVEL["exceeded"], "error"))


def _branch(node: ExplainNode, texts: Texts, *, depth: int) -> str:
    card_text = _node(node, texts)
    if not node.children:
        return f"<li>{card_text}</li>"
    shown = node.children[:CHILDREN_SHOWN]
    inner = "".join(_branch(child, texts, depth=depth + 1) for child in shown)
    if len(node.children) > len(shown):
        inner += f"<li>{html.escape(texts('more', len(node.children) - len(shown)))}</li>"
    state = " open" if depth < OPEN_DEPTH else ""
    return f"<li><details{state}><summary>{card_text}</summary><ul>{inner}</ul></details></li>"


def _node(node: ExplainNode, texts: Texts) -> str:
    label = html.escape(texts.either(node.label, node.label_en))
    figure = f"<b>{html.escape(format_figure(node.value, node.unit, 6))}</b>"
    lines = [
        f"{texts(key)}：{texts.one_of(value)}"
        for key, value in (
            ("formula", node.formula),
            ("source", node.source),
            ("confidence", _confidence(node.confidence, texts)),
            ("note", node.note),
        )
        if value
    ]
    small = "".join(f"<small>{html.escape(line)}</small>" for line in lines)
    value_text = f" {figure}" if node.value is not None else ""
    return f'<span class="nh-node">{label}{value_text}{small}</span>'


def _confidence(confidence: str, texts: Texts) -> str:
    return texts(confidence) if confidence in ("recalled", "verified") else confidence
