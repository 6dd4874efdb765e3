"""How a sentence names a body or a delegation after a preposition."""

import json
from pathlib import Path

import pytest

from networks.models import Delegation, DelegationKind
from networks.names import of_delegation, of_the

SHIPPED = Path(__file__).resolve().parents[2] / "networks" / "data" / "conference.json"


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("Red de Protección Consular", "de la Red de Protección Consular"),
        ("Reunión Viceministerial", "de la Reunión Viceministerial"),
        ("Grupo Regional de Consulta", "del Grupo Regional de Consulta"),
        ("Comité Ad Hoc", "del Comité Ad Hoc"),
        ("Sistema de la Integración", "del Sistema de la Integración"),
    ],
)
def test_a_body_after_a_preposition(name, phrase):
    assert of_the(name, "es") == phrase


def test_a_delegation_after_a_preposition():
    rows = {row["code"]: row for row in json.loads(SHIPPED.read_text("utf-8"))["delegations"]}
    fields = {"name_en": "en", "name_es": "es", "formal_en": "formal_en", "formal_es": "formal_es", "kind": "kind"}
    phrases = {
        code: (of_delegation(shipped, "en"), of_delegation(shipped, "es"))
        for code in ("CA", "DO", "SV", "MX", "US", "AR", "UNHCR", "UNDP", "EU", "RNCOM", "PPT")
        for shipped in [Delegation(**{field: rows[code][name] for field, name in fields.items()})]
    }
    assert phrases == {
        "CA": ("of Canada", "de Canadá"),
        "DO": ("of the Dominican Republic", "de la República Dominicana"),
        "SV": ("of El Salvador", "de El Salvador"),
        "MX": ("of Mexico", "de México"),
        "US": ("of the United States", "de los Estados Unidos"),
        "AR": ("of Argentina", "de Argentina"),
        "UNHCR": (
            "of the United Nations High Commissioner for Refugees",
            "del Alto Comisionado de las Naciones Unidas para los Refugiados",
        ),
        "UNDP": (
            "of the United Nations Development Programme",
            "del Programa de las Naciones Unidas para el Desarrollo",
        ),
        "EU": ("of the European Union", "de la Unión Europea"),
        "RNCOM": (
            "of the Regional Network of Civil Society Organizations for Migration",
            "de la Red Regional de Organizaciones Civiles para las Migraciones",
        ),
        "PPT": ("of the Presidency Pro-Témpore", "de la Presidencia Pro-Témpore"),
    }


def test_a_body_that_is_called_by_a_bare_name_keeps_it():
    named = {"name_en": "Hands at Work", "name_es": "Manos a la Obra"}
    formal = {"formal_en": "Hands at Work", "formal_es": "Manos a la Obra"}
    bodies = [
        Delegation(kind=DelegationKind.OTHER, **named),
        Delegation(kind=DelegationKind.ORGANISATION, **named, **formal),
    ]
    assert {of_delegation(one, "en") for one in bodies} == {"of Hands at Work"}
    assert {of_delegation(one, "es") for one in bodies} == {"de Manos a la Obra"}
