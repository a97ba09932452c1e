"""What the documents are made from: the round as a view, its figures, the looks of its statuses and the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from meetcyclus.documents.container import Properties
from meetcyclus.documents.look import NO_VALUE, StatusLook, looks_of
from meetcyclus.documents.phrases import Phrases
from meetcyclus.domain import dutch
from meetcyclus.domain.figures import Figure
from meetcyclus.domain.programme import Cluster, Entity, Mandate
from meetcyclus.domain.rounds import Round
from meetcyclus.services.editions import PLAIN_EDITION, Edition, PlacedText
from meetcyclus.services.figure_shapes import slug
from meetcyclus.services.letter_facts import mailbox_of
from meetcyclus.services.tallies import NEEDS_ATTENTION, RoundView, Standing
from meetcyclus.services.wording import capital, counted, joined, joined_up_to, plural

SHORT_MARK = 12
# What stands on a document of which nothing changes any more.
FINAL = "algemeen.definitief"


@dataclass(frozen=True)
class Subject:
    """One round, ready to be written about.

    `stamp` is the sentence for what the document is, where it is more than final; `dated_on` the day on which it was
    made, where that is later than the freeze.
    """

    view: RoundView
    sha256: str
    figures: Mapping[str, Figure]
    phrases: Phrases
    edition: Edition = PLAIN_EDITION
    stamp: str = FINAL
    dated_on: date | None = None

    def text(self, name: str) -> str:
        """The printed form of a figure; a dash where the figure could not be computed."""
        return self.figures[name].text if name in self.figures else NO_VALUE

    def count(self, name: str) -> int:
        """The value of a count; zero where it could not be computed."""
        return int(self.figures[name].value) if name in self.figures else 0

    def has(self, *names: str) -> bool:
        """Whether all these figures exist."""
        return all(name in self.figures for name in names)

    def say(self, key: str, **facts: object) -> str:
        """A sentence with the facts of the round and these."""
        return self.phrases.say(key, **(self.facts | facts))

    def lines(self, key: str, **facts: object) -> list[str]:
        """A list of sentences with the facts of the round and these."""
        return self.phrases.lines(key, **(self.facts | facts))

    @cached_property
    def facts(self) -> dict[str, object]:
        """What every sentence may name: the round, the programme and its words."""
        view, programme = self.view, self.view.snapshot.data.programme
        found: dict[str, object] = {
            "programma": programme.name,
            "postbus": mailbox_of(view.snapshot.data),
            "meting": view.round.number,
            "meetmoment": dutch.long_date(view.round.reference_date),
            "totaal": self.text("projecten.totaal"),
            "totaal_vorige": self.text(f"evolutie.{view.previous.key}.totaal") if view.previous else NO_VALUE,
            "vorige_meting": view.previous.number if view.previous else NO_VALUE,
            "vorig_meetmoment": dutch.long_date(view.previous.reference_date) if view.previous else NO_VALUE,
            "middelen": self.text("middelen.totaal"),
        }
        for word in ("project", "mijlpaal", "speerpunt", "cluster"):
            one = programme.term(word)
            many = plural(word)
            found |= {word: one, capital(word): capital(one), many: plural(one), capital(many): capital(plural(one))}
        return found

    @cached_property
    def cover(self) -> dict[str, str]:
        """The fields that the Word templates may name."""
        snapshot, programme = self.view.snapshot, self.view.snapshot.data.programme
        return {
            "programma": programme.name,
            "meting": str(self.view.round.number),
            "meetmoment": dutch.long_date(self.view.round.reference_date),
            "stempel": self.phrases.say("algemeen.concept" if snapshot.is_draft else self.stamp),
            "versie": self.edition.version or str(snapshot.sequence),
            "datum": dutch.long_date(self.made_on),
            "eigenaar": self.say("algemeen.eigenaar"),
            "kenmerk": self.sha256[:SHORT_MARK],
        }

    @cached_property
    def hand_texts(self) -> Mapping[str, PlacedText]:
        """The hand-written texts by their place."""
        return {each.text.place: each for each in self.edition.texts}

    @cached_property
    def unit_words(self) -> Mapping[str, str]:
        """How the nouns of the programme begin, by the unit of the figures that count them."""
        term = self.view.snapshot.data.programme.term
        return {"projecten": term("project").casefold(), "mijlpalen": plural(term("mijlpaal")).casefold()[:6]}

    @cached_property
    def taken_on(self) -> date:
        """The day of the snapshot in the programme's zone."""
        return self.local_moment.date()

    @property
    def made_on(self) -> date:
        """The day that stands on the document."""
        return self.dated_on or self.taken_on

    @cached_property
    def local_moment(self) -> datetime:
        """The instant of the snapshot in the programme's zone."""
        return self.view.snapshot.taken_at.astimezone(ZoneInfo(self.view.snapshot.data.programme.time_zone))

    @property
    def auditor(self) -> str:
        """Who audits the programme, as it calls that house."""
        words = self.view.snapshot.data.programme.document_words
        return words.get("auditor") or self.phrases.say("nota.auditor")

    def day_of(self, moment: datetime) -> date:
        """The day of an instant in the programme's zone."""
        return moment.astimezone(ZoneInfo(self.view.snapshot.data.programme.time_zone)).date()

    def properties(self, kind: str, name: str) -> Properties:
        """The core properties of a document of this kind, which people know by this name."""
        snapshot, programme = self.view.snapshot, self.view.snapshot.data.programme
        return Properties(
            title=self.title(name),
            subject=f"Stand van zaken op {self.facts['meetmoment']}",
            author=mailbox_of(snapshot.data),
            language=programme.language,
            at=snapshot.taken_at,
            kind=kind,
            snapshot_sha256=self.sha256,
            version=f"{self.cover['versie']} {self.cover['stempel']} {self.sha256[:SHORT_MARK]}",
        )

    def title(self, kind: str) -> str:
        """Covernota meting 6 – the name of the programme."""
        return f"{kind} meting {self.view.round.number} – {self.view.snapshot.data.programme.name}"

    @cached_property
    def looks(self) -> dict[str, StatusLook]:
        """Looks of the project statuses."""
        return looks_of(self.view.status_codes)

    @cached_property
    def milestone_looks(self) -> dict[str, StatusLook]:
        """Looks of the milestone statuses."""
        return looks_of(self.view.milestone_codes)

    @cached_property
    def causes(self) -> dict[str, str]:
        """Labels of the causes by code, whatever version they come from."""
        values = self.view.snapshot.data.code_values
        return {each.code: each.label for each in values if each.list_name.startswith("oorzaak")}

    @cached_property
    def clusters(self) -> dict[str, Cluster]:
        """Clusters by code."""
        return {each.code: each for each in self.view.snapshot.data.clusters}

    @cached_property
    def speerpunten(self) -> dict[str, str]:
        """Names of the speerpunten by code."""
        return {each.code: each.name for each in self.view.snapshot.data.speerpunten}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Entities by code."""
        return {each.code: each for each in self.view.snapshot.data.entities}

    @cached_property
    def mandates(self) -> dict[str, Mandate]:
        """Mandates by code."""
        return {each.code: each for each in self.view.snapshot.data.mandates}

    def mandate_name(self, code: str) -> str:
        """Title and holder of a mandate."""
        if code not in self.mandates:
            return code or NO_VALUE
        mandate = self.mandates[code]
        return f"{mandate.title} – {mandate.holder}" if mandate.holder else mandate.title

    def spread(self, key: str) -> str:
        """How a group is spread over the statuses: 33 gerealiseerd, 3 stopgezet en 4 ..."""
        parts = [
            self._part(code, self.text(f"{key}.status.{slug(code)}"))
            for code in self.looks
            if self.count(f"{key}.status.{slug(code)}")
        ]
        return joined(parts) if parts else self.phrases.say("algemeen.geen_rapport")

    def _part(self, code: str, count: str) -> str:
        """3 gerealiseerd; a status that is no participle stands between quotes: 1 met status 'actie nodig'."""
        label = self.looks[code].label
        if code in NEEDS_ATTENTION:
            return self.phrases.say("algemeen.met_status", aantal=count, status=label)
        return f"{count} {label}"

    def in_full(self, label: str) -> str:
        """A label at its first use: the abbreviation VR behind the words that it stands for."""
        return re.sub(r"(?:\bop de )?\bVR\b", self.phrases.say("algemeen.vr_voluit"), label)

    def name(self, standing: Standing) -> str:
        """Number and title of a project, with a mark where its report is an unconfirmed forecast."""
        mark = self.phrases.say("algemeen.vooruitzicht") if standing.project.number in self.view.forecasts else ""
        return f"{standing.project.number} {standing.project.title}{mark}"

    def names(self, standings: Iterable[Standing], limit: int = 8) -> str:
        """Numbers and titles of projects; above the limit the rest is a count, where it is more than one."""
        found = [self.name(each) for each in standings]
        return joined_up_to(found, limit, self.noun(len(found) - limit))

    def unconfirmed(self, code: str) -> list[str]:
        """Numbers of the projects with that status in a forecast that nobody confirmed."""
        numbers = [each.project.number for each in self.view.standings if each.status == code]
        return [each for each in numbers if each in self.view.forecasts]

    def noun(self, count: int, term: str = "project") -> str:
        """The programme's word for a count of that term."""
        return counted(count, self.view.snapshot.data.programme.term(term))


def round_name(measured: Round) -> str:
    """Meting 5, 31/12/2022."""
    return f"Meting {measured.number}, {dutch.short_date(measured.reference_date)}"


def whole_sentences(text: str, limit: int) -> str:
    """A text on one line; where it is longer than the limit it ends after a whole sentence, with an ellipsis."""
    words = " ".join(text.split())
    ends = [found.end() for found in re.finditer(r"[.!?](?= )", words) if found.end() <= limit]
    return words if len(words) <= limit or not ends else f"{words[: ends[-1]]} …"


def cluster_name(subject: Subject, cluster: Cluster | None, code: str) -> str:
    """Cluster C01: its name; the name alone where it says that it is a cluster."""
    word = str(subject.facts["Cluster"])
    if cluster is None:
        return f"{word} {code}".strip()
    return cluster.name if cluster.name.startswith(word) else f"{word} {cluster.code}: {cluster.name}"
