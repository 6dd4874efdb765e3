"""Which form is open on the review page: one at a time, named by the page's address."""

import dataclasses

from django import forms

from actions.models import AgreementKind, DeadlineKind
from actions.stamps import ACTION_FIELDS, AGREEMENT_FIELDS, REPORT_TEXTS, owner_key, stamp
from documents.services.headings import heading_stamp

from .forms import (
    ActionForm,
    AgreementForm,
    AttendanceForm,
    BodyForm,
    DraftForm,
    HeadingForm,
    KnownBodyForm,
    SplitForm,
    TextsForm,
)


@dataclasses.dataclass
class Opened:
    """place: what the address calls it: heading, texts, agreement-12, action-7, add, add-12, under-12, split-12,
    body-The Coalition, known-The Coalition…

    theirs: (label, value) of what somebody else wrote since the form was opened.
    """

    place: str
    form: DraftForm
    theirs: list = dataclasses.field(default_factory=list)

    def show_theirs(self, fresh):
        """Show what somebody else wrote, field by field; saving again replaces it knowingly."""
        if fresh is None:
            return
        now = fresh.form.initial
        self.form.data = self.form.data.copy()
        self.form.data["seen"] = now.get("seen", "")
        for field in self.form:
            there = fresh.form.fields[field.name].prepare_value(now.get(field.name))
            if field.name != "seen" and str(there or "") != str(field.value() or "").replace("\r\n", "\n"):
                self.theirs.append((field.label, _in_words(fresh.form.fields[field.name], there)))


def _in_words(field, value):
    """What a form's field holds, as its list calls it where it has one."""
    listed = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    return next((label for key, label in listed.items() if str(key) == str(value)), value)


def opened_at(review, place):
    """The form at a place of the page with what stands there now, or None where there is nothing to open."""
    what, _dash, key = place.rpartition("-")
    if place in _WHOLE_PAGE:
        form = _WHOLE_PAGE[place](review)
    elif place.startswith(("body-", "known-")):
        form = who_is(place)
    elif what in _AT_AGREEMENT and key.isdecimal():
        shown = next((one for one in review.agreements if one.agreement.pk == int(key)), None)
        form = _AT_AGREEMENT[what](shown) if shown else None
    elif what == "action" and key.isdecimal():
        actions = (one.action for shown in review.agreements for one in shown.actions)
        action = next((action for action in actions if action.pk == int(key)), None)
        form = _action(action) if action else None
    else:
        form = None
    return Opened(place, form) if form is not None else None


def who_is(place):
    """The form that says who a body is, as the page calls it: body- or known- and the name as written."""
    what, _dash, name = place.partition("-")
    return (KnownBodyForm if what == "known" else BodyForm)(initial={"as_written": name})


def heading_form(upload, meetings):
    """The form of what a document says of its meeting; meetings: those offered."""
    values = {
        "seen": heading_stamp(upload),
        "meeting": upload.meeting_id,
        "network": upload.network_id,
        "starts_on": upload.starts_on,
        "ends_on": upload.ends_on,
        "city": upload.city,
        "country": upload.country_id,
        "venue": upload.venue,
        "participants": upload.participants,
    }
    return HeadingForm(initial=values, meetings=meetings)


def _heading(review):
    if review.upload is None:
        return AttendanceForm(initial={"participants": [delegation.code for delegation in review.present]})
    return heading_form(review.upload, review.meetings)


def _texts(review):
    return TextsForm(initial={field: getattr(review.report, field) for field in REPORT_TEXTS} | {"seen": review.stamp})


def _agreement(shown):
    agreement = shown.agreement
    values = {field: getattr(agreement, field) for field in AGREEMENT_FIELDS}
    return AgreementForm(initial=values | {"seen": stamp(agreement)})


def _split(shown):
    return SplitForm(text=shown.text, initial={"seen": stamp(shown.agreement)})


def _new_agreement(_place):
    return AgreementForm(initial={"kind": AgreementKind.OTHER})


def _new_action(_shown):
    return ActionForm(initial={"deadline_kind": DeadlineKind.NONE})


def _action(action):
    values = {field.removesuffix("_id"): getattr(action, field) for field in ACTION_FIELDS}
    values["owners"] = [owner_key(owner) for owner in action.owners.all()]
    return ActionForm(initial=values | {"seen": stamp(action)})


_WHOLE_PAGE = {"heading": _heading, "texts": _texts, "add": _new_agreement}
_AT_AGREEMENT = {
    "agreement": _agreement,
    "split": _split,
    "add": _new_agreement,
    "under": _new_agreement,
    "add-action": _new_action,
}
