"""The verbs that head the clauses of a paragraph, and who stands before them."""

from __future__ import annotations

import dataclasses
import itertools
import re

from documents.reading.frames import LIST_MARK, Frames, frames
from documents.reading.groups import NAME, TIME, Group
from documents.reading.passage import Passage
from documents.reading.subjects import may_be_somebody, opens_clause
from documents.reading.verbs import ACKNOWLEDGING, COURTESIES, REQUESTS, verbs

# Between "that" and a verb, these make it the relative clause's own verb.
_AUXILIARIES = frozenset(
    "not been be are is was were did do does will would have has had also already yet still who that"
    " no se lo la los las le les ha han haya hayan habia habian aun todavia ya".split()
)
_HOOKED = re.compile(r"\b(?:which|that|who|as|until|once|when|where|como|cual|que|segun|cuando|donde) $")
_HOOK = re.compile(
    r"\b(which|that|whom?|whose|whether|if|how|when|where|because|since|as(?= it\b| they\b)|until|que|cual(?:es)?"
    r"|quien(?:es)?|cuy[oa]s?|si|como|cuando|donde|porque)\b"
)
_TIME_BEFORE = re.compile(rf"\b(?:and|but|y|e|pero),? (?P<time>{TIME}+,? )$")
_BEFORE_COMMA = re.compile(r"(?:(?!\b(?:and|y|e)\b)[^,;:])+, ")
_THERE = re.compile(
    r" (?:(?:at|in|during) [^,;:.]*?)?\b(?:will|shall|should|agreed|decided|undertook|committed|pledged|offered"
    r"|requested)\b"
)
_OPENED = re.compile(r"[,;:] (?:and |y |e )?|\b(?:and|y|e|while|mientras que) ")
# In which ways of `verbs.Verbs` the verb of a frame may stand.
_WAYS = {
    "infinitive": ("infinitive",),
    "finite": ("finite",),
    "asked": ("participle",),
    "impersonal": ("finite", "participle"),
}


@dataclasses.dataclass
class Head:
    """A verb that heads a clause.

    frame, match: which of `Frames.verbs` found it, and how. start, end: the clause. verb_start, verb_end: the verb.
    kind: of agreement, "other" without one. subject: who stands before it, or whom it falls to. by_body: whether the
    body that meets says it (nobody else is named). place: main | that (its clause hangs on another). condition: the
    words it depends on. is_shared: its subject is that of the verb before. doubt: a key of `doubts.about_clause`, or
    "we".
    """

    frame: str
    start: int
    verb_start: int
    verb_end: int
    kind: str
    match: re.Match[str]
    subject: Group | None = None
    by_body: bool = False
    place: str = "main"
    end: int = 0
    condition: str = ""
    is_shared: bool = False
    doubt: str = ""


class HeadFinder:
    """Finds the heads of a passage, sentence by sentence; a pronoun stands for whom the clause before named."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.frames: Frames = frames(passage.language)
        self.verbs = verbs(passage.language)
        self.antecedent: Group | None = None
        self.unaccented = not any(passage.folded.is_accented(index) for index in range(len(passage.plain)))

    def sentence(self, start: int, end: int) -> list[Head]:
        """The heads of one sentence, each with the end of its clause."""
        coded = self.passage.coded
        lead = LIST_MARK.match(coded, start, end)
        start = lead.end() if lead else start
        condition, after = self._condition(start, end)
        heads: list[Head] = []
        hanging = False  # a clause that hangs on an acknowledgement has been opened
        taken = -1
        for frame, match in self._hits(after, end):
            if match.start() < taken:
                continue
            head = self._head(frame, match, after, heads)
            if head is None:
                continue
            governing = heads[-1] if heads else None
            if head.place == "that" and frame != "bare":
                if governing is None or not self._is_transparent(governing):
                    hanging = hanging or governing is None or governing.kind not in REQUESTS
                    continue
            elif hanging and frame not in ("infinitive", "target") and not self._opens_sentence(head, after):
                continue
            if (
                frame == "bare"
                and governing
                and governing.kind in REQUESTS
                and re.search(r"(?:\b(?:and|y)|;) $", self.passage.coded[after : match.start()])
            ):
                head.frame, head.kind, head.place = "target", governing.kind, "main"
            elif frame == "bare" and head.place == "that" and not (governing and self._is_transparent(governing)):
                continue
            if frame == "target" and not (governing and governing.kind in REQUESTS):
                continue
            if frame == "finite" and governing and governing.frame == "bare" and head.subject is governing.subject:
                continue  # "agreed that both countries present": the verb is the bare clause's own
            head.condition = condition if not heads else ""
            self._take_time_before(head, after)
            heads.append(head)
            taken = match.end() if frame != "target" else match.start("who") + 1
            if head.subject and head.place == "main" and frame != "target":
                self.antecedent = head.subject
        for head, following in itertools.zip_longest(heads, heads[1:]):
            head.end = following.start if following else end
        return heads

    def _take_time_before(self, head: Head, start: int) -> None:
        """A deadline between a conjunction and the clause it joins is that clause's ("and by 3 May the TS will")."""
        time = _TIME_BEFORE.search(self.passage.coded, start, head.start)
        if time and head.frame != "target":
            head.start = time.start("time")

    def _hits(self, start: int, end: int) -> list[tuple[str, re.Match[str]]]:
        found = [
            (match.start(), order, name, match)
            for order, (name, pattern) in enumerate(self.frames.verbs)
            for match in pattern.finditer(self.passage.coded, start, end)
        ]
        return [(name, match) for _, _, name, match in sorted(found, key=lambda hit: hit[:2])]

    def _condition(self, start: int, end: int) -> tuple[str, int]:
        match = self.frames.condition.match(self.passage.plain, start, end)
        if not match:
            return "", start
        return self.passage.folded.written(*match.span("words")), match.end()

    def _is_transparent(self, head: Head) -> bool:
        """Whether what hangs on the head by "that" is itself agreed."""
        rest = self.passage.coded[head.verb_end : head.verb_end + 200]
        if head.kind == "agree":
            agreed_by_body = head.by_body or head.subject is None or head.subject.is_body
            return agreed_by_body and bool(self.frames.that_next.match(rest))
        return head.place == "that" or head.frame == "bare"

    def _opens_sentence(self, head: Head, start: int) -> bool:
        return not self.passage.coded[start : head.start].strip()

    def _head(self, frame: str, match: re.Match[str], start: int, heads: list[Head]) -> Head | None:
        kind = "undertake"
        groups = match.groupdict()
        if groups.get("verb") or groups.get("decided"):
            verb = groups.get("to_be") or groups.get("decided") or match["verb"]
            ways = ("infinitive",) if groups.get("to_be") else _WAYS[frame]
            kind = self.verbs.kind(verb, *ways)
            if kind == "other" and self.frames.of_thanks.match(self.passage.plain, match.end()):
                kind = "thank"
        head = Head(frame, match.start(), match.start(), match.end(), kind, match)
        if frame == "assigned":
            head.subject = self.passage.group_at(match.start())
            opens = not self.passage.coded[start : match.start()].rstrip().strip("§").rpartition(":")[2]
            return head if head.subject and opens else None
        if groups.get("not"):
            head.kind = "other"
        if frame == "infinitive":
            return self._infinitive(head, start, heads)
        if frame == "falls to":
            return self._falls_to(head, start, heads)
        if frame in ("target", "bare"):
            group = self.passage.group_at(match.start("who"))
            if group is None:
                return None
            opens = not self.passage.coded[start : match.start()].strip()
            head.subject, head.start = group, match.start() if opens else match.start("who")
            head.place = "main" if frame == "target" or opens else "that"
            head.verb_end = match.end()
            return head
        if frame == "will" and groups.get("future") and not self._is_future(match):
            return None
        return self._finite(head, start, heads)

    def _falls_to(self, head: Head, start: int, heads: list[Head]) -> Head | None:
        """Whom it falls to stands behind the verb, what it is before or after ("The printing will be up to IOM")."""
        prefix = self.passage.coded[start : head.verb_start]
        if _HOOKED.search(prefix):
            head.place = "that"
            head.subject = self.passage.group_at(head.match.start("who"))
            return head if heads else None
        before = re.fullmatch(rf"(?P<words>.*?){NAME}+ ", prefix)
        if before and not self.frames.governed.search(before["words"]):
            head.kind = "other"  # "The PPT will be in the hands of Panama": who holds an office
            return head
        head.subject = self.passage.group_at(head.match.start("who"))
        return self._nobody(head, prefix, start)

    def _is_future(self, match: re.Match[str]) -> bool:
        """Whether a Spanish form ends as the future does; a text without any accent is taken at its word."""
        end = match.end("future") - (2 if match["future"].endswith("n") else 1)
        return self.unaccented or self.passage.folded.is_accented(end)

    def _infinitive(self, head: Head, start: int, heads: list[Head]) -> Head | None:
        prefix = self.passage.coded[start : head.verb_start]
        rest = self.passage.coded[head.verb_end :]
        named = bool(re.match(rf" (?:(?:a|al|de|to|that|que) )?{NAME}", rest))
        explicit = bool(head.match["to"]) or self.passage.language == "es"
        head.by_body = True
        before = prefix.rstrip()
        if not before:
            return head
        if before.endswith((",", ":")) and not heads and explicit and len(before) < 160:
            # In Spanish an infinitive after a long phrase more likely goes on with it.
            is_topic = self.passage.language == "en" or before[-1] == ":" or self.frames.topic.match(before)
            return head if is_topic or len(before) <= 60 else None
        if not heads or not re.search(r"(?:,|;|\b(?:and|y|e|as well as|asi como|but|ademas))$", before):
            return None
        governing = heads[-1]
        if governing.frame not in ("infinitive", "target", "impersonal") and governing.kind != "agree":
            return None
        if governing.kind in ACKNOWLEDGING:
            if head.kind in REQUESTS or head.kind in ACKNOWLEDGING or (explicit and head.kind == "agree"):
                return head
            return None
        asks_another = head.kind in REQUESTS and named and (explicit or governing.kind not in REQUESTS)
        return head if head.kind in COURTESIES or asks_another else None

    def _finite(self, head: Head, start: int, heads: list[Head]) -> Head | None:
        coded = self.passage.coded
        prefix = coded[start : head.verb_start]
        said_by_us = self.passage.language == "es" and re.search(r"mos\b", head.match[0]) is not None
        if said_by_us or (not prefix.strip() and head.frame in ("finite", "impersonal")):
            head.by_body, head.doubt = True, "we" if said_by_us else ""
            return head
        candidates = [group for group in self.passage.groups if start <= group.start and group.end <= head.verb_start]
        for group in reversed(candidates):
            if heads and group.start <= heads[-1].verb_start:
                break
            gap = coded[group.end : head.verb_start]
            if not self._reaches(gap):
                if self.frames.relative.fullmatch(gap):
                    return None
                continue
            before = coded[start : group.start]
            if self.frames.conditional.search(before):
                return None
            if self.frames.governed.search(before):
                split = self._last_named(group) if heads else self._after_topic(group, before)
                if split is None:
                    continue
                head.subject, head.start, head.doubt = split, split.start, "" if heads else "topic"
                return self._checked(head)
            if self.frames.subordinate.search(before):
                head.place = "that"
            elif not opens_clause(before):
                continue
            head.subject, head.start = group, group.start
            if self.frames.relative.fullmatch(gap) and "MEMBERS" in group.names:
                head.doubt = "some"
            return self._checked(head)
        return self._without_name(head, prefix, start, heads)

    def _checked(self, head: Head) -> Head | None:
        """A bare present form is a verb only after more than one ("Member Countries request", not "IOM request")."""
        if head.frame == "finite" and self.passage.language == "en" and head.subject:
            is_bare = head.match[0] == head.match["verb"] and head.match["verb"] in self.verbs.infinitive
            if is_bare and (not head.subject.is_plural or self._is_there(head)):
                return None
        return head

    def _is_there(self, head: Head) -> bool:
        """Whether "present" only says who was there: at some place, before what they did."""
        there = _THERE.match(self.passage.coded, head.verb_end) if head.match["verb"] == "present" else None
        return there is not None

    def _without_name(self, head: Head, prefix: str, start: int, heads: list[Head]) -> Head | None:
        if self.frames.the_meeting.search(prefix):
            head.by_body = True
            return head
        pronoun = self.frames.pronoun.search(prefix)
        if pronoun and head.frame != "impersonal":
            return self._pronoun(head, pronoun, start)
        hangs = self.frames.conditional.search(prefix) or _HOOKED.search(prefix)
        if head.frame == "impersonal":
            head.by_body = True
            return None if hangs else head
        previous = next((one for one in reversed(heads) if one.frame != "infinitive"), None)
        shared = self.frames.shared.search(prefix) or (previous and self._is_next_of_list(head, previous))
        if shared and previous and (previous.subject or previous.by_body):
            if previous.frame == "impersonal" and not (head.frame == "asked" and previous.subject):
                return None
            head.subject, head.by_body, head.place = previous.subject, previous.by_body, previous.place
            head.is_shared = True
            if self._goes_on(head, previous):
                return None
            return self._checked(head)
        if head.frame == "committed" and not hangs:
            return self._committed(head)
        if head.frame == "will":
            return self._nobody(head, prefix, start)
        somebody = self.frames.somebody.search(prefix) if head.kind == "agree" and not hangs else None
        if somebody and not _HOOK.search(prefix):
            # "Several experts agreed to": no delegation, and not the body
            head.start, head.kind, head.doubt = start + somebody.start("who"), "other", "nobody"
            return head
        return None

    def _committed(self, head: Head) -> Head:
        """ "Se comprometió a" without a name: whom the clause before named, if they are as many; else the body."""
        many = re.search(r"n\b", head.match[0]) is not None
        if self.antecedent and self.antecedent.is_plural == many:
            head.subject, head.doubt = self.antecedent, "pronoun"
        else:
            head.by_body = True
        return head

    def _is_next_of_list(self, head: Head, previous: Head) -> bool:
        """Whether a comma alone joins two promises of a list of three or more ("enviará …, publicará … y …")."""
        between = self.passage.coded[previous.verb_end : head.verb_start]
        return head.frame == previous.frame == "will" and _BEFORE_COMMA.fullmatch(between) is not None

    def _goes_on(self, head: Head, previous: Head) -> bool:
        """Whether an English base form goes on with what was promised ("will hold talks and inform the TS")."""
        if head.frame != "finite" or self.passage.language != "en" or previous.kind in ACKNOWLEDGING:
            return False
        return head.match["verb"] in self.verbs.infinitive

    def _nobody(self, head: Head, prefix: str, start: int) -> Head | None:
        """A clause whose subject is a thing: it ends the clause before it, and may name its doer after the verb."""
        begin = max((opened.end() for opened in _OPENED.finditer(prefix)), default=0)
        if self.frames.topic.match(prefix, begin):
            begin = 0
        hooks = [*_HOOK.finditer(prefix, begin)]
        if hooks:
            hook = hooks[-1]
            # "agreed that the document would be sent by": its subject stands between; a relative has none.
            if hook[1] not in ("that", "que") or not prefix[hook.end() :].strip():
                return None
            begin, head.place = hook.end() + 1, "that"
        is_passive = bool(head.match.groupdict().get("passive") or head.match.groupdict().get("passive2"))
        told = head.place == "main" and self.frames.somebody.search(prefix)
        if (
            head.frame == "will"
            and not is_passive
            and (told or may_be_somebody(self.passage, head.match, start, begin))
        ):
            head.doubt = "nobody"
        head.start = start + begin
        return head

    def _pronoun(self, head: Head, match: re.Match[str], start: int) -> Head | None:
        head.start = start + match.start("word")
        if match["word"].startswith("we"):
            head.by_body, head.doubt = True, "we"
            return head
        before = self.passage.coded[start : head.start]
        if self.frames.subordinate.search(before) or self.frames.conditional.search(before):
            head.place = "that"
        if match["word"] == "it" and head.frame in ("finite", "will") and self.antecedent is None:
            prefix = self.passage.coded[start : head.verb_start]
            return self._nobody(head, prefix, start) if head.frame == "will" else None
        head.subject = self.antecedent
        head.doubt = "pronoun" if head.place == "main" else ""
        if head.subject is None:
            head.doubt = "nobody" if head.frame == "will" else ""
        return head

    def _reaches(self, gap: str) -> bool:
        """Whether only adverbs, a parenthesis or a relative clause of its own stand between a name and its verb."""
        if gap == ", ":
            return False
        if self.frames.adverbs.fullmatch(gap) or self.frames.aside.fullmatch(gap):
            return True
        relative = self.frames.relative.fullmatch(gap)
        if not relative:
            return False
        words = [word for word in relative["inside"].strip(" ,").split() if word not in _AUXILIARIES]
        return bool(words)

    def _last_named(self, group: Group) -> Group | None:
        """The subject that "and" joins to the clause before ("will be kept by IOM and the PPT will report")."""
        if len(group.members) < 2:
            return None
        last = group.members[-1]
        return Group(last.start, last.end, (last,))

    def _after_topic(self, group: Group, before: str) -> Group | None:
        """Where a topic's last name runs into the subject ("Regarding the proposal of A, B and C will"), the rest."""
        if not self.frames.topic.match(before.lstrip()) or len(group.members) < 2:
            return None
        gaps = [self.passage.plain[first.end : second.start] for first, second in itertools.pairwise(group.members)]
        if not gaps[0].startswith(","):
            return None
        rest = group.members[1:]
        return Group(rest[0].start, rest[-1].end, rest)
