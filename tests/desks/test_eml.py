"""A mail that staff drop in becomes a report to check; nothing is informed before they press."""

import datetime
import email.message
import email.policy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import ProgressReport
from desks.models import DroppedMail
from desks.services import eml
from desks.urls_tables import urlpatterns
from tests.desks.conftest import NOON, TODAY
from tests.desks.matrices import a_report, agreed
from tests.factories import DesignationFactory, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 the paper %%EOF"
TEXT = (
    "The paper was sent.\n\nAna\n\nOn Monday, the Secretariat wrote:\n> CP/2026-03/1 and CP/2026-03/3.a are pending.\n"
)
PAGES = [
    reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, 1))
    for pattern in urlpatterns
    if str(pattern.pattern).startswith("desk/eml")
]


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(honduras, mexico):
    report = a_report()
    agreed(report, "1", honduras)
    agreed(report, "2", honduras)
    agreed(report, "3.a", mexico)
    return report


def a_mail(
    text=TEXT, *, html=None, files=(), sender="Ana Prueba <ana@example.org>", subject="Point CP/2026-03/2", on=None
):
    message = email.message.EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Date"] = on or datetime.datetime(2026, 5, 12, 9, tzinfo=datetime.UTC)
    if text is not None:
        message.set_content(text)
    if html is not None:
        (message.add_alternative if text is not None else message.set_content)(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes(policy=email.policy.SMTP)


def taken_in(content, *, by, name="answer.eml"):
    return eml.take_in(content=content, name=name, by=by, now=NOON)


def letter(content, *, by):
    return eml.letter_of(taken_in(content, by=by))


def test_a_mail_says_who_wrote_it_what_and_when(staff):
    files = [("paper.pdf", PDF), ("../../logo.xyz", b"?")]
    read = letter(a_mail(files=files), by=staff)
    assert (read.sender, read.sender_name, read.subject) == ("ana@example.org", "Ana Prueba", "Point CP/2026-03/2")
    assert (read.text, read.on) == ("The paper was sent.\n\nAna", datetime.date(2026, 5, 12))
    assert [(one.place, one.name, one.content, one.is_evidence) for one in read.attachments] == [
        (0, "paper.pdf", PDF, True),
        (1, "logo.xyz", b"?", False),
    ]


def test_a_page_is_reduced_to_its_words(staff):
    seen = "<p>Se envi&oacute; la gu&iacute;a.</p><div>Saludos<br>Ana</div>"
    html = f"<html><head><style>p {{}}</style></head><body>{seen}<script>x</script></body></html>"
    assert letter(a_mail(None, html=html), by=staff).text == "Se envió la guía.\n\nSaludos\nAna"
    DroppedMail.objects.all().delete()
    assert letter(a_mail("Plain.", html=html), by=staff).text == "Plain."


# What mail programs put between an answer and the mail that they repeat.
REPEATING = {
    "Outlook": "De: Secretaría <st@example.org>\nEnviado: viernes, 20 de noviembre de 2026\nPara: Ana\nAsunto: Guía",
    "Outlook, a page": "From: Secretariat\n\nSent: Friday\n\nTo: Ana\n\nSubject: Guide",
    "Outlook, on a desk": "*De:* Secretaría\n*Enviado el:* viernes, 20 de noviembre de 2026",
    "Mail": "From: Secretariat\nSubject: Guide\nDate: 20 November 2026",
    "Gmail": "El vie, 20 nov 2026 a la(s) 10:00, Secretaría (<st@example.org>) escribió:",
    "Gmail, folded": "El vie, 20 nov 2026 a la(s) 10:00, Secretaría Técnica (<st@example.org>)\nescribió:",
    "Gmail, folded within": "On Fri, Nov 20, 2026 at 10:00 AM Technical Secretariat <\nst@example.org> wrote:",
    "Gmail, folded twice": "El vie, 20 nov 2026, Secretaría Técnica de la\nConferencia (<st@example.org>)\nescribió:",
    "Thunderbird": "On 20/11/2026 10:00, Secretariat wrote:",
    "older": "-----Mensaje original-----",
}


@pytest.mark.parametrize("program", REPEATING)
def test_what_an_answer_repeats_is_not_the_delegation_s_word(staff, program):
    said = "Se envió la guía.\n\nAna"
    read = letter(a_mail(f"{said}\n\n{REPEATING[program]}\n\nCP/2026-03/1 is pending.\n"), by=staff)
    assert read.text == said
    assert read.whole_text.endswith("CP/2026-03/1 is pending.")


@pytest.mark.parametrize(
    "said",
    [
        "El taller fue el 3 de mayo.\n\nLa Secretaría escribió:\nsí.",
        "El viceministro escribió: se enviará.\nDe: Honduras\nPara: todas",
        "On 3 May it wrote: send it.",
    ],
)
def test_what_only_looks_repeated_stays(staff, said):
    assert letter(a_mail(said), by=staff).text == said


WHO_WROTE = "On Mon, 9 Nov 2026 at 10:00, Secretariat <st@example.org> wrote:"
SENT = "Se envió la guía.\n\nAna"
NOT_ABOVE = {
    "beneath": (f"{WHO_WROTE}\n> Please tell.\n\n{SENT}", SENT),
    "beneath, who wrote not said": (f"> Please tell.\n>\n> Soon.\n\n{SENT}", SENT),
    "between": (f"{WHO_WROTE}\n\n> The first?\n\nSent.\n\n> The second?\n>> older\n\nNot yet.", "Sent.\n\nNot yet."),
    "beneath, and older mails under it": (f"> Please tell.\n\n{SENT}\n\n{REPEATING['Outlook']}\n\nold", SENT),
    "nothing, and what is repeated is not marked": (f"{WHO_WROTE}\n\nPlease tell.", ""),
    "nothing, above headers": (f"{REPEATING['Outlook']}\n\nPlease tell.", ""),
    "nothing, beneath a line": (f"{'_' * 32}\n{REPEATING['Outlook']}\n\nPlease tell.", ""),
}


@pytest.mark.parametrize("where", NOT_ABOVE)
def test_an_answer_may_stand_beneath_what_it_repeats(staff, where):
    text, said = NOT_ABOVE[where]
    read = letter(a_mail(text, subject="Re: Guía"), by=staff)
    assert (read.text, read.whole_text) == (said, text)


PASSED_ON = {
    "Gmail": "---------- Forwarded message ---------\nDe: Ana <ana@example.org>\nDate: vie, 13 nov 2026\n"
    "Subject: Guía\nTo: Benito <b@example.org>,\nCarla <c@example.org>\nCc: <d@example.org>\n\n\n",
    "Outlook": f"{REPEATING['Outlook']}\n\n",
    "Outlook, a page": f"{'_' * 32}\n\n{REPEATING['Outlook, a page']}\n\n",
    "Thunderbird": "-------- Mensaje reenviado --------\nAsunto: Guía\nFecha: Fri, 13 Nov 2026\nDe: Ana\n\n",
    "Mail": "Begin forwarded message:\n\n> From: Ana\n> Subject: Guide\n> Date: 13 November 2026\n>\n> ",
}


@pytest.mark.parametrize("program", PASSED_ON)
@pytest.mark.parametrize("beneath", ["", "\n\nOn Monday, the Secretariat wrote:\n> CP/2026-03/1 is pending."])
def test_a_mail_that_is_passed_on_says_what_it_passes_on(staff, program, beneath):
    said = SENT.replace("\n", "\n> ") if program == "Mail" else SENT
    read = letter(a_mail(f"{PASSED_ON[program]}{said}{beneath}", subject="RV: Guía"), by=staff)
    assert read.text == SENT


def test_what_stands_above_a_mail_that_is_passed_on_is_the_sender_s_word(staff):
    read = letter(
        a_mail(f"We have sent it, see below.\n\n{PASSED_ON['Gmail']}Please tell.", subject="Fwd: Guide"), by=staff
    )
    assert read.text == "We have sent it, see below."


@pytest.mark.parametrize("mark", ['type="cite"', 'class="gmail_quote"'])
def test_what_a_page_quotes_is_not_the_delegation_s_word(staff, mark):
    html = (
        f"<div>{WHO_WROTE.replace('<', '&lt;')}</div><blockquote {mark}><p>Please<br>tell.</p></blockquote><p>Sent.</p>"
    )
    assert letter(a_mail(None, html=html), by=staff).text == "Sent."


def test_a_page_whose_head_nobody_closed_is_read(staff):
    assert letter(a_mail(None, html="<head><meta><title>x</title><body><p>Sent.</p>"), by=staff).text == "Sent."


def test_what_a_page_indents_stays(staff):
    html = "<blockquote style='margin: 0'><p>Sent.</p></blockquote></blockquote><p>Ana</p>"
    assert letter(a_mail(None, html=html), by=staff).text == "Sent.\n\nAna"


@pytest.mark.parametrize("sender", ['"', "<", "a@[", 'Ana <"', 'ana@example.org, "'])
def test_of_a_sender_who_cannot_be_read_staff_say_the_delegation(desk, report, sender):
    answer = drop(desk, f"From: {sender}\nSubject: Guide\nDate: x\n\nSent.\n".encode())
    read = answer.context["letter"]
    assert (answer.status_code, read.sender, read.sender_name, read.subject, read.text) == (
        200,
        "",
        "",
        "Guide",
        "Sent.",
    )
    assert (answer.context["known"], answer.context["form"]) == ([], None)


def test_what_no_database_keeps_is_left_out(staff):
    content = a_mail("Sent=00.=07", sender="NAME <ana@example.org>", subject="SUBJECT")
    content = content.replace(b"7bit", b"quoted-printable")
    content = content.replace(b"NAME", b"=?utf-8?q?A=00na=1B?=").replace(b"SUBJECT", b"=?utf-8?q?a=00b=7F?=")
    read = letter(content, by=staff)
    assert (read.sender_name, read.sender, read.subject, read.text) == ("Ana", "ana@example.org", "ab", "Sent.")


def test_a_mail_in_an_encoding_that_nobody_knows_is_read_as_far_as_it_goes(staff):
    content = a_mail("Enviado").replace(b'charset="utf-8"', b'charset="x-unknown"').replace(b"12 May", b"99 May")
    read = letter(content, by=staff)
    assert (read.text, read.on) == ("Enviado", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "“a.eml” is no mail: please save it as .eml and bring that."),
        (PDF, "“a.eml” is no mail: please save it as .eml and bring that."),
        (b"Words alone.", "“a.eml” is no mail: please save it as .eml and bring that."),
        (b"x" * (20 * 1024 * 1024 + 1), "“a.eml” is larger than 20 MB."),
        (a_mail(files=[(f"{n}.txt", b"x") for n in range(200)]), "“a.eml” holds too many parts to be read."),
    ],
)
def test_what_is_no_mail_leaves_nothing(staff, content, words, tmp_path):
    with pytest.raises(eml.CannotTakeIn) as refused:
        taken_in(content, by=staff, name="a.eml")
    assert str(refused.value) == words
    assert (DroppedMail.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


def test_parts_within_parts_are_not_followed_for_ever(staff):
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3000))
    with pytest.raises(eml.CannotTakeIn, match="too many parts"):
        taken_in(b"From: ana@example.org\r\nDate: x\r\n" + opening, by=staff)


def test_what_a_mail_names_is_suggested_first(report, staff, officer, honduras):
    read = letter(a_mail(), by=staff)
    assert eml.delegations_of(read.sender, on=TODAY) == [honduras]
    named, others = eml.suggested(read, honduras, on=TODAY)
    references = [[one.action.agreement.reference for one in found] for found in (named, others)]
    assert references == [["CP/2026-03/1", "CP/2026-03/2"], []]
    DroppedMail.objects.all().delete()
    named, others = eml.suggested(letter(a_mail("Sent.", subject="x"), by=staff), honduras, on=TODAY)
    assert (named, [one.action.agreement.reference for one in others]) == ([], ["CP/2026-03/1", "CP/2026-03/2"])


def test_whose_designation_is_over_writes_for_nobody(officer, honduras):
    officer.designations.update(ends_on=TODAY - datetime.timedelta(1))
    assert eml.delegations_of("ana@example.org", on=TODAY) == []


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def drop(client, content):
    return client.post(reverse("dropped-mails"), {"file": SimpleUploadedFile("answer.eml", content)}, follow=True)


def sent(answer, **more):
    form = answer.context["form"]
    fields = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in fields.items() if value is not None}
    return kept | {"delegation": answer.context["delegation"].code} | more


def test_a_dropped_mail_is_checked_and_entered(desk, report, staff, officer, honduras):
    content = a_mail(files=[("paper.pdf", PDF), ("notes.xyz", b"?")])
    answer = drop(desk, content)
    mail = DroppedMail.objects.get()
    address = reverse("dropped-mail", args=[mail.pk])
    assert answer.redirect_chain == [(address, 302)]
    assert (answer.context["delegation"], ProgressReport.objects.count()) == (honduras, 0)
    assert [str(one) for one in answer.context["form"].initial["text"].split()][:2] == ["The", "paper"]
    answer = desk.post(address, sent(answer, done="yes"))
    entered = ProgressReport.objects.get()
    assert answer.url == reverse("progress-report", args=["HN", entered.pk])
    assert (entered.delegation, entered.text, entered.done, entered.on, entered.state) == (
        honduras, "The paper was sent.\n\nAna", True, datetime.date(2026, 5, 12), "acknowledged",
    )  # fmt: skip
    assert (entered.came_by, entered.source, entered.source_words, entered.author_address, entered.entered_by) == (
        "on_behalf", "mail", "2026-05-12: Point CP/2026-03/2", "ana@example.org", staff,
    )  # fmt: skip
    shares = entered.answers.values_list("commitment__action__agreement__reference", "commitment__status")
    assert list(shares) == [("CP/2026-03/1", "fulfilled"), ("CP/2026-03/2", "fulfilled")]
    assert list(entered.evidence.values_list("name", "is_source")) == [("paper.pdf", False), ("answer.eml", True)]
    # The same mail again leads to what became of it.
    assert drop(desk, content).redirect_chain[-1][0] == answer.url
    assert ProgressReport.objects.count() == 1


def test_of_an_unknown_sender_staff_say_the_delegation(desk, report, mexico):
    answer = drop(desk, a_mail(sender="stranger@example.org"))
    assert (answer.context["known"], answer.context["delegation"], answer.context["form"]) == ([], None, None)
    answer = desk.get(answer.redirect_chain[0][0], {"delegation": "MX"})
    named = [one.action.agreement.reference for one in answer.context["form"].fields["commitment"].queryset]
    assert (answer.context["delegation"], named) == (mexico, ["CP/2026-03/3.a"])


def test_who_is_designated_twice_is_asked_for_which(desk, report, officer, mexico):
    DesignationFactory(person=officer, delegation=mexico)
    answer = drop(desk, a_mail())
    assert ([one.code for one in answer.context["known"]], answer.context["form"]) == (["HN", "MX"], None)


def test_what_is_refused_leaves_the_mail_to_be_entered(desk, report, officer):
    answer = drop(desk, a_mail(files=[("paper.pdf", PDF)]))
    address = answer.redirect_chain[0][0]
    again = desk.post(address, sent(answer, on="2026-03-09"))
    assert again.context["form"].non_field_errors() == [
        "CP/2026-03/1 was agreed on 10 March 2026: please give that day or a later one."
    ]
    assert (ProgressReport.objects.count(), DroppedMail.objects.get().report) == (0, None)


def test_a_mail_is_given_up_with_its_file(desk, report, officer, tmp_path, django_capture_on_commit_callbacks):
    drop(desk, a_mail())
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("dropped-mail-discard", args=[DroppedMail.objects.get().pk]))
    assert (DroppedMail.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_are_for_staff_alone(client, officer, address):
    assert client.get(address).status_code == 302
    for person in (officer, UserFactory()):
        client.force_login(person)
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
