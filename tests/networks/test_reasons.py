"""Why a row was changed: the system's own words in both languages, a person's as they were typed."""

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from networks.models import Network
from networks.reasons import MARK, in_both_languages, in_reader_language, is_reason
from networks.services import delete_recorded, save_recorded
from tests.factories import NetworkFactory, StaffFactory


def read(reason):
    found = {}
    for language in ("en", "es"):
        with translation.override(language):
            found[language] = in_reader_language(reason)
    return found


@pytest.mark.parametrize("who", ["en", "es"])
def test_whoever_acts_each_reader_reads_their_own_language(who):
    with translation.override(who):
        reason = in_both_languages(lambda why: f"{_('Filed')}: {why}", "como se acordó")
        assert translation.get_language() == who
    assert read(reason) == {"en": "Filed: como se acordó", "es": "Registrado: como se acordó"}


@pytest.mark.parametrize("typed", ["", None, "Filed", "Por nota verbal", f"half{MARK}and half"])
def test_what_is_typed_is_read_as_it_was_typed(typed):
    assert read(typed) == {"en": typed or "", "es": typed or ""}


def test_what_is_typed_is_never_taken_for_the_systems_own():
    typed = forms.CharField().clean(f"{MARK}Agreed{MARK}No acordado")
    assert read(typed) == dict.fromkeys(("en", "es"), f"Agreed{MARK}No acordado")
    within = in_both_languages(lambda: f"{_('Filed')}. {typed}")
    assert read(within) == {"en": "Filed. Agreed No acordado", "es": "Registrado. Agreed No acordado"}


@pytest.mark.django_db
def test_rows_are_found_by_what_the_system_said_of_them():
    staff, network = StaffFactory(), NetworkFactory()
    for reason in ("Filed", in_both_languages(lambda: _("Filed")), in_both_languages(lambda: _("Published")), "Filed!"):
        save_recorded(network, by=staff, reason=reason)
    delete_recorded(network, by=staff)
    found = Network.history.filter(is_reason("Filed")).order_by("history_id")
    assert [in_reader_language(row.history_change_reason) for row in found] == ["Filed", "Filed"]
