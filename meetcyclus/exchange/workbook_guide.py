"""The sheet 'Lees mij': what is asked, by when, whom to ask, how to fill in, and what each status means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from meetcyclus.domain.dutch import deadline, long_date
from meetcyclus.domain.programme import CodeValue
from meetcyclus.exchange.workbook_formats import DARK, GREY, LINE, LINE_HEIGHT, Formats, lines_of
from meetcyclus.exchange.workbook_layout import CAUSE, MILESTONE_STATUS, PROJECT_STATUS, workbook_title
from meetcyclus.exchange.workbook_rows import Table
from meetcyclus.exchange.workbook_texts import WorkbookTexts, programme_terms
from meetcyclus.services.ports import WorkbookSubject

_A4 = 9
_SECTION = "lees_mij"
_WIDTHS = (2, 36, 64, 12, 12)


def write_guide(
    sheet: Worksheet, formats: Formats, subject: WorkbookSubject, tables: tuple[Table, ...], texts: WorkbookTexts
) -> None:
    """Fill the first sheet of a workbook."""
    guide = _Guide(sheet, formats, subject, texts)
    guide.set_up_page()
    guide.title()
    guide.questions(tables)
    guide.own_list(tables)
    guide.definitions("kop_projectstatus", PROJECT_STATUS)
    guide.definitions("kop_mijlpaalstatus", MILESTONE_STATUS)
    guide.definitions("kop_oorzaak", CAUSE)


class _Guide:
    """Writes from top to bottom; `_row` is the next free row."""

    def __init__(self, sheet: Worksheet, formats: Formats, subject: WorkbookSubject, texts: WorkbookTexts) -> None:
        self._sheet = sheet
        self._formats = formats
        self._subject = subject
        self._texts = texts
        self._row = 0
        self._facts: dict[str, object] = {
            **programme_terms(subject.data.programme),
            "programma": subject.data.programme.name,
            "nummer": subject.round.number,
            "meetmoment": long_date(subject.round.reference_date),
            "deadline": deadline(subject.deadline),
            "afzender": subject.data.programme.sender_email,
        }

    def set_up_page(self) -> None:
        """Width, print and protection."""
        for position, width in enumerate(_WIDTHS):
            self._sheet.set_column(position, position, width)
        self._sheet.hide_gridlines(2)
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        title = workbook_title(self._subject.data.programme, self._subject.round).replace("&", "&&")
        self._sheet.set_footer(f"&L{title}&R{self._texts.phrase('druk', 'voet_rechts')}")
        self._sheet.protect("", {"format_columns": True, "format_rows": True})
        self._sheet.activate()

    def title(self) -> None:
        """The name of the workbook."""
        self._line("titel", 28, font_size=18, bold=True, font_color=DARK)
        self._line("ondertitel", 20, font_size=12, font_color=DARK)
        self._row += 1

    def questions(self, tables: tuple[Table, ...]) -> None:
        """What, by when, whom and how."""
        self._facts["aantallen"] = self._counts(tables)
        names = {each.email: each.name for each in self._subject.data.persons}
        email = self._subject.lead_email
        lead = f"{names[email]} ({email})" if email in names else email
        self._pair(self._text("kop_voor_wie"), lead)
        self._pair(self._text("kop_wat"), self._text("wat"))
        self._pair(self._text("kop_wanneer"), self._text("wanneer"), bold=True)
        self._pair(self._text("kop_wie"), self._text("wie"))
        self._row += 1
        self._heading(self._text("kop_hoe"))
        steps = [*self._texts.lines(_SECTION, "stappen"), self._text("stap_uitleg")]
        for number, step in enumerate(steps, start=1):
            self._paragraph(f"{number}. {step}")
        self._row += 1

    def own_list(self, tables: tuple[Table, ...]) -> None:
        """The projects of this lead with the number of rows to fill in for each."""
        projects, *others = tables
        counts = [Counter(str(row["project_number"]) for row in each.rows) for each in others]
        self._heading(self._text("kop_lijst"))
        head = self._formats.of(bold=True, bottom=1, border_color=LINE)
        self._cells(self._texts.lines(_SECTION, "lijst_kolommen"), head)
        for row in projects.rows:
            number = str(row["number"])
            values = [number, str(row["title"] or ""), *(str(each[number]) for each in counts)]
            self._cells(values, self._formats.of(bottom=1, border_color=GREY, text_wrap=True))
        self._row += 1

    def definitions(self, heading_key: str, list_name: str) -> None:
        """A code list with its meanings; nothing where the programme has no such list."""
        codes = self._subject.data.codes(list_name, self._subject.round.code_list_version)
        if not codes:
            return
        self._heading(self._text(heading_key))
        for value in codes.values():
            self._definition(value)
        self._row += 1

    def _definition(self, value: CodeValue) -> None:
        icon = self._texts.icon(value.code) if value.list_name == PROJECT_STATUS else ""
        label = f"{icon} {value.label}".strip()
        plain = self._formats.of(bold=True, border=1, border_color=LINE, text_wrap=True, align="left", indent=1)
        has_colour = value.colour and value.list_name != CAUSE
        self._sheet.write_string(self._row, 1, label, self._formats.filled(value.colour) if has_colour else plain)
        meaning = value.definition or self._text("geen_definitie")
        self._wide(
            meaning, self._formats.of(text_wrap=True, border=1, border_color=LINE, align="left", indent=1), label
        )

    def _counts(self, tables: Iterable[Table]) -> str:
        keys = ("telling_project", "telling_mijlpaal", "telling_indicator")
        parts = [self._text(key, aantal=len(table.rows)) for key, table in zip(keys, tables, strict=True)]
        return f"{', '.join(parts[:-1])} en {parts[-1]}"

    def _text(self, key: str, **more: object) -> str:
        return self._texts.phrase(_SECTION, key, **self._facts, **more)

    def _line(self, key: str, height: int, **look: object) -> None:
        self._sheet.set_row(self._row, height)
        self._sheet.write_string(self._row, 1, self._text(key), self._formats.of(**look))
        self._row += 1

    def _heading(self, text: str) -> None:
        self._sheet.set_row(self._row, 20)
        form = self._formats.of(bold=True, font_size=12, font_color=DARK, valign="vcenter")
        self._sheet.write_string(self._row, 1, text, form)
        self._row += 1

    def _pair(self, name: str, text: str, **look: object) -> None:
        self._sheet.write_string(self._row, 1, name, self._formats.of(bold=True, font_color=DARK))
        self._wide(text, self._formats.of(text_wrap=True, **look))

    def _paragraph(self, text: str) -> None:
        self._across(1, text, self._formats.of(text_wrap=True))
        self._next_row(lines_of(text, sum(_WIDTHS[1:])))

    def _wide(self, text: str, form: Format, label: str = "") -> None:
        self._across(2, text, form)
        self._next_row(max(lines_of(text, sum(_WIDTHS[2:])), lines_of(label, _WIDTHS[1])))

    def _across(self, first: int, text: str, form: Format) -> None:
        """A text from that column to the last one. It is written as text: a merge by itself interprets what it gets."""
        self._sheet.merge_range(self._row, first, self._row, len(_WIDTHS) - 1, "", form)
        self._sheet.write_string(self._row, first, text, form)

    def _next_row(self, lines: int) -> None:
        """Merged cells do not grow by themselves, so the height follows from the length of the text."""
        self._sheet.set_row(self._row, LINE_HEIGHT * lines + 4)
        self._row += 1

    def _cells(self, values: Sequence[str], form: Format) -> None:
        for position, value in enumerate(values, start=1):
            self._sheet.write_string(self._row, position, value, form)
        self._next_row(max(lines_of(value, width) for value, width in zip(values, _WIDTHS[1:], strict=True)))
