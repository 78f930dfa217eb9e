"""Forms: fields with label, hint and error; one message to the server when they are sent.

What is typed stays in the browser until the form is sent, and stays there when it is refused: the
error stands at its field, and the first such field gets the focus.
"""

from __future__ import annotations

import asyncio
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from nicegui import ui
from nicegui.events import GenericEventArguments
from pydantic import BaseModel, ValidationError

from api.errors import ApiError, RowRefusedError
from api.refusals import tell
from api.viewer import Viewer
from core.errors import NenghengError
from dashboards.console.cards import Markup
from dashboards.console.frame import Visit
from dashboards.console.notices import describe_error, toast, toast_error

T = TypeVar("T")
B = TypeVar("B", bound=BaseModel)
Values = Mapping[str, str]
SEND = (
    "(e) => { e.preventDefault(); const v = {}; for (const [k, x] of new FormData(e.target)) "
    "{ if (typeof x === 'string') v[k] = x; } emit(v); }"
)


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Attributes
    ----------
    name : str
        Name among the values; the parameter of errors that belong to it.
    label : str
        What it asks for.
    kind : str
        Type of an HTML input, or ``textarea``, ``select`` or ``checkbox``.
    value : str
        What stands there at first.
    options : sequence of (str, str)
        Value and name of each choice of a select, or of what is offered for a field to write in.
    hint : str
        How to fill it in.
    required : bool
        Whether it may be left empty.
    auto : str
        What a browser may fill in, as HTML's ``autocomplete``.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""
    required: bool = False
    auto: str = "off"


class FieldError(NenghengError):
    """A value that cannot be sent to a service, with what is wrong of it."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(what)
        self.name = name
        self.what = what


class Form:
    """A form on the page.

    Parameters
    ----------
    visit : Visit
        Who fills it in.
    fields : sequence of Field
        What it asks for.
    send : callable
        Gets the values and calls a service, in a thread; raises `FieldError` for a value that
        is none.
    button : str
        What the button says.
    done : callable
        Says in words what was done, from the service's answer.
    after : callable, optional
        Does something with the answer, before the page is drawn again.
    next_step : Markup or str
        Where to go from there.
    second : bool
        Whether its button is not the page's first one.
    """

    def __init__(
        self,
        visit: Visit,
        fields: Sequence[Field],
        send: Callable[[Viewer, Values], T],
        *,
        button: str,
        done: Callable[[T], str],
        after: Callable[[T], Any] | None = None,
        next_step: Markup | str = "",
        second: bool = False,
    ) -> None:
        self._visit = visit
        self._fields = {field.name: field for field in fields}
        self._send = send
        self._done = done
        self._after = after
        self._next_step = next_step
        self._errors: dict[str, ui.label] = {}
        self._form = ui.element("form").classes("nh-form").props("novalidate")
        with self._form:
            for field in fields:
                self._draw(field)
            with ui.element("div").classes("nh-buttons") as self.buttons:
                self._button = ui.element("button").props("type=submit")
                self._button.classes("nh-button nh-second" if second else "nh-button")
            with self._button:
                ui.label(button)
        self._form.on("submit", self._submit, js_handler=SEND)

    def _id(self, name: str) -> str:
        return f"nh-{self._form.id}-{name}"

    def _draw(self, field: Field) -> None:
        kind = " nh-check" if field.kind == "checkbox" else ""
        with ui.element("div").classes(f"nh-field{kind}"):
            error_id = f"{self._id(field.name)}-error"
            ui.html(draw_field(field, self._id(field.name)), sanitize=False)
            error = ui.label().classes("nh-wrong").props(f"id={error_id} role=alert")
            self._errors[field.name] = error

    async def _submit(self, event: GenericEventArguments) -> None:
        values = {name: str(value).strip() for name, value in (event.args or {}).items()}
        if not self._check(values):
            return
        self._button.props["disabled"] = True
        self._button.props["aria-busy"] = "true"
        client = self._form.client
        try:
            found = await asyncio.to_thread(
                self._visit.perform, lambda viewer: self._send(viewer, values), values
            )
        except FieldError as error:
            with client:
                self._mark({error.name: error.what})
            return
        except NenghengError as error:
            with client:
                self._refuse(error)
            return
        finally:
            if not self._button.is_deleted:
                del self._button.props["disabled"]
                del self._button.props["aria-busy"]
        with client:  # what was written may have drawn the page again, without this form
            toast(self._done(found), next_step=self._next_step, texts=self._visit.texts)
            if self._after is not None:
                self._after(found)
            await self._visit.refresh()

    def _check(self, values: Values) -> bool:
        texts = self._visit.texts
        missing = {
            name: texts("field_missing", field.label)
            for name, field in self._fields.items()
            if field.required and not values.get(name)
        }
        self._mark(missing)
        return not missing

    def _refuse(self, error: NenghengError) -> None:
        """Show an error of a service at its field, or above the page where it has none."""
        wrong = self._wrong_cells(error) if isinstance(error, RowRefusedError) else {}
        name = error.parameter if isinstance(error, ApiError) else ""
        if name in self._fields:
            wrong[name] = self._words(*describe_error(error, self._visit.texts))
        if not wrong:
            toast_error(error, self._visit.texts)
        self._mark(wrong)

    def _wrong_cells(self, error: RowRefusedError) -> dict[str, str]:
        """Return what is wrong with a row's cells by field; {}: some of it belongs to none."""
        found: dict[str, str] = {}
        for problem in error.report.problems:
            if problem.column not in self._fields:
                return {}
            language = self._visit.texts.language
            reason, fix = tell(problem.reason, language), tell(problem.fix, language)
            words = self._words(f"{problem.value!r}: {reason}", fix)
            found.setdefault(problem.column, words)
        return found

    def _words(self, what: str, fix: str) -> str:
        return f"{what} {self._visit.texts('next_step', fix) if fix else ''}".strip()

    def _mark(self, wrong: Values) -> None:
        for name, label in self._errors.items():
            label.set_text(wrong.get(name, ""))
        ids = [self._id(name) for name in wrong]
        every = [self._id(name) for name in self._fields]
        ui.run_javascript(
            f"for (const id of {json.dumps(every)}) {{ const f = document.getElementById(id); "
            f"if (f) f.setAttribute('aria-invalid', {json.dumps(ids)}.includes(id)); }} "
            f"document.getElementById({json.dumps(ids[0] if ids else '')})?.focus();"
        )


def draw_field(field: Field, field_id: str) -> str:
    """Return label, control and hint of a field as HTML."""
    star = ' <span aria-hidden="true">*</span>' if field.required else ""
    label = f'<label for="{field_id}">{html.escape(field.label)}{star}</label>'
    said = f"{field_id}-error" + (f" {field_id}-hint" if field.hint else "")
    attributes = (
        f'id="{field_id}" name="{html.escape(field.name)}" aria-describedby="{said}" '
        f'autocomplete="{field.auto}"' + (' aria-required="true"' if field.required else "")
    )
    value = html.escape(field.value)
    if field.kind == "select":
        options = "".join(
            f'<option value="{html.escape(key)}"{" selected" if key == field.value else ""}>'
            f"{html.escape(text)}</option>"
            for key, text in field.options
        )
        control = f'<select class="nh-input" {attributes}>{options}</select>'
    elif field.kind == "textarea":
        control = f'<textarea class="nh-input" rows="3" {attributes}>{value}</textarea>'
    elif field.kind == "checkbox":
        checked = " checked" if field.value else ""
        control = f'<input type="checkbox" value="yes"{checked} {attributes}>'
        return f"{control} {label}{_hint(field, field_id)}"
    else:
        step = ' step="any"' if field.kind == "number" else ""
        step += f' list="{field_id}-list"' if field.options else ""
        control = (
            f'<input class="nh-input" type="{html.escape(field.kind)}" value="{value}" '
            f"{attributes}{step}>{_suggestions(field, field_id)}"
        )
    return f"{label}{control}{_hint(field, field_id)}"


def _suggestions(field: Field, field_id: str) -> str:
    """Return what a browser offers while one writes."""
    if not field.options:
        return ""
    options = "".join(
        f'<option value="{html.escape(key)}">{html.escape(text)}</option>'
        for key, text in field.options
    )
    return f'<datalist id="{field_id}-list">{options}</datalist>'


def _hint(field: Field, field_id: str) -> str:
    if not field.hint:
        return ""
    return f'<span class="nh-quiet" id="{field_id}-hint">{html.escape(field.hint)}</span>'


def check_body(model: type[B], given: Mapping[str, object], visit: Visit) -> B:
    """Return a body of a call from what was typed.

    Raises
    ------
    FieldError
        A value is none; it names the field.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        said = tell(first["msg"], visit.texts.language)
        wrong = visit.texts("field_wrong", first["input"], said)
        raise FieldError(name, wrong) from error


def take_number(values: Values, name: str, visit: Visit) -> float:
    """Return a field's number [unit of the field].

    Raises
    ------
    FieldError
        It is none.
    """
    text = values.get(name, "").replace(",", "").replace("，", "")
    try:
        return float(text)
    except ValueError as error:
        raise FieldError(name, visit.texts("field_number", values.get(name, ""))) from error
