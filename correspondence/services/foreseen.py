"""The days between now and one that is looked ahead to, as if their digests were composed; nothing of it is stored."""

import dataclasses
import datetime

from ..models import Because, DigestDay, MailKind
from .letters import Letter


@dataclasses.dataclass
class Foreseen:
    """days: in order, later than any that is composed. letters: of each of these days."""

    days: list[DigestDay] = dataclasses.field(default_factory=list)
    letters: dict[datetime.date, list[Letter]] = dataclasses.field(default_factory=dict)

    def add(self, day, letters, *, now):
        self.days.append(DigestDay(day=day, composed_at=now, mails=len(letters)))
        self.letters[day] = letters

    @property
    def notices(self):
        """The keys of those that the secretariat would be told."""
        return {key for of_day in self.letters.values() for letter in of_day for key in letter.notices}

    def told(self):
        """As `matters.told` reads it: (address, commitment, step, the deadline it counts from), …"""
        for letter, entry, _day in self._of_digests():
            yield letter.recipient, entry.commitment_id, entry.step, entry.due_on

    def asked(self):
        """As `matters.asked` reads it: (commitment, day, address), …"""
        for letter, entry, day in self._of_digests():
            if entry.because == Because.STALE:
                yield entry.commitment_id, day, letter.recipient

    def _of_digests(self):
        for day, letters in self.letters.items():
            for letter in letters:
                if letter.kind == MailKind.DIGEST:
                    for entry in letter.entries:
                        yield letter, entry, day
