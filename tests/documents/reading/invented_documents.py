"""Reports and agendas of meetings nobody held, in every shape documents come in; with each what it says."""

from __future__ import annotations

import dataclasses
import datetime
import textwrap

from hypothesis import strategies as st

BODIES = {
    "en": {
        "consular-protection": "Liaison Officer Network for Consular Protection",
        "smuggling-trafficking": "Liaison Officer Network to Combat Migrant Smuggling and Trafficking in Persons",
        "migrant-children": "Liaison Officer Network for the Protection of Migrant Boys, Girls and Adolescents",
        "rcgm": "Regional Consultation Group on Migration",
    },
    "es": {
        "consular-protection": "Red de Funcionarios de Enlace de Protección Consular",
        "smuggling-trafficking": "Red de Funcionarios de Enlace para el Combate al Tráfico Ilícito de Migrantes"
        " y la Trata de Personas",
        "migrant-children": "Red de Funcionarios de Enlace para la Protección de Niñas, Niños y Adolescentes Migrantes",
        "rcgm": "Grupo Regional de Consulta sobre Migración",
    },
}
COUNTRIES = {
    "en": {
        "BZ": "Belize", "CA": "Canada", "CR": "Costa Rica", "DO": "the Dominican Republic", "SV": "El Salvador",
        "GT": "Guatemala", "HN": "Honduras", "MX": "Mexico", "NI": "Nicaragua", "PA": "Panama",
        "US": "the United States of America",
    },
    "es": {
        "BZ": "Belice", "CA": "Canadá", "CR": "Costa Rica", "DO": "República Dominicana", "SV": "El Salvador",
        "GT": "Guatemala", "HN": "Honduras", "MX": "México", "NI": "Nicaragua", "PA": "Panamá", "US": "Estados Unidos",
    },
}  # fmt: skip
PLACES = [
    ("Belmopan", "BZ"), ("Ottawa", "CA"), ("San José", "CR"), ("San Salvador", "SV"), ("Antigua Guatemala", "GT"),
    ("San Pedro Sula", "HN"), ("Puerto Vallarta", "MX"), ("Managua", "NI"), ("Boquete", "PA"), ("Santo Domingo", "DO"),
]  # fmt: skip
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
OPENINGS = {
    "en": [
        "To thank {country} for its update on the mobile help desks.",
        "To take note of the survey on waiting times that {country} presented.",
        "To request the Technical Secretariat to circulate the questionnaire by {date}.",
        "{country} offered to translate the leaflet before the next meeting of the network.",
        "The delegations agreed to name a contact for the exercise within forty-five days.",
        "To urge the countries to reply to the questionnaire in good time.",
        "Regarding the register of interpreters, {country} will send its observations by {date}.",
    ],
    "es": [
        "Agradecer a {country} la información sobre las oficinas móviles.",
        "Tomar nota de la encuesta sobre tiempos de espera que presentó {country}.",
        "Solicitar a la Secretaría Técnica que circule el cuestionario a más tardar el {date}.",
        "{country} ofreció traducir el folleto antes de la próxima reunión de la red.",
        "Las delegaciones acordaron designar un contacto para el ejercicio en un plazo de cuarenta días.",
        "Instar a los países a responder el cuestionario oportunamente.",
        "En cuanto al registro de intérpretes, {country} enviará sus observaciones antes del {date}.",
    ],
}
FOLLOWING = {
    "en": ["The questionnaire covers three years.", "An electronic copy is kept with the minutes."],
    "es": ["El cuestionario abarca tres años.", "Se conserva una copia electrónica junto con la minuta."],
}
CLOSINGS = {
    "en": ["The delegations thanked the host for its hospitality.", "Done in {city} on the last day of the meeting."],
    "es": [
        "Las delegaciones agradecieron al anfitrión su hospitalidad.",
        "Hecho en {city} el último día de la reunión.",
    ],
}
TOP_STYLES = ["{n}.", "{n})", "({n})", "{n}.-"]
CHILD_STYLES = ["{a}.", "{a})", "({a})", "{i}.", "{i})", "({i})", "{n}.{m}", "{n}.{m}."]
ROMAN = ["i", "ii", "iii", "iv", "v", "vi"]


@dataclasses.dataclass
class Invented:
    """The text of a report, and what a reader should find in it."""

    text: str
    language: str
    network: str
    starts_on: datetime.date
    ends_on: datetime.date
    city: str
    country: str
    participants: list[str]
    outline: list[tuple[str, list[str]]]
    paragraphs: dict[str, str]
    closing: list[str]
    has_heading: bool


def printed_days(language: str, first: datetime.date, last: datetime.date, style: int) -> str:
    month, year = MONTHS[language][first.month - 1], first.year
    if language == "es":
        if first == last:
            return f"{first.day} de {month} de {year}"
        return f"{first.day} {'y' if last.day - first.day == 1 else 'al'} {last.day} de {month} de {year}"
    if first == last:
        return [f"{month} {first.day}, {year}", f"{first.day} {month} {year}", f"{first.day} {month}, {year}"][style]
    return [f"{month} {first.day}-{last.day}, {year}", f"{first.day} - {last.day} {month} {year}",
            f"{first.day} to {last.day} {month}, {year}"][style]  # fmt: skip


def listed(names: list[str], language: str) -> str:
    joint = " y " if language == "es" else " and "
    return ", ".join(names[:-1]) + joint + names[-1]


@st.composite
def reports(draw, *, wrapped: bool | None = None) -> Invented:
    """A report without damage."""
    language = draw(st.sampled_from(["en", "es"]))
    network = draw(st.sampled_from(sorted(BODIES[language])))
    body = BODIES[language][network]
    city, country = draw(st.sampled_from(PLACES))
    country_name = COUNTRIES[language][country].removeprefix("the ")
    first = draw(st.dates(datetime.date(2005, 1, 1), datetime.date(2029, 12, 26)).filter(lambda day: day.day < 25))
    last = first + datetime.timedelta(days=draw(st.integers(0, 2)))
    days = printed_days(language, first, last, draw(st.integers(0, 2)))
    participants = draw(st.lists(st.sampled_from(sorted(COUNTRIES[language])), min_size=2, max_size=11, unique=True))
    names = listed([COUNTRIES[language][code] for code in participants], language)

    points, paragraphs, texts = [], [], {}
    top = draw(st.sampled_from(TOP_STYLES))
    below = draw(st.sampled_from(CHILD_STYLES))
    apart = draw(st.booleans())
    for n in range(1, draw(st.integers(2, 12)) + 1):
        text = _sentence(draw, language)
        paragraphs.append(f"{top.format(n=n)} {text}")
        texts[str(n)] = text
        if draw(st.integers(0, 4)) == 0:
            following = draw(st.sampled_from(FOLLOWING[language]))
            paragraphs.append(following)
            texts[str(n)] += f"\n\n{following}"
        children = []
        for m in range(1, draw(st.sampled_from([0, 0, 0, 1, 2, 3])) + 1):
            text = _sentence(draw, language)
            letter, roman = "abcdef"[m - 1], ROMAN[m - 1]
            paragraphs.append(f"{below.format(a=letter, i=roman, n=n, m=m)} {text}")
            children.append(letter if "{a}" in below else roman if "{i}" in below else str(m))
            texts[f"{n}.{children[-1]}"] = text
        points.append((str(n), children))

    has_heading = draw(st.booleans())
    heading = _heading(draw, language, body, city, country_name, days) if has_heading else []
    preamble = (
        f"The {body} held its meeting on {days} in {city}, {country_name}, with the participation of representatives"
        f" of {names}."
        if language == "en"
        else f"La {body} celebró su reunión el {days} en {city}, {country_name}, con la participación de representantes"
        f" de {names}."
    )
    announced = "The following was agreed:" if language == "en" else "Se acordó lo siguiente:"
    closing = draw(st.sampled_from([[], CLOSINGS[language][:1], CLOSINGS[language]]))
    closing = [text.format(city=city) for text in closing]

    width = draw(st.integers(62, 95)) if (draw(st.booleans()) if wrapped is None else wrapped) else None
    blocks = [preamble, announced, *paragraphs, *closing]
    lines = [*heading, ""] if heading else []
    for block in blocks:
        lines += textwrap.wrap(block, width, break_on_hyphens=False, break_long_words=False) if width else [block]
        if apart or width:
            lines.append("")
    return Invented(
        "\n".join(lines),
        language,
        network,
        first,
        last,
        city,
        country,
        participants,
        points,
        texts,
        closing,
        has_heading,
    )


def _sentence(draw, language: str) -> str:
    day, month = draw(st.integers(1, 28)), draw(st.integers(0, 11))
    name = MONTHS[language][month]
    date = f"{name} {day}" if language == "en" else f"{day} de {name}"
    country = draw(
        st.sampled_from(["Canada", "Costa Rica", "Honduras"] if language == "en" else ["Panamá", "Costa Rica"])
    )
    return draw(st.sampled_from(OPENINGS[language])).format(country=country, date=date)


def _heading(draw, language: str, body: str, city: str, country: str, days: str) -> list[str]:
    title = f"Report of the Meeting of the {body}" if language == "en" else f"Informe de la Reunión de la {body}"
    if draw(st.booleans()):
        title = title.upper()
    conference = (
        "REGIONAL CONFERENCE ON MIGRATION (RCM)" if language == "en" else "CONFERENCIA REGIONAL SOBRE MIGRACIÓN (CRM)"
    )
    lines = [conference] if draw(st.booleans()) else []
    lines.append(title)
    if draw(st.booleans()):
        return [*lines, f"{city}, {country}", days]
    return [*lines, f"{city}, {country}, {days}"]


DEBRIS = [
    "[bookmark: _GoBack]", "[bookmark: OLE_LINK7]", "\u00a0", "\u00ad", "\uf0b7 ", "  ", "\u200b", "ﬁ", "´", "\t", " .",
    "3.", "\n\n", "\n", "\n12\n", "\nPage 3 of 9\n", "\n- ", "\n• ", "\n1. ", "\nb) ", "\n(iv) ", "[", "]", "(", ":",
    "\n7\n", "Honduras", "9:15 - 9:30 ", "\n10:30\n", "\n[Lead: IOM]\n", "\nNote: ", "\x0c", "\x00", "½", "\r\n",
    "\n2.1. ", "\nII. ",
]  # fmt: skip


@st.composite
def damaged(draw, documents) -> str:
    """A document with debris put in anywhere, parts cut out and lines broken or run together."""
    document = draw(documents)
    text = document if isinstance(document, str) else document.text
    for _ in range(draw(st.integers(1, 10))):
        at = draw(st.integers(0, len(text)))
        match draw(st.sampled_from(["put", "cut", "run", "glue"])):
            case "put":
                text = text[:at] + draw(st.sampled_from(DEBRIS)) + text[at:]
            case "cut":
                text = text[:at] + text[at + draw(st.integers(1, 40)) :]
            case "run":
                text = text[:at] + text[at:].replace("\n", " ", draw(st.integers(1, 30)))
            case "glue":
                text = text[:at] + text[at:].replace(" ", "", 1)
    return text


@dataclasses.dataclass
class InventedAgenda:
    text: str
    language: str
    network: str
    starts_on: datetime.date
    city: str
    country: str
    entries: list[tuple[int, str, str, str, str, tuple[str, ...], int]]  # day, starts, ends, kind, title, leads, notes


TITLES = {
    "en": ["Opening words", "Reports on new practices", "Dialogue on seasonal workers", "Proposals of new activities"],
    "es": ["Palabras de apertura", "Informes sobre nuevas prácticas", "Diálogo sobre temporeros", "Nuevas actividades"],
}
BREAKS = {"en": ["Break", "Coffee break", "Lunch"], "es": ["Receso", "Pausa para café", "Almuerzo"]}
LEADS = {
    "en": [((), ""), (("PPT",), "[Leads: PPT]"), (("ALL",), "[Lead: All delegations]"),
           (("HN", "MX"), "[Lead: Honduras and Mexico]"), (("IOM", "RNCOM"), "[Lead: IOM/RNCOM]")],
    "es": [((), ""), (("PPT",), "[Responsable: PPT]"), (("ALL",), "[A cargo de: Todas las delegaciones]"),
           (("HN", "MX"), "[Responsables: Honduras y México]"), (("IOM",), "[Responsable: OIM]")],
}  # fmt: skip
NOTES = {
    "en": ["• A background paper will be circulated.", "Note: please be brief."],
    "es": ["• Se circulará un documento de antecedentes.", "Nota: se ruega brevedad."],
}


@st.composite
def agendas(draw) -> InventedAgenda:
    """An agenda without damage."""
    language = draw(st.sampled_from(["en", "es"]))
    network = draw(st.sampled_from(sorted(BODIES[language])))
    city, country = draw(st.sampled_from(PLACES))
    first = draw(st.dates(datetime.date(2005, 1, 1), datetime.date(2029, 12, 26)).filter(lambda day: day.day < 25))
    country_name = COUNTRIES[language][country].removeprefix("the ")
    what = "Meeting of the" if language == "en" else "Reunión de la"
    lines = [f"{what} {BODIES[language][network]}", f"{city}, {country_name}", printed_days(language, first, first, 1)]
    lines += ["", "PRELIMINARY AGENDA" if language == "en" else "AGENDA PRELIMINAR", ""]
    dash = draw(st.sampled_from(["-", " – ", " - "]))
    clock = draw(st.sampled_from(["{:02d}:{:02d}", "{:d}:{:02d}", "{:02d}h{:02d}", "{:d}.{:02d}"]))
    gap = draw(st.sampled_from(["\t", " ", "   "]))
    inline = draw(st.booleans())
    days = draw(st.integers(1, 3))
    entries = []
    for day in range(1, days + 1):
        if days > 1:
            lines += ["", f"Day {day}" if language == "en" else f"Día {day}"]
        minute = 8 * 60 + draw(st.integers(0, 6)) * 10
        for _ in range(draw(st.integers(2, 6))):
            ends = minute + draw(st.integers(1, 9)) * 10
            is_break = draw(st.integers(0, 3)) == 0
            title = draw(st.sampled_from(BREAKS[language] if is_break else TITLES[language]))
            leads, written = ((), "") if is_break else draw(st.sampled_from(LEADS[language]))
            notes = 0 if is_break else draw(st.integers(0, 2))
            time = f"{clock.format(*divmod(minute, 60))}{dash}{clock.format(*divmod(ends, 60))}"
            lines.append(f"{time}{gap}{title}" + (f" {written}" if inline and written else ""))
            if written and not inline:
                lines.append(written)
            lines += NOTES[language][:notes]
            if draw(st.booleans()):
                lines.append("")
            entries.append((day, _clock(minute), _clock(ends), "break" if is_break else "session", title, leads, notes))
            minute = ends
    return InventedAgenda("\n".join(lines), language, network, first, city, country, entries)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
