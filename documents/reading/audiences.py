"""Those a text addresses without a name: all, the member countries, those interested, the body that meets."""

from __future__ import annotations

# "Present" says who was there where no object follows it ("The delegations present the draft").
_ACTED = (
    r"(?: \w+ly| also| further| hereby)* (?:will|shall|would|should|must|may|are|were|have|had|undertook|undertake"
    r"|agree|(?:agre|decid|resolv|committ|pledg|promis|offer|request|ask|urg|exhort|invit|recommend|thank|not|welcom|reaffirm"
    r"|reiterat|recogni[sz]|approv|endors|adopt|accept|express|inform|report)ed|took note|encourag(?:ed?))\b"
)
_PRESENT = (
    rf" present(?:(?: at (?:the|this) meeting)?(?=$|[.,;:)]| to (?!the\b|an?\b|its\b|their\b|all\b)\w|{_ACTED})"
    rf"| (?:at|in|during) [^,.;:]{{1,40}}?(?={_ACTED}))"
)
# By language: (code, pattern over folded text).
AUDIENCES = {
    "en": (
        ("INTERESTED", r"(?:(?:the|those|all|any|other|each) )*interested (?:rcm )?(?:member )?(?:countr(?:ies|y)"
            r"|states|delegations|governments|parties)"
                       r"|(?:the |those |all |any )*(?:rcm )?(?:member )?(?:countries|states|delegations|governments)"
                       r",? (?:that (?:are|may be|so)|which (?:are|may be)|who are|wishing to|that wish|which wish"
                       r"|so) ?(?:interested|wish(?:ing)?|desire)?\b"),
        ("MEMBERS", r"(?:(?:all|each|every|both the|the|of the|of|other|remaining|its|our|rcm"
            r"|participating) )*member (?:countr(?:ies|y)|states?|governments)"
                    r"(?:'s?)?(?: of the (?:rcm|crm|conference|regional conference on migration(?: \(rcm\))?|network))?"
                    r"|(?:all|each|every)(?: of)?(?: the)? (?:rcm |participating )?(?:countr(?:ies|y)|governments?"
                    r"|states?)"
                    r"|(?:the |our )?(?:rcm|participating) (?:countries|states|governments)"
                    r"|(?:the )?countries of the (?:rcm|region|conference|network)"
                    r"|(?:(?:all|each|the|respective|their|of the|national) )*(?:liaison officers?|focal points?)"
                    r"(?: (?:of|from) (?:the |all |all the |each |rcm )*(?:member )?countr(?:ies|y)(?: of the rcm)?)?"
                    r"|(?:the|all the|all) (?:other|remaining|rest of the) (?:countries|governments)"
                    r"|(?:the |those )?(?:countries|governments)"
                    r"|(?:(?:all|the|rcm) )*members(?: of the (?:rcm|conference|regional conference on migration"
                    r"(?: \(rcm\))?))?"),
        ("ALL", rf"(?:(?:all|the|those|of) )*(?:delegations|(?:rcm )?(?:member )?(?:countries|states|governments)"
                rf"|members|representatives){_PRESENT}"
                r"|(?:(?:all|the|each|every|participating|of) )*delegations?|(?:all |the )*(?:participants|delegates)"
            r"|(?:all )?those present"),
        ("NETWORK", r"(?:the |this |our )?(?:members of (?:the|this) )?(?:liaison officers?'? )?"
            r"network(?:'s)?(?: members)?"),
    ),
    "es": (
        ("INTERESTED", r"(?:(?:todos|los|las|aquellos|otros) )*(?:paises|delegaciones|gobiernos"
            r"|estados)(?: miembros?)?(?: de la crm)?,? "
                       r"(?:que (?:esten |estan |se encuentren |se muestren )?)?(?:interesad[oa]s|deseen"
                       r"|asi lo deseen|lo deseen|tengan interes|manifiesten interes)"),
        ("MEMBERS", r"(?:(?:todos|cada uno de|cada|los|las|l|demas|resto de) )*(?:paises|pais|estados?"
            r"|gobiernos) miembros?(?: participantes)?"
                    r"(?: de la (?:crm|conferencia|conferencia regional sobre migracion(?: \(crm\))?|red))?"
                    r"|(?:todos los|cada uno de los|cada) (?:paises|pais|estados|gobiernos?)(?: participantes)?"
                    r"|(?:los |l )?paises (?:participantes|de la (?:crm|region|conferencia|red)|crm)"
                    r"|(?:(?:todos|los|las|las y los|l) )*(?:(?:funcionari[oa]s|oficiales) de enlace"
                    r"|puntos focales)(?: nacionales)?"
                    r"(?: de (?:los |todos los |cada uno de los )?paises(?: miembros)?(?: de la crm)?)?"
                    r"|(?:(?:todos )?l?os (?:demas|restantes)|(?:el )?resto de los) (?:paises|gobiernos)"
                    r"|los (?:paises|gobiernos)"
                    r"|(?:(?:todos|los|l) )*miembros(?: de la (?:crm|conferencia|conferencia regional sobre migracion"
                    r"(?: \(crm\))?))?"),
        ("ALL", r"(?:(?:todas|todos|las|los|l) )*(?:(?:delegaciones|paises(?: miembros)?|gobiernos|estados|miembros"
                r"|representantes) presentes|delegaciones participantes)(?: en (?:la|esta) reunion)?"
                r"|(?:todas |cada una de )?las delegaciones|cada delegacion"
            r"|(?:las y los|los|todos los) (?:participantes|delegados)|(?:las|todas las) delegadas"),
        ("NETWORK", r"(?:la|esta|nuestra|(?:los )?miembros de la) red"
            r"(?: de (?:funcionari[oa]s|oficiales) de enlace)?"),
    ),
}  # fmt: skip
