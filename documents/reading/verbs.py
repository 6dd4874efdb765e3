"""The operative verbs of reports, in English and Spanish: which kind of agreement each opens."""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.reading.patterns import any_of

REQUESTS = frozenset({"request", "instruct", "urge", "encourage"})
FORCES = {"request": "requested", "instruct": "requested", "urge": "urged", "encourage": "urged"}
COURTESIES = frozenset({"thank", "take_note", "welcome", "congratulate", "recognize", "reaffirm"})
# What only acknowledges, decides on a text or puts an idea forward: nothing follows from it.
ACKNOWLEDGING = COURTESIES | {"accept", "approve", "adopt", "propose"}

_ENGLISH = {
    "thank": "thank|appreciate",
    "take_note": "take note|note",
    "welcome": "welcome",
    "congratulate": "congratulate|commend|applaud|praise",
    "recognize": "recognize|recognise|acknowledge|highlight|emphasize|emphasise|underline|underscore|stress|value",
    "reaffirm": "reaffirm|reiterate|renew|ratify|confirm its commitment",
    "accept": "accept",
    "approve": "approve|endorse",
    "adopt": "adopt",
    "request": "request|ask",
    "instruct": "instruct|task|entrust|mandate|direct|charge|assign|designate|appoint|commission",
    "urge": "urge|exhort|call on|call upon",
    "encourage": "encourage|invite|recommend|extend an invitation",
    "agree": "agree|decide|resolve",
    "undertake": "undertake|commit|pledge|promise",
    "offer": "offer|volunteer",
    "submit": "submit|present|forward|transmit|deliver",
    "propose": "propose|suggest",
    "inform": "inform|report|announce|share|communicate|notify|brief|advise|update|confirm",
    "other": "state|express|indicate|mention|explain|clarify|comment|point out|recall|consider|discuss|describe|observe"
    "|believe|hope|wish|regret|condemn|say|declare|remark|add|raise|support|hear|receive|examine|review|analyze|analyse"
    "|remind|inquire|plan|intend|expect|continue",
}
_IRREGULAR = {
    "take note": ("takes note", "took note", "taken note"),
    "undertake": ("undertakes", "undertook", "undertaken"),
    "say": ("says", "said", "said"),
    "hear": ("hears", "heard", "heard"),
    "call on": ("calls on", "called on", "called on"),
    "call upon": ("calls upon", "called upon", "called upon"),
    "extend an invitation": ("extends an invitation", "extended an invitation", "extended an invitation"),
    "point out": ("points out", "pointed out", "pointed out"),
    "confirm its commitment": ("confirms its commitment", "confirmed its commitment", "confirmed their commitment"),
}
# Folded. A stem that changes in the present stands after a slash, one of the past after a second.
_SPANISH = {
    "thank": "agradecer",
    "take_note": "tomar nota|tomar conocimiento|darse por enterado",
    "welcome": "dar la bienvenida|acoger|saludar|recibir con (?:beneplacito|agrado|satisfaccion)",
    "congratulate": "felicitar|encomiar",
    "recognize": "reconocer|destacar|resaltar|subrayar|valorar|enfatizar",
    "reaffirm": "reafirmar|reiterar|ratificar|renovar/renuev",
    "accept": "aceptar",
    "approve": "aprobar/aprueb|avalar|respaldar|endosar",
    "adopt": "adoptar",
    "request": "solicitar|pedir/pid/pid|requerir/requier/requir",
    "instruct": "encomendar/encomiend|instruir/instruy/instruy|encargar|mandatar|asignar|designar|delegar|comisionar"
    "|facultar|girar instrucciones",
    "urge": "instar|exhortar|hacer un llamado|hacer un llamamiento",
    "encourage": "alentar/alient|invitar|animar|recomendar/recomiend|extender una invitacion/extiend",
    "agree": "acordar/acuerd|decidir|resolver/resuelv|convenir/convien/convin",
    "undertake": "comprometer|asumir el compromiso|adquirir el compromiso/adquier",
    "offer": "ofrecer",
    "submit": "presentar|remitir|someter|elevar|entregar|transmitir",
    "propose": "proponer/propon/propus|sugerir/sugier/sugir",
    "inform": "informar|comunicar|anunciar|reportar|compartir|notificar|confirmar|dar a conocer|actualizar",
    "other": "manifestar/manifiest|expresar|indicar|senalar|mencionar|explicar|aclarar|comentar|considerar"
    "|recordar/recuerd"
    "|analizar|discutir|revisar|exponer/expon/expus|externar|lamentar|condenar|apoyar|escuchar|recibir|declarar"
    "|consultar"
    "|plantear|continuar|examinar",
}
_SPANISH_FORMS = {
    "tomar nota": ("toma nota", "toman nota", "tomo nota", "tomaron nota", "tomamos nota", "tomado nota"),
    "tomar conocimiento": ("toma conocimiento", "toman conocimiento", "tomo conocimiento", "tomaron conocimiento",
                           "tomamos conocimiento"),
    "darse por enterado": ("da por enterada?", "dan por enterad[oa]s", "dio por enterada?", "dieron por enterad[oa]s"),
    "dar la bienvenida": ("da la bienvenida", "dan la bienvenida", "dio la bienvenida", "dieron la bienvenida",
                          "damos la bienvenida", "dado la bienvenida"),
    "dar a conocer": ("da a conocer", "dan a conocer", "dio a conocer", "dieron a conocer", "dado a conocer"),
    "hacer un llamado": ("hace un llamado", "hacen un llamado", "hizo un llamado", "hicieron un llamado",
                         "hacemos un llamado"),
    "hacer un llamamiento": ("hace un llamamiento", "hacen un llamamiento", "hizo un llamamiento",
                             "hicieron un llamamiento", "hacemos un llamamiento"),
    "girar instrucciones": ("gira instrucciones", "giran instrucciones", "giro instrucciones", "giraron instrucciones"),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Verbs:
    """Folded form → kind, for each way a verb may stand; and the pattern of all forms of that way."""

    infinitive: dict[str, str]
    finite: dict[str, str]
    participle: dict[str, str]

    def pattern(self, way: str, kinds: frozenset[str] | None = None) -> str:
        forms: dict[str, str] = getattr(self, way)
        return any_of(form for form, kind in forms.items() if kinds is None or kind in kinds)

    def kind(self, form: str, *ways: str) -> str:
        """The kind of a form that matched `pattern` of one of the ways; an earlier way counts before a later one."""
        tables: list[dict[str, str]] = [getattr(self, way) for way in ways]
        return next(kind for forms in tables if (kind := _kind(form, forms)))


def _kind(form: str, forms: dict[str, str]) -> str | None:
    if form in forms:
        return forms[form]
    patterns = (pattern for pattern in forms if "[" in pattern or "?" in pattern)
    return next((forms[pattern] for pattern in patterns if re.fullmatch(pattern, form)), None)


@functools.cache
def verbs(language: str) -> Verbs:
    """The verbs of "en" or "es"."""
    table = Verbs({}, {}, {})
    rows, forms_of = (_ENGLISH, _english_forms) if language == "en" else (_SPANISH, _spanish_forms)
    for kind, listed in rows.items():
        for entry in re.split(r"\|(?![^(]*\))", listed):
            infinitive, finite, participles = forms_of(entry)
            table.infinitive.setdefault(infinitive, kind)
            for form in finite:
                table.finite.setdefault(form, kind)
            for form in participles:
                table.participle.setdefault(form, kind)
    return table


def _english_forms(entry: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    if entry in _IRREGULAR:
        third, past, participle = _IRREGULAR[entry]
    else:
        third = entry + ("es" if entry.endswith(("s", "sh", "ch")) else "s")
        past = participle = _english_past(entry)
        if entry.endswith("y") and entry[-2] not in "aeo":
            third = entry[:-1] + "ies"
    return entry, (entry, third, past), (participle,)


def _english_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeo":
        return base[:-1] + "ied"
    return base + base[-1] + "ed" if base in ("commit", "submit", "transmit", "plan") else base + "ed"


def _spanish_forms(entry: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    infinitive, _, stems = entry.partition("/")
    if infinitive in _SPANISH_FORMS:
        forms = _SPANISH_FORMS[infinitive]
        return infinitive, forms, tuple(form for form in forms if "ado " in form)
    verb, _, rest = infinitive.partition(" ")
    rest = f" {rest}" if rest else ""
    stem, ending = verb[:-2], verb[-2:]
    present, _, past = stems.partition("/")
    present = present or stem
    third, plural, preterite, preterite_plural, we, participle = {
        "ar": ("a", "an", "o", "aron", "amos", "ad[oa]s?"),
        "er": ("e", "en", "io", "ieron", "emos", "id[oa]s?"),
        "ir": ("e", "en", "io", "ieron", "imos", "id[oa]s?"),
    }[ending]
    finite = [present + third, present + plural, stem + preterite, stem + preterite_plural, stem + we]
    if past:
        finite += [past + end for end in ("io", "ieron", "o", "eron", "yo", "yeron")]
    finite += [f"(?:ha|han|habia|habian|haya) {stem}{participle}"]
    participles = [stem + participle] if infinitive not in ("proponer", "exponer") else [f"{stem[:-2]}uest[oa]s?"]
    return infinitive, tuple(form + rest for form in finite), tuple(form + rest for form in participles)
