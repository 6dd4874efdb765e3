"""What each delegation has to hear about each network on a day, and the letters that come of it."""

import dataclasses
import datetime

from actions.models.commitments import DUE_SOON

from ..models import Because, MailKind, Section
from .ladder import goes_out_on, latest_step
from .letters import Entry, Letter
from .matters import ADOPTED_WITHIN, Matter

IN_ORDER = {section: place for place, section in enumerate(Section.values)}


@dataclasses.dataclass(slots=True)
class Line:
    """A commitment for one pair of a delegation and a network, before it is known who was told of it already."""

    matter: Matter
    delegation_id: int
    step: int | None
    is_adopted: bool
    is_unasked: bool
    section: str  # "" where it is listed only if it falls due
    entry: Entry | None = None


class Lines:
    """For one rhythm, the lines of every pair of a delegation and a network."""

    def __init__(self, day, rhythm, *, unasked):
        self.day, self.unasked = day, unasked
        self.span = day.spans[rhythm]
        self.windows = {network: self.span.window.starting(ladder.on_since) for network, ladder in day.ladders.items()}
        self.by_delegation = {}

    def add(self, matter, cells):
        """Put a commitment among the lines of `cells`; gives why a mail goes out, LISTED where none does for this."""
        line = self._line(matter)
        for delegation_id, _network in cells:
            self._put(dataclasses.replace(line, delegation_id=delegation_id))
        entry = self.entry(line)
        return entry.because if entry else Because.LISTED

    def went_out_before(self, matter):
        """Whether the step that falls due went out with the digests before, its own day being one without work."""
        days = self._step(matter)
        if days is None:
            return False
        known_since = max(filter(None, (matter.due_since, self.day.ladders[matter.network_id].on_since)))
        window = self.span.window
        return known_since < goes_out_on(days, matter.due_on, window.working) <= window.since

    def add_passed_on(self, matter, delegation_id):
        """Put a commitment among the lines of a country between which and another the presidency passed."""
        self._put(Line(matter, delegation_id, None, False, False, Section.PASSED_ON))

    def _put(self, line):
        line.entry = self.entry(line)
        if line.entry:
            of_delegation = self.by_delegation.setdefault(line.delegation_id, {})
            of_delegation.setdefault(line.matter.network_id, []).append(line)

    def _line(self, matter):
        return Line(
            matter,
            matter.delegation_id,
            self._step(matter),
            self._is_adopted(matter),
            self.span.between is None and matter.pk in self.unasked,
            self._situation(matter),
        )

    def _step(self, matter):
        if matter.is_to_confirm:
            return None
        between = self.span.between
        if matter.due_on is None or (between is not None and not matter.cannot_wait(on=self.day.on, between=between)):
            return None
        steps = self.day.ladders[matter.network_id].steps
        if not matter.is_binding:
            # Nobody is reminded of what was offered or urged once its day is over, nor of a step missed before.
            steps = tuple(days for days in steps if days <= 0) if matter.due_on >= self.day.on else ()
        window = self.windows[matter.network_id]
        return latest_step(steps, due_on=matter.due_on, due_since=matter.due_since, window=window)

    def _is_adopted(self, matter):
        filed_at = self.day.adopted.get(matter.report_id)
        return (
            filed_at is not None
            and self.span.between is None
            and filed_at > self.span.adopted_after
            and matter.agreed_on >= self.day.on - ADOPTED_WITHIN
        )

    def _situation(self, matter):
        on = self.day.on
        if matter.is_to_confirm:
            return ""
        if matter.due_on is None:
            return Section.STALE if matter.is_stale(on=on) else ""
        if matter.due_on < on:
            return Section.DATE_PASSED if matter.is_binding else ""
        return Section.DUE_SOON if matter.due_on <= on + DUE_SOON else ""

    def entry(self, line, told=(), is_asked=False):
        """What a letter lists of a line; None where that is nothing.

        told: of which (step, deadline) the address was told lately. is_asked: whether it was asked for news lately.
        """
        step, is_adopted, section = line.step, line.is_adopted and not told, line.section
        # Told of a later step, nobody is told of an earlier one of the same deadline.
        if step is not None and any(of == line.matter.due_on and said >= step for said, of in told):
            step = None
        because, due_on = Because.LISTED, None
        if step is not None:
            because, due_on = Because.STEP, line.matter.due_on
            section = section or Section.DUE_SOON
        elif line.is_unasked and not is_asked:
            because = Because.STALE
        elif is_adopted:
            because = Because.ADOPTED
        if is_adopted:
            section = section or (Section.TO_CONFIRM if line.matter.is_to_confirm else Section.ADOPTED)
        if not section:
            return None
        return Entry(line.matter.pk, line.delegation_id, line.matter.network_id, section, because, step, due_on)

    def letter(self, recipient, *, told, asked):
        """The letter to a recipient, or None where nothing falls due.

        told, asked: by commitment, of what that address was told lately; about which of them it was asked.
        """
        chosen = {}
        for delegation_id, network_id in recipient.scopes:
            networks = self.by_delegation.get(delegation_id, {})
            for lines in networks.values() if network_id is None else (networks.get(network_id, ()),):
                for line in lines:
                    pk = line.matter.pk
                    known = pk in told or pk in asked
                    entry = self.entry(line, told.get(pk, ()), pk in asked) if known else line.entry
                    if entry:
                        # Whoever answers for several delegations finds a commitment once: a country's before the
                        # presidency's.
                        place = IN_ORDER[entry.section], delegation_id == self.day.bearers.office, delegation_id
                        if pk not in chosen or place < chosen[pk][0]:
                            chosen[pk] = place, line.matter.due_on or datetime.date.max, entry
        if all(entry.because == Because.LISTED for _place, _due, entry in chosen.values()):
            return None
        return Letter(
            kind=MailKind.DIGEST,
            recipient=recipient.address,
            person_id=recipient.person_id,
            language=recipient.language,
            entries=[entry for _place, _due, entry in sorted(chosen.values(), key=_in_order)],
        )


def _in_order(chosen):
    (section, *_whose), due_on, entry = chosen
    return section, due_on, entry.commitment_id
