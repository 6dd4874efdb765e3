"""How a clause that matters is built: patterns over coded text (`passage.Passage.coded`), by language.

§ stands for names, ¶ for a deadline. Each frame finds the verb of a clause; who does it is looked for around it.
"""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.reading.patterns import any_of
from documents.reading.verbs import ACKNOWLEDGING, REQUESTS, verbs


@dataclasses.dataclass(frozen=True)
class Frames:
    """The patterns of one language.

    To find the verbs that head clauses, and who stands before them (`heads`):
    verbs: (frame, pattern) in order of precedence. adverbs, aside, relative: what may stand between somebody and the
    verb. subordinate: what stands before somebody whose clause hangs on another, conditional: on a condition.
    governed: what stands before a name that is nobody's subject. shared: a conjunction that gives a verb the subject
    of the one before. pronoun, the_meeting: a subject without a name; somebody: one that nobody has told. condition: at
    the start of a sentence. topic: what a sentence is about, before its subject. of_thanks: what makes expressing
    thanking.

    To see whom a clause binds (`charges`):
    targets: of whom something is requested, the surest first; late_target: of whom more, in an instruction;
    pronoun_target, object_pronoun: by a pronoun. asked_by: who asks, in a passive; by_whom: who acts. jointly,
    together_with: who acts with others. willing, says_willing: a readiness to act. infinitive_next, that_next: what
    the verb is followed by. open_end: a promise whose content stands after the colon; listed_doer: whose content and
    doer do. offer_of: whose offer is accepted.

    To tell what is to be done, and when (`clauses`):
    tail_condition, relative_clause: within the clause. next_promise: what else its doer promises by another deadline,
    promise_behind: behind the only one. announced: words before a list; schedule: before one of dates. nothing_said:
    what stands before a list of what is to be done, and says none of it. decision: a sentence that is an infinitive.

    To read the entries of a list (`schedules`): doer; meeting_of_all: a meeting without one.
    """

    verbs: tuple[tuple[str, re.Pattern[str]], ...]
    adverbs: re.Pattern[str]
    aside: re.Pattern[str]
    relative: re.Pattern[str]
    subordinate: re.Pattern[str]
    conditional: re.Pattern[str]
    governed: re.Pattern[str]
    shared: re.Pattern[str]
    pronoun: re.Pattern[str]
    the_meeting: re.Pattern[str]
    somebody: re.Pattern[str]
    condition: re.Pattern[str]
    topic: re.Pattern[str]
    of_thanks: re.Pattern[str]

    targets: tuple[re.Pattern[str], ...]
    late_target: re.Pattern[str]
    pronoun_target: re.Pattern[str]
    object_pronoun: re.Pattern[str]
    asked_by: re.Pattern[str]
    by_whom: re.Pattern[str]
    jointly: re.Pattern[str]
    together_with: re.Pattern[str]
    willing: re.Pattern[str]
    says_willing: re.Pattern[str]
    infinitive_next: re.Pattern[str]
    that_next: re.Pattern[str]
    open_end: re.Pattern[str]
    listed_doer: re.Pattern[str]
    offer_of: re.Pattern[str]

    tail_condition: re.Pattern[str]
    relative_clause: re.Pattern[str]
    next_promise: re.Pattern[str]
    promise_behind: re.Pattern[str]
    announced: re.Pattern[str]
    schedule: re.Pattern[str]
    nothing_said: re.Pattern[str]
    decision: re.Pattern[str]

    doer: re.Pattern[str]
    meeting_of_all: re.Pattern[str]


# Alike in both languages: a list's mark before a sentence, and what leads to somebody another acts through.
LIST_MARK = re.compile(r"[\s\"(\[]*(?:(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)] )?(?:[-•·*] )?")
CHANNEL = re.compile(r"\b(?:through|via|by means of|a traves de|por medio de|por conducto de) $")


def _english() -> Frames:
    table = verbs("en")
    adverb = (
        r"(?:\w+ly|also|further|furthermore|then|thus|therefore|hereby|both|each|all|together|again|now|once again"
        r"|in turn"
        r"|likewise|so|have|has|had)"
    )
    adverbs = rf"(?:{adverb} )*"
    participle = (
        r"(?:\w+ed|sent|held|made|drawn up|drawn|written|given|put|brought|taken|kept|done|led|shown|built"
        r"|undertaken|drafted|chosen|set up|set)"
    )
    support = any_of(
        "support|assistance|collaboration|cooperation|help|participation|advice|guidance|contribution|contributions"
        "|inputs|comments|technical support|technical assistance|financial support|views"
    )
    decided = rf"(?:{table.pattern('participle', ACKNOWLEDGING | {'agree'})}|informed|notified|briefed)"
    own = r"(?:its|their|his|her|the)"
    return Frames(
        verbs=(
            ("infinitive", re.compile(rf"\b(?P<to>to )?{adverbs}(?P<verb>{table.pattern('infinitive')})\b")),
            ("asked", re.compile(
                rf"\b(?:will|shall|would|must|should|is|are|was|were|has been|have been)(?: also| kindly| hereby"
                rf"| further| strongly)*(?: to)?(?: be)?"
                rf"(?: also| kindly| strongly)* (?P<verb>{table.pattern('participle', REQUESTS)})\b")),
            ("impersonal", re.compile(
                rf"\b(?:it (?:was|is|has been|had been)(?: \w+ly| also"
                rf"| further)* (?P<verb>{table.pattern('participle')})"
                rf"|(?:was|were|has been|have been)(?: \w+ly| also| further)* (?P<decided>{decided}))\b")),
            ("falls to", re.compile(
                rf"\b(?:it (?:is|was|will be) left to|(?:will|shall|(?P<would>would)) {adverbs}"
                r"(?:be (?:under )?the (?:\w+ )?responsibility of"
                r"|be in the hands of|be up to|be incumbent (?:on|upon)|fall (?:to|on|upon)|rest with|lie with"
                r"|correspond to)) (?P<who>§+)(?!')")),
            ("will", re.compile(
                rf"\b(?P<modal>will|shall|would|must|should|ought to|(?:is|are)(?: currently)? (?:expected|due"
                rf"|going|committed) to|(?:is|are) to)(?P<not> not\b)?"
                rf"(?: {adverbs}(?P<passive>be {adverbs}(?:{participle})\b)?|(?=[:,]))")),
            ("charge", re.compile(
                rf"\b(?:will be|shall be|is|are) {adverbs}(?:responsible for|in charge of|tasked with)\b")),
            ("working", re.compile(
                r"\b(?:is|are)(?: \w+ly)? (?:working|preparing|drafting|developing|making|taking steps"
                r"|in the process of|finali[sz]ing|completing|arranging)\b")),
            ("finite", re.compile(rf"\b(?<!\bto )(?:(?:has|have"
                rf"|had) )?{adverbs}(?P<verb>{table.pattern('finite')})\b")),
            ("assigned", re.compile(r"§+(?: to (?=[a-z])|: (?=[^¶]*¶))")),
            ("target", re.compile(r"(?:,? and|[;,])(?: to)? (?P<who>§+)(?: ¶+)? to (?=\w)")),
            ("bare", re.compile(r"\bthat (?P<who>§+)(?:, [^,;.]*,)? (?=\w)")),
        ),
        adverbs=re.compile(rf" {adverbs}"),
        aside=re.compile(
            rf",? ?(?:\([^()]*\) ?)?(?:[,-] ?(?:through|via|by|in|together|jointly|with|as|under|within|on|during"
            rf"|before|after|no later"
            rf"|at|where|from|based|upon|acting|represented|for|¶)[^;]*?[,-]|¶+,?) ?{adverbs}|(?: \([^()]*\)) {adverbs}"
            r"|,? (?:made up|composed|consisting|comprised|formed|led|chaired|coordinated|headed) (?:of|by"
            r"|in) [^;]*? ,?|,? comprising [^;]*? | \w+ed [^,;:§]*? and "),
        relative=re.compile(r",? ?-? ?(?:that|which|who|whose)\b ?(?P<inside>.+)"),
        relative_clause=re.compile(r", (?:which|who|whose)\b"),
        subordinate=re.compile(
            r"\b(?:that|whether|which|whom|where|when|how|because|since|as|while|than|until|so"
            r"|for)(?: ¶+,?)?(?: the)? $"),
        conditional=re.compile(r"\b(?:if|should|unless|once|provided|whether)(?: the)? $"),
        governed=re.compile(
            r"\b(?:of|to|by|from|with|for|between|among|in|on|at|through|via|about|regarding|concerning|towards?"
            r"|under|within|including"
            r"|both|against|into|upon|per|like|thank|inform|request|ask|urge|invite|as|than) $"),
        shared=re.compile(rf"(?:,|;)? ?\b(?:and|but|as well as|or),? (?:¶+,? )?{adverbs}$"),
        pronoun=re.compile(rf"(?:^|[,;:] |\band |\bthat |^so )(?:¶+,? )?(?P<word>it|they|we|both (?:countries"
            rf"|delegations|organi[sz]ations|agencies|institutions)|this (?:delegation|country|organi[sz]ation)"
            rf"|these (?:countries|delegations|organi[sz]ations)) {adverbs}$"),
        the_meeting=re.compile(rf"(?:^|[,;:] |\band )(?:the|this) (?:meeting|plenary|conference|rcm|chairs?"
            rf"|delegates) {adverbs}$"),
        somebody=re.compile(
            r"(?:^|[,;:] |\b(?:and|but) )(?:¶+,? )?(?P<who>(?:some|several|many|most|other|two|three) (?:of )?§+"
            r"|§+(?= (?:participating|attending|present)\b)|(?:(?!(?:of|for|to|on|in|with|by|from|that) )\w+ ){0,3}"
            r"(?:delegations|countries|governments|members|representatives|officials|officers|authorities|institutions"
            r"|agencies|organi[sz]ations|ministries|participants|delegates|experts|focal points))"
            rf"(?: (?:of|from|in|at|that|who|present|participating|attending)\b[^,;:]*)? {adverbs}$"),
        condition=re.compile(
            r"(?P<words>(?:should|if|in case|in the event|in that case|provided|unless|once|where|subject to"
            r"|assuming)\b[^,;]*(?:, if [^,;]*)?),? "),
        tail_condition=re.compile(r",? ?(?P<words>(?:provided that|subject to|as long as|on condition that"
            r"|in the event that|in case|if (?:so|funds|funding|resources|the|this|it is|they are|approved|possible"
            r"|necessary|feasible|available))\b[^,;.]*)"),
        topic=re.compile(r"(?:regarding|in regards? to|with regards? to|with respect to|concerning|as regards"
            r"|in relation to|in connection with|in reference to|with reference to|in response to|following"
            r"|based on|considering|given|in view of|on|about|in follow-up to)\b"),
        targets=(
            re.compile(r"^(?:,[^,]*,)?(?: (?:to|of|from|upon|on|with|for|through))? (?P<who>§+)(?!')"),
            re.compile(r"^(?:,[^,]*,)?(?: also| further)? that (?:, [^,]*, )?(?P<who>§+)(?!')"),
            re.compile(rf"^ (?:the |its |their |for )?(?:\w+ )?{support} (?:of|from|by) (?P<who>§+)"),
            re.compile(rf"^ (?P<who>§+)'s? (?:\w+ ){{0,2}}{support}"),
            re.compile(r"^[^;]*?\b(?:from|by) (?P<who>§+)"),
        ),
        pronoun_target=re.compile(r"^(?: that)? (?:it|them|they|the latter|these countries|both countries"
            r"|both organi[sz]ations)\b(?! be )"),
        late_target=re.compile(r"^[^;]*? (?:to|upon) (?P<who>§+)"),
        asked_by=re.compile(r"^(?: \w+)? by (?P<who>§+)"),
        by_whom=re.compile(r"^(?:(?!\b(?:which|that|who)\b)[^;])*?\bby (?P<who>§+)"),
        jointly=re.compile(r"\b(?:(?:jointly|(?<!bring )(?<!put )together)(?! with (?!a view\b|the (?:aim|purpose)\b))"
            r"|as a group\b)"),
        together_with=re.compile(r"\b(?:together|jointly) with (?P<who>§+)"),
        willing=re.compile(rf"^ (?:once again )?{own} (?:\w+ )?(?:willingness|readiness|availability|disposition"
            rf"|offer)(?: and \w+)? (?:to|for|in)\b"),
        says_willing=re.compile(r"^ that (?:it|they) (?:would be|is|are|was|were) (?:also )?(?:willing|ready|prepared"
            r"|in a position) to\b"),
        infinitive_next=re.compile(rf"^(?: itself| themselves| ourselves)?(?:,? ¶+,?"
            rf"|, [^,;]*,)? to {adverbs}(?P<next>{table.pattern('infinitive')})?\b"),
        open_end=re.compile(r"\b(?:to|following(?: \w+)?)[: ]*:$|^ ?:$"),
        listed_doer=re.compile(r"^ that (?P<who>§+) ?:$"),
        that_next=re.compile(r"^(?:,? ¶+,?|, [^,;]*,|,)? that\b"),
        offer_of=re.compile(r"^ (?:the )?(?:kind |generous )?(?:offers? (?:made |presented |extended )?(?:by|of"
            r"|from) (?P<who>§+)|(?P<whose>§+)'s? (?:kind |generous )?offer) (?:to|of|for)\b"),
        next_promise=re.compile(r"(?:,|;)? (?:and|then|and then),? (?:to |will |would |shall |subsequently |then "
            r"|that )*(?=[a-z]|¶+,? (?!in |at |to |of |for )[a-z])"
            r"|(?<=¶), (?!(?:so|as|in|at|by|for|with|to|and|but|that|which|who|when|before|after|including) )"
            r"(?=[a-z]+(?<!ing)(?<!ed)(?<!ly) (?:it|them|the|its|their|a|an|all|to|on)\b)"),
        promise_behind=re.compile(r",? and (?:also |then )?to (?=(?!this\b|that\b|the\b|date\b)[a-z])"),
        schedule=re.compile(r"\b(?:schedule|timetable|timeline|time ?table|calendar|timeframe|deadlines|dates|steps"
            r"|road ?map|work ?plan|chronogram)\b"),
        nothing_said=re.compile(r" ?(?:(?:to|that)\b)?[: ]*"),
        doer=re.compile(r"\b(?:by|from) (?P<who>§+)|^(?:¶+ ?[:,-]? ?)?(?P<first>§+)(?!')|\b(?:by|from|of) (?P<of>§+)"),
        meeting_of_all=re.compile(r"\b(?:meeting|videoconference|teleconference|video conference|conference call"
            r"|session|webinar)\b"),
        announced=re.compile(r"\b(?:following|as follows|below)\b|\b(?:to|will|shall|that|would)[: ]*$"),
        of_thanks=re.compile(r" (?:\w+ ){0,3}(?:appreciation|gratitude|thanks)\b"),
        object_pronoun=re.compile(r"(?!)"),
        decision=re.compile(r"to (?!this\b|that\b|the\b|date\b)[a-z]+ "),
    )  # fmt: skip


# Without accents these look like a future ("para", "manera", "prepara", "tuviera").
_LIKE_FUTURES = (
    r"(?:para|cara|clara|rara|(?:pre|se|re|com|dis|de|am)para|declara|aclara|\w*iera[n]?|era[n]?|fuera[n]?|cualquiera"
    r"|primera|tercera|manera|(?:trans)?frontera|entera|carrera|cabecera|bandera|barrera|cartera|extranjera|financiera"
    r"|aduanera|considera|coopera|genera|opera|supera|libera|recupera|altera|reitera|delibera|pondera|modera|espera"
    r"|vulnera|mira|gira|retira|\w*spira)\b"
)


def _spanish() -> Frames:
    table = verbs("es")
    adverb = (
        r"(?:\w+mente|tambien|ademas|asimismo|luego|ya|igualmente|entonces|asi|a su vez|de manera conjunta"
        r"|de forma conjunta"
        r"|en conjunto|de igual (?:forma|manera)|por su parte|todos|ambos|a la brevedad)"
    )
    adverbs = rf"(?:{adverb},? )*"
    clitic = r"(?:(?:se|le|les|lo|la|los|las|nos) ){0,2}"
    participle = (
        r"(?:\w+(?:ad|id)[oa]s?|(?:hech|\w*puest|\w*scrit|resuelt|(?:des|en)?cubiert|abiert|impres|provist|vist)[oa]s?)"
    )
    future = (
        rf"(?!seran?\b|estaran?\b|podran?\b|habran?\b|deberan?\b|{_LIKE_FUTURES})(?:\w+(?:a|e|i)ran?|(?:ha|pon|ten|ven|sal|di"
        r"|que|val|sab|cab|ob|man|dis|pro|com|sos|re|pre|inter|con)\w*dran?|ha(?:ran?)|\w+diran?)\b"
    )
    infinitives = rf"(?P<verb>{table.pattern('infinitive')})(?:le|les|se|los|las|lo|la)?"
    requests_inf = table.pattern("infinitive", REQUESTS)
    support = any_of(
        "apoyo|asistencia|colaboracion|cooperacion|ayuda|participacion|asesoria|acompanamiento|aportes|insumos"
        "|contribucion"
        "|contribuciones|comentarios"
    )
    return Frames(
        verbs=(
            ("impersonal", re.compile(
                rf"\b(?:se (?!compromet)(?:ha |han |le |les |lo )?{adverbs}|fue |ha sido |quedo |queda "
                rf"|es )(?P<verb>{table.pattern('finite')}|{table.pattern('participle')}"
                rf"|(?P<to_be>{requests_inf}|consultar)an?(?! del?\b))\b")),
            ("asked", re.compile(
                rf"\b(?:(?:sera|seran|es|son|fue|fueron|ha sido|han sido|queda|quedan|quedo"
                rf"|quedaron) {adverbs}(?P<verb>{table.pattern('participle', REQUESTS)}))\b")),
            ("falls to", re.compile(
                r"\b(?<!no )(?:(?:qued(?:an?|o|aron|aran?)|estaran?|correran?) (?:a|bajo) (?:el |la )?(?:cargo"
                r"|responsabilidad) del?|seran? (?:la )?(?:responsabilidad|competencia) del?"
                r"|(?:les? )?(?:corresponder(?:an?|(?P<would>ian?))|competeran?) al?|recaeran? en"
                r"|se dej(?:an?|o|ara) (?:a (?:criterio|consideracion) del?|en manos del?)) (?P<who>§+)")),
            ("charge", re.compile(r"\b(?:seran? (?=(?:el |la |los )?(?:pais )?(?:sede|anfitri|organizador"
                r"|coorganizador|coordinador))|estaran? a cargo de|se encargaran? del?|sera(?:n)? responsables? de"
                r"|es responsable de|ha quedado encargad[oa] de|son responsables de|tendran? a su cargo|queda(?:n"
                r"|ron)? a cargo de|quedo a cargo de|quedo encargad[oa]s? de|quedaron encargad[oa]s de"
                r"|qued(?:o|a|an|aron) (?:de|en)(?= \w+[aei]r(?:se|les?|l[oa]s?)?\b|:))")),
            ("committed", re.compile(rf"\b(?P<no>no )?(?:se (?:han? )?(?:{adverbs})(?:comprometi?(?:o|do|eron|eran?)"
                rf"|compromete(?:n)?)|nos (?:hemos )?comprometi?(?:emos|mos|do))\b")),
            ("will", re.compile(
                rf"\b(?P<not>no )?{clitic}(?:(?P<modal>deberian?|debieran?|debera[n]?|debe[n]?|habra[n]? de"
                rf"|va[n]? a|ha[n]? de)\b(?: {adverbs})? ?(?P<passive2>ser {participle})?"
                rf"|(?P<passive>sera[n]? {adverbs}{participle})|(?P<future>{future}))")),
            ("working", re.compile(r"\b(?:se encuentran?|estan?)(?: \w+mente)? (?:\w+ando|\w+iendo|en proceso de)\b")),
            ("finite", re.compile(rf"\b(?P<not>no )?(?P<clitic>{clitic})(?P<verb>{table.pattern('finite')})\b")),
            ("infinitive", re.compile(rf"\b{infinitives}\b(?P<to>)")),
            ("assigned", re.compile(r"§+(?: a (?=\w+[aei]r\b)|: (?=[^¶]*¶))")),
            ("target", re.compile(r"(?:,? y|[;,] y|[;,])(?:,? asimismo,?)? (?:a |al )(?P<who>§+)(?:,? ¶+,?)? (?:a"
                r"|que|para que)? ?(?=\w)")),
            ("bare", re.compile(r"\bque (?P<who>§+)(?:, [^,;.]*,)? (?=\w)")),
        ),
        adverbs=re.compile(rf" {adverbs}"),
        aside=re.compile(
            rf",? ?(?:\([^()]*\) ?)?(?:[,-] ?(?:a traves|por|en|junto|conjuntamente|con|como|bajo|dentro|durante"
            rf"|antes|despues|luego|tras|previ[oa]|una vez|a mas|mediante"
            rf"|desde|segun|de|al|ante|a|¶)[^;]*?[,-]|¶+,?) ?{adverbs}|(?: \([^()]*\)) {adverbs}"
            r"|,? (?:integrad|conformad|compuest|coordinad|liderad|presidid|encabezad)[oa] por [^;]*? ,?"
            r"| \w+(?:aron|ieron) [^,;:§]*? y "),
        relative=re.compile(r",? ?-? ?(?:que|quien(?:es)?|l[oa]s? cual(?:es)?|cuy[oa]s?)\b ?(?P<inside>.+)"),
        relative_clause=re.compile(r", (?:que|quien(?:es)?|(?:el|la|los|las) cual(?:es)?|cuy[oa]s?)\b"),
        subordinate=re.compile(r"\b(?:que|cual|donde|cuando|como|porque|pues|si|mientras|segun|lo)(?: ¶+,?)? $"),
        conditional=re.compile(r"\b(?:si|cuando|siempre que|en caso de que|una vez que) $"),
        governed=re.compile(
            r"\b(?:de|a|al|del|por|con|para|en|entre|ante|contra|desde|hacia|hasta|segun|sobre|sin|tras|mediante"
            r"|como|incluyendo|incluid[oa]s?) $"),
        shared=re.compile(rf"(?:,|;)? ?\b(?:y|e|pero|asi como|o),? (?:¶+,? )?{adverbs}$"),
        pronoun=re.compile(rf"(?:^|[,;:] |\by |\bque )(?:¶+,? )?(?P<word>est[ae]|est[ao]s|dicho pais|dicha delegacion"
            rf"|ambos paises|ambas (?:delegaciones|organizaciones|instituciones)|estos paises|estas delegaciones"
            rf"|est[ae] (?:pais|delegacion|organizacion)) {adverbs}$"),
        the_meeting=re.compile(rf"(?:^|[,;:] |\by )(?:la|esta) (?:reunion|plenaria|conferencia|crm) {adverbs}$"),
        somebody=re.compile(
            r"(?:^|[,;:] |\b(?:y|pero) )(?:¶+,? )?"
            r"(?P<who>(?:algun[oa]s|vari[oa]s|much[oa]s|otr[oa]s|dos|tres) (?:de )?§+"
            r"|§+(?= (?:participantes|asistentes|presentes)\b)|(?:(?!(?:de|del|a|al|en|por|con|para|que) )\w+ ){0,3}"
            r"(?:delegaciones|paises|gobiernos|miembros|representantes|funcionari[oa]s|oficiales|autoridades"
            r"|instituciones|agencias|organizaciones|organismos|ministerios|participantes|delegad[oa]s|expert[oa]s"
            rf"|puntos focales))(?: (?:de|del|en|ante|que|presentes|participantes|asistentes)\b[^,;:]*)? {adverbs}$"),
        condition=re.compile(
            r"(?P<words>(?:de ser (?:asi|el caso|posible|necesario)|en (?:ese|tal|este) caso|en (?:el )?caso de"
            r"|si (?!bien)|siempre que|siempre y cuando|una vez|sujeto a|de (?:aprobarse|confirmarse"
            r"|aceptarse))[^,;]*),? "),
        tail_condition=re.compile(r",? ?(?P<words>(?:siempre que|siempre y cuando|sujeto a|sujeta a|en caso de"
            r"|a condicion de|de ser (?:el caso|necesario|posible)|si (?:los recursos|asi|se cuenta|hay|existe"
            r"|fuera|es))\b[^,;.]*)"),
        topic=re.compile(r"(?:respecto|con respecto|en relacion|con relacion|en cuanto|sobre|en lo que"
            r"|en referencia|con referencia|en atencion|en seguimiento|referente|acerca|con base|en base"
            r"|considerando|dado|tomando en cuenta|en respuesta|en el tema|relativo)\b"),
        targets=(
            re.compile(r"^(?:,[^,]*,)?(?: \w+mente| tambien| ademas)* (?:a|al|de|del) (?P<who>§+)"),
            re.compile(r"^(?:,[^,]*,)? que,? (?:, [^,]*, )?(?P<who>§+)"),
            re.compile(r"^,[^;]*?, (?:a|al) (?P<who>§+)"),
            re.compile(rf"^ (?:el |la |los |las |su |mayor )*{support}(?: \w+)? (?:de|del|por parte de|a) (?P<who>§+)"),
            re.compile(r"^(?![^;]*?\b(?:envi|remi|present|entreg|transmi|hacer llegar|inform|someter)\w*[^;]*? (?:a"
                r"|al) §)(?:(?! que )[^;])*? (?:a|al) (?P<who>§+)"),
            re.compile(r"^[^;]*?\bpor (?:parte de )?(?P<who>§+)"),
        ),
        pronoun_target=re.compile(r"^(?:les?\b)?(?: a)?(?: que)? ?(?:est[ae]|ella|esta ultima|ambos paises"
            r"|ambas organizaciones|dich[ao] \w+)\b|^ que (?!§|se )"),
        late_target=re.compile(r"^(?:(?! que )[^;])*? (?:a|al|en) (?P<who>§+)"),
        asked_by=re.compile(r"^(?: \w+)? por (?:parte de )?(?P<who>§+)"),
        by_whom=re.compile(r"^(?:(?!\b(?:que|cual|quien)\b)[^;])*?\bpor (?:parte de )?(?P<who>§+)"),
        jointly=re.compile(r"\b(?:conjuntamente|de manera conjunta|de forma conjunta|en conjunto|en forma conjunta"
            r"|junt[oa]s)\b(?! con (?!miras\b|el (?:fin|objeto|proposito)\b))"),
        together_with=re.compile(r"\b(?:junto|conjuntamente|en conjunto|de manera conjunta"
            r"|de forma conjunta) con (?P<who>§+)"),
        willing=re.compile(r"^ (?:su|la|el) (?:\w+ )?(?:disposicion|disponibilidad|voluntad|anuencia|ofrecimiento"
            r"|oferta)(?: y \w+)? (?:de|para|en|a)\b"),
        says_willing=re.compile(r"^ (?:que )?(?:esta|estan|estaba|estaban|estaria|estarian) (?:tambien )?"
            r"(?:dispuest[oa]s? a|en (?:la )?(?:disposicion|posibilidad|condiciones) de)\b"),
        infinitive_next=re.compile(rf"^(?:,? ¶+,?|, [^,;]*,)? (?:a |en "
            rf"|de )?{adverbs}(?:(?P<next>{table.pattern('infinitive')})(?:le|les|se|lo|la|los|las)?|\w+[aei]r(?:se"
            rf"|le|les|lo|la|los|las)?)\b"),
        open_end=re.compile(r"\b(?:a|con|en|siguientes?(?: \w+)?)[: ]*:$|^ ?:$"),
        listed_doer=re.compile(r"^ que (?P<who>§+) ?:$"),
        that_next=re.compile(r"^(?:,? ¶+,?|, [^,;]*,|,)? que\b"),
        offer_of=re.compile(r"^ (?:el|la) (?:ofrecimiento|oferta|gentil ofrecimiento)(?: (?:hech[oa]|realizad[oa]"
            r"|presentad[oa]))? (?:de|del|por) (?P<who>§+)(?P<whose>) (?:de|para|a)\b"),
        next_promise=re.compile(r"(?:,|;)? (?:y|e),? (?:posteriormente |luego |a |que |se |lo |la |los |las )*"
            r"(?=[a-z]|¶+,? (?!a |al |en |de |del |para )[a-z])|(?<=¶), (?=\w+[aei]r(?:se|les?|l[oa]s?)?\b)"),
        promise_behind=re.compile(r",? (?:y|e) (?:tambien |luego )?(?:a |de )?"
            r"(?=(?!lugar\b|mujer|taller|hogar|mar\b|par\b)\w+[aei]r(?:se|les?|l[oa]s?)?\b)"),
        schedule=re.compile(r"\b(?:cronograma|calendario|programa de trabajo|plazos|fechas|pasos|hoja de ruta)\b"),
        nothing_said=re.compile(r" ?(?:(?:a|en|de|que|para|para que)\b)?[: ]*"),
        doer=re.compile(r"\bpor (?:parte de )?(?P<who>§+)|^(?:¶+ ?[:,-]? ?)?(?P<first>§+)|\bde (?P<of>§+)"),
        meeting_of_all=re.compile(r"\b(?:reunion|videoconferencia|teleconferencia|sesion|videollamada|encuentro)\b"),
        announced=re.compile(r"\b(?:siguientes?|a continuacion|lo siguiente)\b|\b(?:que|a|para)[: ]*$"),
        of_thanks=re.compile(r" (?:\w+ ){0,3}(?:agradecimiento|gratitud)\b"),
        object_pronoun=re.compile(r"\bles? |r(?:les?|las?|los?)$"),
        decision=re.compile(r"[a-z]+[aei]r(?:se)? "),
    )  # fmt: skip


@functools.cache
def frames(language: str) -> Frames:
    """The frames of "en" or "es"."""
    return _english() if language == "en" else _spanish()
