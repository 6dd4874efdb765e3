"""The sample: an invented conference, stored by the same verbs as a real one."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from actions.models import Commitment, CommitmentStatus, DeadlineKind, Lineage, TakesUp
from actions.phrases import which_meeting
from actions.services.assigning import add_action
from actions.services.editing import add_agreement, set_fields, start_report, write_report
from actions.services.filing import file_report
from actions.services.following import change_status, join_call
from actions.services.lineage import named_point
from meetings.models import AgendaItemKind, Meeting
from meetings.services import ItemPlan, make_meeting, move_meeting, record_attendance, set_agenda
from networks.models import Conference, Delegation, Designation, Network, Presidency, Role, User
from networks.services import load_conference, public_change, save_recorded, system_user

from .annexes import add_document
from .bringing_in import bring_in
from .reading import read_upload
from .sample_progress import load_progress
from .sample_texts import FOLDER, Calendar, as_text, meetings, opening, people

LANGUAGES = ("en", "es")
FILED_AFTER = datetime.timedelta(days=6)


class CannotLoadSample(Exception):
    """The sample is not loaded here; the message may be shown to the user."""


def load_sample(*, today, now):
    """Store the sample as it stands on the day `today`. Gives who may sign in: a list of (e-mail, password).

    Effects, all or none but the last: names, persons, meetings with their reports and agendas, what was informed of
    since; then one document brought in and read, left in review. Raises CannotLoadSample where anything is stored.
    """
    with public_change():
        if Meeting.objects.exists() or Conference.objects.exists():
            raise CannotLoadSample(
                _("There is a conference here already: the sample is loaded into an empty database only.")
            )
        load_conference(by=system_user())
        loader = _Loader(today=today, now=now)
        loader.load()
    if loader.draft:
        upload = bring_in(content=loader.draft[1], name=loader.draft[0], by=loader.by, now=now)
        read_upload(upload_id=upload.pk, now=now)
    return loader.sign_ins


class _Loader:
    def __init__(self, *, today, now):
        self.written = meetings()
        self.calendar = Calendar.of(self.written, today=today)
        self.today, self.now = today, now
        self.delegations = {one.code: one for one in Delegation.objects.all()}
        self.networks = {one.slug: one for one in Network.objects.all()}
        self.sign_ins = []
        self.draft = None
        self.by = None

    def load(self):
        self._load_people()
        for written in self.written:
            if "file" in written:
                self.draft = (written["file"], self._as_file(written))
                continue
            meeting = self._meeting(written)
            self._documents(meeting, written)
            if written.get("planned"):
                self._agenda(meeting, written)
            else:
                self._report(meeting, written)
        # What was informed of comes after all reports: a later one may be why.
        for written in self.written:
            self._news(written)
        filed = {written["key"]: written["report"] for written in self.written if "report" in written}
        load_progress(filed=filed, by=self.by, today=self.today, now=self.now)
        for written in self.written:
            self._move(written)
        self._open_to_the_public()

    def _load_people(self):
        data = people()
        for row in data["staff"]:
            person = User(
                name=row["name"],
                email=row["email"],
                language=row["language"],
                is_staff=True,
                is_superuser=row["administrator"],
            )
            person.set_password(row["password"])
            save_recorded(person, by=system_user())
            self.by = self.by or person
            self.sign_ins.append((row["email"], row["password"]))
        since = self.today - datetime.timedelta(days=800)
        for number, row in enumerate(data["officers"], start=1):
            person = User(name=row["name"], email=f"officer{number}@example.org", language=row["language"])
            person.set_unusable_password()
            save_recorded(person, by=self.by)
            designation = Designation(
                person=person,
                role=row.get("role", Role.LIAISON_OFFICER),
                delegation=self.delegations[row["delegation"]],
                network=self.networks.get(row.get("network")),
                starts_on=since,
                post=row["post"],
                phone=f"+000 555 {number:04}",  # no country has this code
            )
            save_recorded(designation, by=self.by)
        for row in data["presidencies"]:
            year = self.today.year + row["year"]
            if not Presidency.objects.filter(starts_on__year=year).exists():
                presidency = Presidency(
                    delegation=self.delegations[row["delegation"]],
                    starts_on=datetime.date(year, 1, 1),
                    ends_on=datetime.date(year, 12, 31),
                )
                save_recorded(presidency, by=self.by)

    def _open_to_the_public(self):
        row = Conference.objects.get(pk=1)
        set_fields(row, {"is_sample": True, "public_follow_up": True}, by=self.by)

    def _present(self, written):
        return [self.delegations[code] for code in written["present"]]

    def _meeting(self, written):
        first, last = self.calendar.meeting_days(written | {"starts": written.get("first_planned", written["starts"])})
        meeting = make_meeting(
            network=self.networks[written["network"]],
            starts_on=first,
            ends_on=last,
            by=self.by,
            on=self.today,
            city=written["city"],
            country=self.delegations[written["country"]],
            ordinal=written.get("ordinal"),
            is_public=True,
        )
        if "present" in written:
            record_attendance(meeting=meeting, delegations=self._present(written), by=self.by)
        written["row"] = meeting.pk
        return meeting

    def _documents(self, meeting, written):
        for document in written.get("documents", []):
            add_document(
                meeting_id=meeting.pk,
                upload=SimpleUploadedFile(document["file"], (FOLDER / document["file"]).read_bytes()),
                title_en=document["en"],
                title_es=document["es"],
                language=document["language"],
                distribution=document["for"],
                by=self.by,
                now=self.now,
            )

    def _move(self, written):
        if "first_planned" in written:
            first, last = self.calendar.meeting_days(written)
            reason = written["moved_because"]
            move_meeting(meeting_id=written["row"], starts_on=first, ends_on=last, by=self.by, reason=reason)

    def _opening(self, written, language):
        return opening(
            written,
            network=self.networks[written["network"]],
            country=self.delegations[written["country"]],
            present=self._present(written),
            language=language,
            calendar=self.calendar,
        )

    def _as_file(self, written):
        language = written["original"]
        parts = self._opening(written, language)
        return as_text(parts, written["points"], language=language, calendar=self.calendar).encode()

    def _report(self, meeting, written):
        report = start_report(meeting_id=meeting.pk, by=self.by, language=written["original"])
        texts = {}
        for language in LANGUAGES:
            texts |= self._opening(written, language)
        write_report(report_id=report.pk, by=self.by, **texts)
        for point in written["points"]:
            agreement = self._point(report, point, written)
            for sub_item in point.get("under", []):
                self._point(report, sub_item, written, under_id=agreement.pk)
        filed_on = min(meeting.ends_on + FILED_AFTER, self.today)
        file_report(
            report_id=report.pk,
            by=self.by,
            on=filed_on,
            now=self.now,
            publish=written.get("published", True),
            followed=written["followed"],
        )
        written["report"] = report.pk

    def _point(self, report, point, written, under_id=None):
        texts = self._in_both("text_{}", point)
        agreement = add_agreement(report_id=report.pk, by=self.by, under_id=under_id, kind=point["kind"], **texts)
        for action in point.get("do", []):
            row = add_action(
                agreement_id=agreement.pk,
                by=self.by,
                owners=action["who"],
                force=action.get("force", "undertaken"),
                fulfilment="jointly" if action.get("jointly") else "each",
                **self._in_both("what_{}", action if "en" in action else point, cut=True),
                **self._in_both("condition_{}", action, "if_{}"),
                **self._in_both("phrase_{}", action, "until_{}"),
                **self._deadline(action),
            )
            action["row"] = row.pk
        for reference in point.get("refers", []):
            row = Lineage(agreement=agreement, **self._reference(reference, written["original"]))
            save_recorded(row, by=self.by)
        return agreement

    def _in_both(self, field, row, key="{}", cut=False):
        texts = {
            field.format(language): self.calendar.filled(row.get(key.format(language), ""), language)
            for language in LANGUAGES
        }
        return {name: text.rstrip(".;") for name, text in texts.items()} if cut else texts

    def _deadline(self, action):
        due = action.get("due", {})
        if "day" in due:
            return {"deadline_kind": DeadlineKind.DATE, "deadline_on": self.calendar.day(due["day"])}
        if "event" in due:
            return {
                "deadline_kind": DeadlineKind.EVENT,
                "deadline_body_id": self.networks[due["event"]].pk,
                "deadline_offset_days": action.get("offset", 0),
                "deadline_which": which_meeting(action["until_en"]),
            }
        for unit, amount in due.items():
            return {"deadline_kind": DeadlineKind.PERIOD, "deadline_unit": unit, "deadline_amount": amount}
        return {}

    def _reference(self, reference, language):
        place = self.calendar.places[reference["to"]]
        first, _last = self.calendar.meeting_days(place)
        return {
            "phrase": self.calendar.filled(reference[f"phrase_{language}"], language),
            "network": self.networks[place["network"]],
            "on": first,
            "city": place["city"],
            "number": reference["number"],
        }

    def _agenda(self, meeting, written):
        if "agenda" not in written:
            return
        first, second = written["original"], "es" if written["original"] == "en" else "en"
        items = set_agenda(
            meeting=meeting,
            items=[self._item(item, first) for item in written["agenda"]],
            language=first,
            by=self.by,
        )
        for item, source in zip(items, written["agenda"], strict=True):
            self._translate(item, source, second)
            for child, sub_source in zip(item.children.order_by("position"), source.get("under", []), strict=True):
                self._translate(child, sub_source, second)
            for reference in source.get("takes_up", []):
                row = TakesUp(item=item, **self._reference(reference, first))
                row.agreement = named_point(row)
                save_recorded(row, by=self.by)

    def _item(self, item, language):
        return ItemPlan(
            title=item[language],
            day=item.get("day", 1),
            starts_at=item.get("from"),
            ends_at=item.get("until"),
            kind=AgendaItemKind.BREAK if item.get("break") else AgendaItemKind.SESSION,
            notes=item.get(f"notes_{language}", ""),
            leads=[self.delegations.get(code, code) for code in item.get("leads", [])],
            children=[self._item(child, language) for child in item.get("under", [])],
        )

    def _translate(self, item, source, language):
        texts = {f"title_{language}": source[language], f"notes_{language}": source.get(f"notes_{language}", "")}
        set_fields(item, texts, by=self.by)

    def _news(self, written):
        for point in written.get("points", []):
            for part in (point, *point.get("under", [])):
                for action in part.get("do", []):
                    self._what_became_of(action)

    def _what_became_of(self, action):
        for join in action.get("joins", []):
            for code in join["of"]:
                on = self.today + datetime.timedelta(days=join["on"])
                joins = self.delegations[code]
                join_call(action_id=action["row"], delegation=joins, by=self.by, on=on, words=join["out_of"])
        shares = {one.delegation.code: one for one in _shares(action["row"])}
        for news in action.get("news", []):
            for code in news["of"]:
                share = shares[code]
                share.refresh_from_db(fields=["status"])
                # A share of a joint action may be closed by another's news.
                if share.status != CommitmentStatus(news["status"]):
                    change_status(
                        commitment_id=share.pk,
                        status=CommitmentStatus(news["status"]),
                        by=self.by,
                        on=self.today + datetime.timedelta(days=news["on"]),
                        outcome=news["outcome"],
                    )


def _shares(action_id):
    return Commitment.objects.filter(action=action_id).select_related("delegation")
