"""Nouns for a thing, a text or an occasion, not for somebody who may act: over folded text."""

from __future__ import annotations

import re

_THING = re.compile(
    r"(?:plan|forum|workshop|meeting|report|guideline|memorandum|memo|project|programme|program|protocol|convention"
    r"|strategy|agenda|manual|matrix|seminar|declaration|statement|framework|policy|campaign|agreement|compact|pact"
    r"|process|protection|assistance|migration|right|topic|resolution|annex|document|proposal|presentation|training"
    r"|course|tool|toolkit|system|website|page|law|act|communique|calendar|schedule|summit|dialogue|initiative"
    r"|mechanism|concept|note|handbook|version|draft|rcm|crm|america|region|triangle|network|conference|city|session"
    r"|item|study|list|form|guide|map|visit|exercise|activit(?:y|ie)|polic(?:ie)|strategie|summar(?:y|ie)|day|week|year"
    r"|foro|taller|reunion|informe|lineamiento|guia|memorando|proyecto|programa|protocolo|convencion|convenio|estrategia"
    r"|matriz|seminario|declaracion|marco|politica|campana|acuerdo|pacto|proceso|proteccion|asistencia|migracion|derecho"
    r"|tema|resolucion|anexo|documento|propuesta|presentacion|capacitacion|curso|herramienta|sistema|sitio|pagina|ley"
    r"|comunicado|calendario|cronograma|cumbre|dialogo|iniciativa|mecanismo|nota|triangulo|norte|centroamerica|red"
    r"|conferencia|ciudad|sesion|punto|estudio|lista|formulario|mapa|visita|ejercicio|actividad)(?:e?s)?"
)
# Persons, and days: wherever they stand in a name.
_ANYWHERE = re.compile(
    r"\b(?:mr|mrs|ms|dr|vice|president|director[a]?|minister|ambassador|sr|sra|srta|senor|senora|vicepresidente"
    r"|ministr[oa]|embajador[a]?|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\b"
)
_BESIDE = re.compile(r"^(?:the|el|la|los|las) | ?\([^()]*\)")
_NUMBERED = re.compile(r"(?: (?:[ivx]+|\d+|[a-z]))+$")


def is_thing(noun: str) -> bool:
    return _THING.fullmatch(noun) is not None


def names_a_thing(name: str, language: str) -> bool:
    """Whether a folded name is a thing's: by its last noun in English ("Migration Institute" is none), its first in
    Spanish.
    """
    words = _NUMBERED.sub("", _BESIDE.sub("", name)).split()
    if not words or _ANYWHERE.search(name):
        return True
    return is_thing(words[-1] if language == "en" else words[0])
