"""Who is named in a text: delegations under all their names, audiences, names that nobody told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from documents.reading.owners import find_parties
from tests.documents.reading.names import CONFERENCE


def named(text, language="en"):
    return [
        (name, text[start:end]) for name, start, end in find_parties(text, language=language, vocabulary=CONFERENCE)
    ]


def names(text, language="en"):
    return [name for name, _written in named(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "IOM/RNCOM", ["IOM", "RNCOM"]),
        ("en", "United States/IOM", ["US", "IOM"]),
        ("en", "Honduras and Mexico", ["HN", "MX"]),
        (
            "en",
            "Canada, the Dominican Republic, El Salvador and the United States of America",
            ["CA", "DO", "SV", "US"],
        ),
        ("en", "Dominican Republic El Salvador", ["DO", "SV"]),
        ("en", "the U.S., USA, U.S.A.", ["US", "US", "US"]),
        ("es", "EE.UU., EE. UU. y EEUU", ["US", "US", "US"]),
        ("es", "Belice, Canadá, México, Panamá y la República Dominicana", ["BZ", "CA", "MX", "PA", "DO"]),
        ("es", "los Estados Unidos Mexicanos y los Estados Unidos", ["MX", "US"]),
        ("es", "la OIM, el ACNUR, el CICR, la OIT y la UE", ["IOM", "UNHCR", "ICRC", "ILO", "EU"]),
        ("en", "the Presidency Pro Tempore (PPT) and the Technical Secretariat (TS)", ["PPT", "TS"]),
        ("es", "la Presidencia Pro-Témpore y la Secretaría Técnica (ST)", ["PPT", "TS"]),
        ("es", "la Secretaría y la Presidencia", ["TS", "PPT"]),
        ("es", "MEXICO Y HONDURAS", ["MX", "HN"]),
        ("en", "the General Secretariat of SICA", ["SICA"]),
        ("en", "civil society, through RNCOM, and IOM", ["RNCOM", "IOM"]),
        ("en", "UNICEF Mexico", ["UNICEF"]),
        ("en", "it tells us what states do", []),
        ("en", "the workshop in Tegucigalpa, Honduras", []),
        ("en", "the CA-4 rules on CO2", []),
    ],
)
def test_delegations_under_their_names(language, text, expected):
    assert names(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Member Countries", "MEMBERS"),
        ("en", "the RCM Member Countries", "MEMBERS"),
        ("en", "all countries", "MEMBERS"),
        ("en", "each Member Country", "MEMBERS"),
        ("en", "the liaison officers", "MEMBERS"),
        ("en", "the Focal Points of the Member Countries of the RCM", "MEMBERS"),
        ("en", "interested Member Countries", "INTERESTED"),
        ("en", "the interested countries", "INTERESTED"),
        ("en", "countries wishing to", "INTERESTED"),
        ("en", "All delegations", "ALL"),
        ("en", "the delegations", "ALL"),
        ("en", "the Network", "NETWORK"),
        ("es", "los Países Miembros de la CRM", "MEMBERS"),
        ("es", "todos los países", "MEMBERS"),
        ("es", "cada país", "MEMBERS"),
        ("es", "los puntos focales", "MEMBERS"),
        ("es", "los países interesados", "INTERESTED"),
        ("es", "los países que estén interesados", "INTERESTED"),
        ("es", "todas las delegaciones", "ALL"),
        ("es", "la Red", "NETWORK"),
    ],
)
def test_audiences(language, text, expected):
    assert named(text, language) == [(expected, text)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "countries of origin and destination"),
        ("en", "both countries"),
        ("en", "third countries"),
        ("en", "some Member Countries"),
        ("es", "los países de origen"),
        ("es", "ambos países"),
        ("es", "terceros países"),
    ],
)
def test_not_every_country_is_a_member(language, text):
    assert named(text, language) == []


def test_in_a_bare_list_a_name_that_nobody_told_is_given_as_written():
    assert named("Save the Children, the IOM and Mexico") == [
        ("Save the Children", "Save the Children"),
        ("IOM", "the IOM"),
        ("MX", "Mexico"),
    ]
    assert named("Save the Children spoke to Mexico.") == [("MX", "Mexico")]


@pytest.mark.parametrize(
    ("language", "text", "owners"),
    [
        ("en", "The delegations of Belize and Panama will act.", ["BZ", "PA"]),
        ("en", "The Government of Honduras, through the TS, will act.", ["HN"]),
        ("en", "The Ministry of Foreign Affairs of Honduras will act.", ["HN"]),
        ("en", "IOM, in coordination with the TS and the PPT, will act.", ["IOM"]),
        ("en", "Honduras, as PPT, will act.", ["HN"]),
        ("en", "The PPT (Honduras) will act.", ["PPT"]),
        ("en", "Member Countries and IOM will act.", ["MEMBERS", "IOM"]),
        ("en", "The Regional Coalition will act.", ["Regional Coalition"]),
        ("en", "The Bank for Safe Harbours (BSH) will act.", ["Bank for Safe Harbours"]),
        ("en", "Chile will act.", ["Chile"]),
        ("en", "The Vice-Ministers will act.", ["Vice-Ministers"]),
        ("en", "The countries of the Northern Triangle will act.", ["countries of the Northern Triangle"]),
        ("en", "A working group made up of Belize and IOM will act.", ["working group"]),
        ("en", "The Liaison Officer Network for Consular Protection will act.", ["NETWORK"]),
        ("en", "The Work Plan will act.", None),
        ("en", "The Global Consular Forum will act.", None),
        ("en", "Topics will act.", None),
        ("es", "Las delegaciones de Belice y Panamá actuarán.", ["BZ", "PA"]),
        ("es", "El Gobierno de Honduras, a través de la ST, actuará.", ["HN"]),
        ("es", "La OIM, en coordinación con la ST, actuará.", ["IOM"]),
        ("es", "La Coalición Regional actuará.", ["Coalición Regional"]),
        ("es", "El Banco de Puertos Seguros actuará.", ["Banco de Puertos Seguros"]),
        ("es", "El Plan de Trabajo actuará.", None),
    ],
)
def test_who_acts(language, text, owners):
    meeting = MeetingContext(network="consular-protection")
    actions = analyse(text, language=language, vocabulary=CONFERENCE, meeting=meeting).actions

    assert [action.owners for action in actions] == ([owners] if owners else [])


@settings(max_examples=200)
@given(
    text=st.one_of(
        st.text(max_size=150),
        st.lists(
            st.sampled_from(["Mexico", "IOM", "the", "TS", ",", "and", "Y", "República", "Dominicana", "EE.UU.",
                             "(PPT)",
                             "Member", "Countries", "la", "Red", "Bank of", "ﬁ", "\n"]),
            max_size=20,
        ).map(" ".join),
    ),
    language=st.sampled_from(["en", "es"]),
)  # fmt: skip
def test_any_text_is_read_and_nobody_is_named_twice_in_one_place(text, language):
    position = 0
    for name, start, end in find_parties(text, language=language, vocabulary=CONFERENCE):
        assert name
        assert position <= start < end <= len(text)
        position = end
