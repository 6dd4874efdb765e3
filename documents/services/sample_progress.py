"""What the sample's delegations informed of lately, and what its secretariat asked."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import CameBy, Commitment, ProgressState, ReportAudience
from actions.services.asking import answer, ask
from actions.services.evidence import attach
from actions.services.informing import Informant, Words, acknowledge_report, begin_report, send_report
from networks.models import Delegation, User
from networks.services import today as conference_day

from .sample_texts import FOLDER, progress


def load_progress(*, filed, by, today, now):
    """Store the sample's reports of progress and its questions. filed: the keys of the reports by the meeting's key."""
    loader = _Loader(filed=filed, by=by, today=today, now=now)
    written = progress()
    for report in written["reports"]:
        loader.report(report)
    for question in written["questions"]:
        loader.question(question)


class _Loader:
    def __init__(self, *, filed, by, today, now):
        self.filed, self.by, self.today = filed, by, today
        # The sample may be loaded as of another day than it is.
        self.now = now + (today - conference_day(now=now))
        self.people = {person.email: person for person in User.objects.exclude(email=None)}
        self.delegations = {delegation.code: delegation for delegation in Delegation.objects.all()}

    def report(self, written):
        now, on = self._moment(written["on"])
        words = Words(
            text=written["text"],
            language=written["language"],
            done=written.get("done", False),
            on=on,
            new_date=self.today + datetime.timedelta(days=written["new_date"]) if "new_date" in written else None,
            audience=written.get("audience", ReportAudience.CONFERENCE),
        )
        informant = self._informant(written)
        report = begin_report(
            delegation=self.delegations[written["of"]],
            commitment_ids=[self._share(place, written["of"]).pk for place in written["about"]],
            words=words,
            informant=informant,
            now=now,
            on=on,
        )
        by = informant.user or informant.entered_by
        if "file" in written:
            upload = SimpleUploadedFile(written["file"], (FOLDER / written["file"]).read_bytes())
            attach(report_id=report.pk, upload=upload, by=by, now=now)
        sent = send_report(report_id=report.pk, by=by, now=now, on=on).report
        if sent.state != written["state"] == ProgressState.ACKNOWLEDGED:
            now, on = self._moment(written["on"] + 1)
            acknowledge_report(report_id=report.pk, by=self.by, now=now, on=on)

    def question(self, written):
        share = self._share(written["about"], written["to"])
        asked_at, _on = self._moment(written["on"])
        ask(commitment_id=share.pk, text=written["text"], by=self.by, now=asked_at)
        if "answer" in written:
            answered_at, _on = self._moment(written["answered_on"])
            person = self.people[written["answered_by"]]
            answer(commitment_id=share.pk, text=written["answer"], by=person, now=answered_at)

    def _informant(self, written):
        if "by" in written:
            return Informant(came_by=CameBy.ACCOUNT, user=self.people[written["by"]])
        if "source" in written:
            source = {"source": written["source"], "source_words": written["source_words"]}
            return Informant(came_by=CameBy.ON_BEHALF, entered_by=self.by, **source)
        return Informant(came_by=CameBy.LINK, name=written["name"], post=written["post"], address=written["address"])

    def _moment(self, offset):
        """The time of day that it is now, and the conference's day, so many days from today."""
        away = datetime.timedelta(days=offset)
        return self.now + away, self.today + away

    def _share(self, place, code):
        return Commitment.objects.get(
            action__agreement__report=self.filed[place["meeting"]],
            action__agreement__parent=None,
            action__agreement__label=place["point"],
            action__position=place["action"] - 1,
            delegation__code=code,
        )
