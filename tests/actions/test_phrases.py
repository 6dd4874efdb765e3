"""What a deadline's words say of the meeting they mean, in both languages."""

import pytest

from actions.phrases import which_meeting


@pytest.mark.parametrize(
    "phrase",
    [
        "before the next RCGM meeting",
        "one day before the next meeting of the RCGM",
        "at its next meeting",
        "at the forthcoming Vice-Ministerial Meeting",
        "during the upcoming meeting of the Network",
        "at the following meeting of the Group",
        "following the next meeting of the RCGM",
        "at the subsequent meeting",
        "antes de la próxima reunión del GRCM",
        "en la próxima Reunión Viceministerial",
        "en su siguiente reunión",
        "a más tardar en la reunión siguiente del Grupo",
        "durante las próximas reuniones de la Red",
        "en la reunión próxima a celebrarse",
    ],
)
def test_the_next_meeting(phrase):
    assert which_meeting(phrase) == which_meeting(phrase.upper()) == "next"


@pytest.mark.parametrize(
    "phrase",
    [
        "at the RCGM on 9 June 2016",
        "before the meeting of the RCGM",
        "at the Vice-Ministerial Meeting in November 2016",
        "following the meeting of the RCGM",
        "the week after the meeting of the RCGM",
        "at the meeting of the RCGM next month",
        "subsequent to the meeting of the RCGM",
        "antes de la Reunión Viceministerial",
        "en la reunión del GRCM el próximo mes",
        "el día siguiente a la reunión del GRCM",
        "en la reunión del GRCM del año siguiente al informe",
        "",
    ],
)
def test_the_meeting_beside_this_one(phrase):
    assert which_meeting(phrase) == "adjoining"
