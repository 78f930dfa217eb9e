"""Keys that walk a list: they work only while the focus is in it, so that nothing else is taken."""

from __future__ import annotations

from nicegui import ui

WALK = """
document.querySelectorAll('.nh-scroll').forEach(list => {
  if (list.dataset.keys) return;
  list.dataset.keys = 'yes';
  list.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = {j: 1, k: -1}[event.key];
    if (!step) return;
    const links = [...list.querySelectorAll('a[data-row]')];
    const row = document.activeElement.closest('tr');
    const at = links.findIndex(link => link.closest('tr') === row);
    const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
    if (!next) return;
    next.focus();
    next.closest('tr').scrollIntoView({block: 'nearest'});
    event.preventDefault();
  });
});
"""


def add_keys() -> None:
    """Let J and K walk the rows of the page's lists; the link of a row is the one with `row`."""
    ui.timer(0.1, lambda: ui.run_javascript(WALK), once=True)
