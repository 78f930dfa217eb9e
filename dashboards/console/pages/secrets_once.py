"""A secret that is shown once, where it was just made."""

from __future__ import annotations

from dashboards.console.cards import Markup, card, escape, facts, quiet
from dashboards.console.frame import Visit


def draw_secret(title: str, name: str, secret: str, visit: Visit) -> None:
    """Draw a card with a secret and whose it is; nobody can show it again."""
    with card(title, kind="nh-secret"):
        quiet(visit.texts("user_once_note"))
        facts([(name, Markup(f"<code>{escape(secret)}</code>"))])
