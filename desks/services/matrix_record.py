"""What the rows of a matrix are compared with: read at once, in a number of queries that does not grow with them."""

import datetime
import functools
import re

from actions.models import INFORMED, Agreement, Audience, Commitment, ProgressAnswer, Report
from actions.words import fold
from documents.reading.owners import find_parties
from documents.services.vocabulary import stored
from networks.models import Delegation, Network

from .matrix_cells import LANGUAGES, day_in, label_in, label_parts, month_in, report_in

# Sources disagree in details: a matrix dates a meeting the 7th that the report dates the 8th.
NEARBY = datetime.timedelta(days=4)


class Record:
    """points: [(point, body or meeting, day of the meeting), …] as the cells say them."""

    def __init__(self, points, *, language, meeting_id, on):
        self.parties = Parties(language)
        self._reports = _Reports(language, meeting_id)
        self.delegations = {one.pk: one for one in Delegation.objects.all()}
        found = {report for point in set(points) if (report := self._reports.named(*point))}
        self._agreements = {}
        agreements = Agreement.objects.on_record().filter(report__reference__in=found).select_related("report")
        for agreement in agreements.only("reference", "report__reference"):
            label = agreement.reference.removeprefix(f"{agreement.report.reference}/")
            self._agreements[agreement.report.reference, label_parts(label)] = agreement
        wanted = {agreement.pk for point in set(points) if (agreement := self.agreement_of(*point))}
        self._read_shares(wanted, on=on)

    def _read_shares(self, wanted, *, on):
        named = ("delegation", "action__bound_to", "action__deadline_body", "action__agreement__report__meeting")
        shares = Commitment.objects.filter(action__agreement__in=wanted).select_related(*named)
        self._shares = {}
        for share in shares.with_bearer(on=on).order_by("action__position", "pk"):
            self._shares.setdefault(share.action.agreement_id, []).append(share)
        answers = ProgressAnswer.objects.filter(
            commitment__action__agreement__in=wanted, report__state__in=INFORMED
        ).select_related("report")
        self.last_reports = {
            answer.commitment_id: answer.report
            for answer in answers.order_by("report__on", "report__sent_at", "report_id")
        }

    def report_of(self, point, meeting, meeting_on):
        """The reference of the report that a row is of; "" where it does not tell which."""
        return self._reports.named(point, meeting, meeting_on)

    def agreement_of(self, point, meeting, meeting_on):
        """The agreement that a row names, or None."""
        report = self.report_of(point, meeting, meeting_on)
        return self._agreements.get((report, label_parts(label_in(point))))

    def shares_of(self, agreement):
        """The commitments under an agreement, each with its `bearer`."""
        return self._shares.get(agreement.pk, [])

    def delegation(self, code):
        return next(one for one in self.delegations.values() if one.code == code)

    def codes_of(self, share):
        """The codes by which a matrix may call whoever is responsible: the office's, and its holder's."""
        return {share.delegation.code, self.delegations[share.bearer].code}


class _Reports:
    """Which report a row is of: by its reference, else by the body and the day of the meeting."""

    def __init__(self, language, meeting_id):
        self.language = language
        fields = ("reference", "meeting_id", "meeting__network_id", "meeting__starts_on", "meeting__ends_on")
        self.rows = list(Report.objects.on_record().order_by("pk").values_list(*fields))
        self.references = {fold(row[0]): row[0] for row in self.rows}
        self.of_file = next((row[0] for row in self.rows if row[1] == meeting_id), "")
        self.bodies = {}
        for body in Network.objects.all():
            names = (body.name_en, body.name_es, body.short_en, body.short_es, body.code)
            self.bodies |= {fold(name): body.pk for name in (*names, *body.other_names.splitlines()) if name.strip()}
        self._met = functools.cache(self._met)

    def named(self, point, meeting, meeting_on):
        for cell in (point, meeting):
            if named := report_in(cell):
                return self.references.get(named, named.upper())
        return self._met(meeting, meeting_on) or self.of_file

    def _met(self, meeting, meeting_on):
        body = self._body(meeting)
        rows = [row for row in self.rows if body in (None, row[2])]
        if day := day_in(meeting_on, self.language) or day_in(meeting, self.language):
            near = [(abs(row[3] - day), row) for row in rows if row[3] - NEARBY <= day <= row[4] + NEARBY]
            rows = [row for distance, row in near if distance == min(near)[0]]
        elif month := month_in(meeting_on) or month_in(meeting):
            rows = [row for row in rows if (row[3].year, row[3].month) == month]
        elif body is None:
            return ""
        return rows[0][0] if len(rows) == 1 else ""

    def _body(self, words):
        words = fold(words)
        if words in self.bodies:
            return self.bodies[words]
        held = [name for name in self.bodies if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)]
        return self.bodies[max(held, key=len)] if held else None


class Parties:
    """Whom a cell names: (codes of delegations, audiences, names nobody knows). members: codes of Member Countries."""

    def __init__(self, language):
        self._vocabulary = stored()
        self._codes = {party.code for party in self._vocabulary.parties}
        self.members = {party.code for party in self._vocabulary.parties if party.member}
        self._languages = sorted(LANGUAGES, key=lambda code: code != language)
        self.named_in = functools.cache(self._named_in)

    def _named_in(self, cell):
        listed = re.sub(r"\s*[\n;/]\s*", ", ", cell.strip())
        readings = [self._reading(listed, language) for language in self._languages]
        # The language in which most of the names are known.
        return min(readings, key=lambda reading: (len(reading[2]), -len(reading[0])))

    def _reading(self, listed, language):
        found = [name for name, _start, _end in find_parties(listed, language=language, vocabulary=self._vocabulary)]
        codes = [name for name in found if name in self._codes]
        audiences = [name for name in found if name in Audience.values]
        unknown = [name for name in found if name not in codes and name not in audiences]
        return codes, audiences, unknown if found else [listed]
