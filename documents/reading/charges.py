"""Who is bound by a clause, and with what force: the rules of "What an agreement is" in domain.md.

*undertaken* and *requested* by the body, *offered*, *urged*; one delegation asking another is record only, and
nothing follows from what only thanks, welcomes, takes note, reaffirms, informs or proposes.
"""

from __future__ import annotations

import dataclasses
import re

from documents.reading.excepted import Excepted
from documents.reading.frames import CHANNEL, Frames, frames
from documents.reading.groups import Group
from documents.reading.heads import Head
from documents.reading.joint import each_by_itself, is_possessive
from documents.reading.passage import Passage
from documents.reading.verbs import ACKNOWLEDGING, FORCES, REQUESTS, verbs

OFFICES = frozenset({"PPT", "TS"})
OF_MEMBERS = frozenset({"MEMBERS", "ALL", "NETWORK"})
AUDIENCES_TOGETHER = OF_MEMBERS | {"INTERESTED"}


@dataclasses.dataclass(frozen=True)
class Charge:
    """Who is bound by a clause and how.

    rest: where in the folded text what they are to do begins. doubts: keys of `doubts.about_clause`.
    """

    owners: tuple[str, ...]
    force: str
    rest: int = 0
    jointly: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def fulfilment(self) -> str:
        several = len(self.owners) > 1 or self.owners[0] in AUDIENCES_TOGETHER
        return "jointly" if self.jointly and several else "each"


# The body has decided, and does not say who is to act.
UNSAID = Charge(("NETWORK",), "undertaken", jointly=True, doubts=("unsaid",))


class ChargeReader:
    """Reads the charges of a passage's heads, in their order: a later target goes on with the request before it."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.frames: Frames = frames(passage.language)
        self.last: Charge | None = None
        self.doubts: list[tuple[str, Head]] = []  # where no charge could be read

    def read(self, head: Head) -> Charge | None:
        """Who is bound by the clause of a head; None where nothing follows from it."""
        self.last = self._read(head)
        return self.last

    def doer(self, head: Head) -> Group | None:
        """Who does it, in a passive: "will be sent by the TS"."""
        found = self.frames.by_whom.match(self.passage.coded[head.verb_end : head.end])
        return self.passage.group_at(head.verb_end + found.start("who")) if found else None

    def _read(self, head: Head) -> Charge | None:
        match head.frame:
            case "target":
                return self._of(head.subject, self.last.force, head) if self.last else None
            case "committed" if head.by_body and head.subject is None:
                return self._unsaid(head)
            case "bare" | "charge" | "committed" | "assigned":
                return self._of(head.subject, "undertaken", head)
            case "falls to":
                is_open = head.match["would"] and head.place != "that"
                return None if is_open else self._of(head.subject, "undertaken", head)
            case "working":
                is_timed = bool(self.passage.times(head.verb_end, head.end))
                return self._of(head.subject, "undertaken", head) if is_timed else None
            case "will":
                return self._will(head)
            case "asked":
                return self._asked(head)
        return self._operative(head)

    def _will(self, head: Head) -> Charge | None:
        groups = head.match.groupdict()
        modal = groups.get("modal") or ""
        if groups.get("not") or (modal == "would" and head.place != "that"):
            return None
        force = "urged" if re.match(r"should|ought|deberian?\b|debiera", modal) else "undertaken"
        is_passive = bool(groups.get("passive") or groups.get("passive2"))
        if head.doubt == "nobody" and not (is_passive and self.doer(head)):
            self.doubts.append(("nobody meant", head))
            return None
        if is_passive or not (head.subject or head.by_body):
            doubt = "" if head.doubt == "nobody" else head.doubt
            return self._of(self.doer(head), force, dataclasses.replace(head, doubt=doubt))
        if head.by_body and head.subject is None:
            return dataclasses.replace(UNSAID, force=force, rest=head.verb_end, doubts=())
        return self._of(head.subject, force, head)

    def _asked(self, head: Head) -> Charge | None:
        """ "Nicaragua will be asked to": by the body, unless a delegation is named as asking."""
        asking = self.frames.asked_by.match(self.passage.coded[head.verb_end : head.end])
        doer = self.passage.group_at(head.verb_end + asking.start("who")) if asking else None
        if doer and not doer.is_body:
            return None
        return self._of(head.subject, FORCES[head.kind], head)

    def _operative(self, head: Head) -> Charge | None:
        if head.doubt == "nobody":
            self.doubts.append(("nobody meant", head))
            return None
        by_body = head.by_body or (head.subject is not None and head.subject.is_body)
        rest = self.passage.coded[head.verb_end : head.end]
        match head.kind:
            case "request" | "instruct" | "urge" | "encourage":
                return self._request(head, by_body)
            case "agree":
                return self._agree(head, rest, by_body)
            case "undertake" if self.frames.infinitive_next.match(rest) or self.frames.open_end.search(rest):
                return self._of(head.subject, "undertaken", head) or self._unsaid(head)
            case "offer" if head.subject:
                return self._of(head.subject, "offered", head)
            case "accept" if head.subject and self.frames.infinitive_next.match(rest):
                return self._of(head.subject, "undertaken", head)
            case "accept" if by_body:
                return self._accepted_offer(head, rest)
            case "reaffirm" | "other" | "inform" if self.frames.willing.match(rest):
                return self._of(head.subject, "offered", head)
            case "other" if self.frames.says_willing.match(rest):
                return self._of(head.subject, "offered", head)
            case "inform" if self.frames.that_next.match(rest):
                return None
            case "submit" | "inform" | "offer" if head.frame == "infinitive":
                return self._unsaid(head) if self.passage.times(head.verb_end, head.end) else None
        return None

    def _accepted_offer(self, head: Head, rest: str) -> Charge | None:
        found = self.frames.offer_of.match(rest)
        if not found:
            return None
        return self._of(
            self.passage.group_at(head.verb_end + found.start("who" if found["who"] else "whose")), "offered", head
        )

    def _agree(self, head: Head, rest: str, by_body: bool) -> Charge | None:
        following = self.frames.infinitive_next.match(rest)
        listed = self.frames.listed_doer.match(rest)
        if listed and by_body and (group := self.passage.group_at(head.verb_end + listed.start("who"))):
            return self._of(group, "undertaken", head, rest=group.end)
        if not following and not rest.rstrip().endswith(":"):
            return None
        if following and following["next"] and by_body:
            kind = verbs(self.passage.language).kind(following["next"], "infinitive")
            if kind in ACKNOWLEDGING:
                return None
            if kind in REQUESTS:
                return self._request(head, by_body, kind=kind, after=head.verb_end + following.end())
        return self._of(head.subject, "undertaken", head) or self._unsaid(head)

    def _unsaid(self, head: Head) -> Charge:
        return dataclasses.replace(UNSAID, rest=head.verb_end, doubts=() if head.doubt == "we" else UNSAID.doubts)

    def _request(self, head: Head, by_body: bool, *, kind: str = "", after: int = 0) -> Charge | None:
        if not by_body:
            if head.subject and set(head.subject.names) & OFFICES:
                self.doubts.append(("asked by an office", head))
            return None
        kind, after = kind or head.kind, after or head.verb_end
        rest = self.passage.coded[after : head.end]
        patterns = [*self.frames.targets]
        if kind == "instruct":
            patterns.insert(1, self.frames.late_target)
        for pattern in patterns:
            found = pattern.match(rest)
            if found and (group := self.passage.group_at(after + found.start("who"))) and not self._is_channel(group):
                return self._of(group, FORCES[kind], head, rest=group.end)
        said_by_pronoun = self.frames.pronoun_target.match(rest) or self.frames.object_pronoun.search(head.match[0])
        if said_by_pronoun and (meant := self._named_before(head)):
            return self._of(meant, FORCES[kind], dataclasses.replace(head, doubt="pronoun"))
        self.doubts.append(("nobody asked", head))
        return None

    def _named_before(self, head: Head) -> Group | None:
        """Whom "it" or "them" means: the last named before, other than whoever speaks."""
        before = [group for group in self.passage.groups if group.end <= head.verb_start and group is not head.subject]
        return before[-1] if before and not before[-1].is_body else None

    def _excepted(self, group: Group, head: Head) -> list[Excepted]:
        """Whom a clause excepts from those it binds, where it binds more than one."""
        if not (group.is_plural or group.is_body):
            return []
        start, end = min(group.start, head.start), max(group.end, head.end)
        return [excepted for excepted in self.passage.excepted if start <= excepted.start < end]

    def _without(self, owners: tuple[str, ...], excepted: Excepted) -> tuple[str, ...]:
        """The owners without those excepted; of all together, the member countries that remain."""
        if not excepted.names:
            return owners
        remaining: list[str] = []
        for owner in owners:
            remaining += self.passage.members if owner in OF_MEMBERS else (owner,)
        return tuple(owner for owner in dict.fromkeys(remaining) if owner not in excepted.names) or owners

    def _is_channel(self, group: Group) -> bool:
        return bool(CHANNEL.search(self.passage.coded, 0, group.start))

    def _of(self, group: Group | None, force: str, head: Head, *, rest: int | None = None) -> Charge | None:
        """The charge of those named in a group, with those they act together with."""
        if group is None:
            return None
        members = [mention for mention in group.members if head.frame == "target" or mention.start < head.end]
        clause = self.passage.coded[head.start : head.end]
        together = self.frames.together_with.search(clause)
        others = self.passage.group_at(head.start + together.start("who")) if together else None
        if others and is_possessive(self.passage, others):
            others = None
        if others and others is not group:
            members += others.members
        owners = tuple(dict.fromkeys(mention.name for mention in members))
        doubts = [head.doubt] if head.doubt and head.doubt != "we" else []
        for excepted in self._excepted(group, head):
            owners = self._without(owners, excepted)
            doubts.append(f"excepted:{excepted.written}")
        doubts += [f"unknown:{mention.name}" for mention in members if mention.kind in ("unknown", "body")]
        is_joint = others is not None or self.frames.jointly.search(clause) is not None
        alone = each_by_itself(self.passage, group, verb_end=head.verb_end, end=head.end)
        jointly = owners == UNSAID.owners or (is_joint and not alone)
        return Charge(owners, force, head.verb_end if rest is None else rest, jointly, tuple(doubts))
