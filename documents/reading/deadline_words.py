"""The words around a deadline, in English and Spanish, over folded text."""

from __future__ import annotations

import dataclasses

from documents.reading.patterns import any_of


@dataclasses.dataclass(frozen=True)
class DeadlineWords:
    """Sources of patterns, and what units amount to.

    limit, before, after, at: what leads to a time; `limit` and `before` always mean an end.
    latest: what may follow ("at the latest"). the: an optional article after `before` and its like.
    coming: what may stand before a day that is still to come.
    period_lead, period_tail: around an amount of time; the group `the_meeting` is what is only called "the meeting".
    another_meeting: words before it that may be what it means. units: folded unit → (unit, how many of them).
    edge: before a month or a year → day of month, None its last.
    """

    limit: str
    before: str
    after: str
    at: str
    on: str
    inside: str
    latest: str
    the: str
    coming: str
    period_lead: str
    period_tail: str
    another_meeting: str
    other_start: str
    units: dict[str, tuple[str, int]]
    edges: dict[str, int | None]
    edge_of: str
    part_of: str
    to_be_held: str
    place: str
    dated: str
    described: str
    event_noun: str
    this_year: str
    working: str


_EN = DeadlineWords(
    limit=any_of(
        "by no later than|by not later than|no later than|not later than|at the latest by|at the latest on|on or before"
        "|at the latest in|up until|until|till|by"
    ),
    before=any_of("in advance of|ahead of|previous to|prior to|before"),
    after=any_of("following|after"),
    at=any_of("on the occasion of|in the framework of|on the margins of|in the margins of|during|within|at|in|for|to"),
    on=any_of("on|between|from|at|in"),
    inside=any_of("in|during|at|within|over|around"),
    latest=r"(?:,? ?(?:at the (?:very )?latest|or (?:earlier|sooner|before)))?",
    the=r"(?:(?:the|its|their|our|a|an) )?",
    coming=r"(?:(?:next|(?:this )?coming|upcoming) )?",
    period_lead=any_of(
        [
            r"(?:with)?in (?:a |the )?(?:maximum )?(?:period|term|time ?frame|timeline"
            r"|deadline)(?: of)?(?: no (?:more|longer) than)?",
            r"(?:with)?in (?:a maximum of|no (?:more|longer) than|at most|up to)",
            "(?:with)?in the (?:next|following|coming)",
            "over the (?:next|following|coming)",
            "during the (?:next|following|coming)",
            r"(?:(?:with)?in|during) the(?= [^.,;:]{1,40} (?:after|following) (?:this|the present|the) meeting\b)",
            "no later than",
            "within",
            "in",
        ]
    ),
    period_tail=(
        r"(?:'s?)?(?: time)?(?: (?:from|after|following|of) (?:the (?:date|end|close|conclusion) of )?"
        r"(?:(?:this|the present) meeting|(?P<the_meeting>the meeting)(?=$|[.;:)\n]"
        r"|,(?! (?:of|which|to be|to take|held|scheduled|planned)\b)"
        r"| (?:and|or|at the (?:very )?latest|the|its|their|all|an?|to (?:the|all|its|their))\b)))?"
    ),
    another_meeting=r"(?<!the )(?<!this )(?<!present )\bmeetings?\b|\bmeetings? (?:of|between|with|on|for)\b",
    other_start=r",? (?:of|after|from|following|upon|before|prior to) (?!this meeting|the present)\w",
    units={
        "day": ("days", 1),
        "week": ("weeks", 1),
        "fortnight": ("weeks", 2),
        "month": ("months", 1),
        "year": ("months", 12),
    },
    edges={
        "end": None,
        "close": None,
        "last week": None,
        "second half": None,
        "second fortnight": None,
        "late": None,
        "beginning": 10,
        "start": 10,
        "early": 10,
        "first week": 7,
        "second week": 14,
        "middle": 15,
        "mid": 15,
        "first half": 15,
        "first fortnight": 15,
        "third week": 21,
        "fourth week": 28,
    },
    edge_of=r"(?: of (?:the )?(?:month of )?|[ -])",
    part_of=r"(?:,? ?(?:of )?(?:the year )?\d{4}| of (?:the|this|next) year)?",
    to_be_held=any_of(
        "to be held|which will be held|that will be held|to take place|which will take place"
        "|taking place|scheduled for|planned for|scheduled|planned"
    ),
    place="in",
    dated=any_of("on|in|of|for"),
    described=(
        any_of(
            "held|hosted|convened|organi[sz]ed|conducted|signed|adopted|approved|issued|published|dated|established"
            "|created|launched|presented|scheduled|planned|agreed|taking place|takes place|take place|took place"
            "|opened|developed|since|of|from|entered into force|started|began|completed"
        )
        + r"(?: (?:for|to take place))?"
    ),
    event_noun=(
        r"(?:for|of|about|regarding|to attend|attend|attending|after) (?:the|this|that) (?:[\w'-]+ ){0,4}"
        r"(?:workshop|meeting|seminar|training|session|forum|conference|course|event|summit)s?,?"
    ),
    this_year=r"(?:the|this|the current|the present) (?:calendar )?year|year's end",
    working="working|business",
)

_ES = DeadlineWords(
    limit=any_of(
        "a mas tardar para|a mas tardar en|a mas tardar hasta|a mas tardar a|a mas tardar antes de|a mas tardar"
        "|no mas tarde de|no mas tarde que|no despues de|como maximo|hasta|con fecha limite de|con fecha limite"
        "|con plazo hasta|con plazo al|con plazo maximo al|para"
    ),
    before=any_of(
        "antes de|con anterioridad a|con antelacion a|de antelacion a|de anticipacion a|previo a|previamente a|previa a"
        "|anterior a|de previo a"
    ),
    after=any_of("despues de|con posterioridad a|posterior a|posteriormente a|tras"),
    at=any_of("con ocasion de|con motivo de|en ocasion de|en el marco de|en el contexto de|al margen de|durante|en"
        "|para|a"),
    on=any_of("el|los|entre|desde|en|al|a|durante|del"),
    inside=any_of("en|durante|a|hacia|dentro de|al|el"),
    latest=r"(?:,? ?(?:a mas tardar|como maximo|como fecha limite|como plazo maximo|a lo sumo|o antes))?",
    the=r"(?:(?:el|la|los|las|l|su|sus|nuestra|una) ?)?",
    coming=r"(?:proxim[oa]s? )?",
    period_lead=any_of(
        [
            r"(?:en|dentro de|con) (?:un |el )?(?:plazo|periodo|lapso|termino|tiempo)(?: maximo)?"
            r"(?: (?:que )?no (?:mayor|superior|exceda|supere|mas)(?: (?:al?|del?|los|las|que))*"
            r"| maximo)?(?: de)?(?: hasta)?",
            "en (?:no mas de|un maximo de)",
            "a mas tardar en",
            "(?:en|durante|dentro de) (?:los|las|el|la) (?:proxim[oa]s?|siguientes?)",
            "(?:en|durante|dentro de) el (?:transcurso|curso|termino) de"
            "(?: (?:los|las)(?: (?:proxim[oa]s|siguientes))?)?",
            r"durante (?:los|las)(?= [^,.;:]{1,40} (?:siguientes|posteriores) a (?:esta|la presente|la) reunion\b)",
            "(?:en|dentro de) (?:los|las)",
            "dentro de",
            "en",
        ]
    ),
    period_tail=(
        r"(?: siguientes| posteriores)?(?: (?:a partir de|contad[oa]s a partir de|contad[oa]s desde|despues de|luego de"
        r"|tras|desde|de|a)(?:l? (?:cierre|termino) de"
        r"| la (?:fecha|celebracion|conclusion|finalizacion|clausura) de)? "
        r"(?:(?:esta|la presente) (?:reunion|fecha)|(?P<the_meeting>la reunion)(?=$|[.;:)\n]"
        r"|,(?! (?:del?|que|(?:el|la) cual|cuya|a (?:celebrar|realizar|llevar)\w*|prevista|programada|celebrada)\b)"
        r"| (?:y|e|a mas tardar|como maximo|sus?|una?|todos|todas|(?:al|(?:a )?l[ao]s?|el)(?! (?:que|cual)))\b)))?"
    ),
    another_meeting=(
        r"(?<!la )(?<!esta )(?<!presente )\breunion(?:es)?\b|\breunion(?:es)? (?:del?|entre|con|sobre|para)\b"
    ),
    other_start=(
        r",? (?:a partir del?|contad[oa]s (?:a partir|desde)|posteriores al?|siguientes al?|despues del?|tras|desde"
        r"|antes del?|a|de) (?!esta|la presente)\w"
    ),
    units={"dia": ("days", 1), "semana": ("weeks", 1), "quincena": ("weeks", 2), "mes": ("months", 1),
           "ano": ("months", 12)},
    edges={"finales": None, "fines": None, "final": None, "fin": None, "cierre": None, "ultima semana": None,
           "segunda quincena": None, "segunda mitad": None, "principios": 10, "inicios": 10, "comienzos": 10,
           "inicio": 10, "primera semana": 7, "segunda semana": 14, "mediados": 15, "primera quincena": 15,
           "primera mitad": 15, "tercera semana": 21, "cuarta semana": 28, "finalizar": None, "concluir": None,
           "terminar": None, "que finalice": None, "que concluya": None, "que termine": None},
    edge_of=r" (?:del?|de este|de la|el|la) (?:mes de )?",
    part_of=r"(?:,? ?(?:del? )?(?:ano )?\d{4}| (?:del ano|de este ano|del presente ano|del proximo ano))?",
    to_be_held=any_of("que se celebrara|que se realizara|que se llevara a cabo|que tendra lugar|a celebrarse"
        "|a realizarse|a llevarse a cabo|por celebrarse|prevista para|programada para|prevista|programada"),
    place="en",
    dated=any_of("el|en|de|del|para el|para"),
    described=(
        any_of(
            "celebrad[ao]s?|realizad[ao]s?|efectuad[ao]s?|organizad[ao]s?|firmad[ao]s?|suscrit[ao]s?|adoptad[ao]s?"
            "|aprobad[ao]s?|emitid[ao]s?|publicad[ao]s?|presentad[ao]s?|programad[ao]s?|previst[ao]s?|acordad[ao]s?"
            "|celebrarse|celebrara|celebraran|realizarse|realizara|realizaran|llevarse a cabo|llevara a cabo"
            "|llevad[ao]s? a cabo|tendra lugar|tendran lugar|tuvo lugar|tuvieron lugar|celebro|celebraron|realizo"
            "|realizaron|desde|fecha|cread[ao]|vigente|inici[oa]d[ao]"
        )
        + r"(?: para)?"
    ),
    event_noun=(
        r"(?<!sede )(?:(?:para|de|sobre|a|tras) (?:el|la|los|las|este|esta)|del|al) (?:[\w-]+ )?"
        r"(?:taller|reunion|seminario|capacitacion|sesion|foro|conferencia|curso|evento|cumbre)(?: [\w-]+){0,3}?,?"
    ),
    this_year=r"(?:el |este |presente |l )*(?:ano)(?: en curso)?",
    working="habiles|laborables",
)  # fmt: skip

WORDS = {"en": _EN, "es": _ES}
