"""Rows for tests, without surprises: nothing is made that the test did not name, but what a constraint needs."""

import datetime

import factory

from actions.models import (
    Action,
    ActionOwner,
    Agreement,
    Commitment,
    Evidence,
    ProgressAnswer,
    ProgressReport,
    Remark,
    Report,
)
from correspondence.models import Mail, Mention
from desks.models import SourceFile
from meetings.models import Attendance, Meeting, MeetingDocument
from networks.models import Delegation, Designation, Membership, Network, Presidency, Standing, User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        if create and extracted:
            self.set_password(extracted)
            self.save()


class StaffFactory(UserFactory):
    is_staff = True
    is_superuser = True


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network
        django_get_or_create = ["slug"]

    slug = "consular-protection"
    code = factory.LazyAttribute(lambda network: "".join(word[0] for word in network.slug.split("-")).upper())
    name_en = factory.LazyAttribute(lambda network: f"Network for {network.slug}")
    name_es = factory.LazyAttribute(lambda network: f"Red de {network.slug}")
    short_en = factory.LazyAttribute(lambda network: network.slug.replace("-", " ").title())
    short_es = factory.LazyAttribute(lambda network: f"{network.slug} (es)")


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation
        django_get_or_create = ["code"]

    code = "HN"
    kind = "country"
    name_en = factory.LazyAttribute(lambda delegation: f"Delegation {delegation.code}")
    name_es = factory.LazyAttribute(lambda delegation: f"Delegación {delegation.code}")


class MemberFactory(DelegationFactory):
    """A Member Country since 1996."""

    @factory.post_generation
    def membership(self, create, extracted, **kwargs):
        if create:
            Membership.objects.get_or_create(
                delegation=self, starts_on=datetime.date(1996, 1, 1), defaults={"standing": Standing.MEMBER}
            )

    class Meta:
        skip_postgeneration_save = True


class PresidencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Presidency


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    network = factory.SubFactory(NetworkFactory)
    starts_on = datetime.date(2026, 3, 10)
    ends_on = factory.LazyAttribute(lambda meeting: meeting.starts_on)
    city = "Tegucigalpa"


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance


class MeetingDocumentFactory(factory.django.DjangoModelFactory):
    """A document for members, of which only the row is there."""

    class Meta:
        model = MeetingDocument

    meeting = factory.SubFactory(MeetingFactory)
    title_en = factory.Sequence(lambda n: f"Annex {n}")
    title_es = factory.Sequence(lambda n: f"Anexo {n}")
    distribution = "members"
    file = factory.Sequence(lambda n: f"meeting-documents/{n:032x}")
    name = "annex.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    added_by = factory.SubFactory(UserFactory)
    added_at = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft."""

    class Meta:
        model = Report

    meeting = factory.SubFactory(MeetingFactory)


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    report = factory.SubFactory(ReportFactory)
    position = factory.Sequence(lambda n: (n + 1) * 1024)
    label = "1"
    text_en = "Honduras will send the paper."
    text_es = "Honduras enviará el documento."


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    agreement = factory.SubFactory(AgreementFactory)
    position = factory.Sequence(lambda n: n)
    what_en = "Honduras will send the paper"
    what_es = "Honduras enviará el documento"


class ActionOwnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionOwner

    action = factory.SubFactory(ActionFactory)


class CommitmentFactory(factory.django.DjangoModelFactory):
    """A share, pending, of an agreement whose report is published."""

    class Meta:
        model = Commitment

    action = factory.SubFactory(ActionFactory, agreement=factory.SubFactory("tests.factories.FrozenFactory"))
    delegation = factory.SubFactory(DelegationFactory)
    news_on = factory.LazyAttribute(lambda share: share.action.agreement.report.meeting.ends_on)


class FrozenFactory(AgreementFactory):
    """An agreement of a published report."""

    report = factory.SubFactory("tests.factories.PublishedFactory")
    reference = factory.LazyAttribute(lambda agreement: f"{agreement.report.reference}/{agreement.label}")
    agreed_on = factory.LazyAttribute(lambda agreement: agreement.report.adopted_on)
    sort_key = factory.LazyAttribute(lambda agreement: agreement.label)


class PublishedFactory(ReportFactory):
    """A published report."""

    state = "published"
    reference = factory.Sequence(lambda n: f"T{n}/2026-03")
    adopted_on = published_on = factory.LazyAttribute(lambda report: report.meeting.ends_on)


class DesignationFactory(factory.django.DjangoModelFactory):
    """A liaison officer of a delegation for all networks, since long ago."""

    class Meta:
        model = Designation

    person = factory.SubFactory(UserFactory)
    delegation = factory.SubFactory(DelegationFactory)
    starts_on = datetime.date(2020, 1, 1)


class ChairFactory(DesignationFactory):
    """A chair of all bodies, of a delegation that has held the presidency ever since."""

    role = "chair"

    @factory.post_generation
    def presidency(self, create, extracted, **kwargs):
        if create:
            Presidency.objects.get_or_create(delegation=self.delegation, starts_on=datetime.date(2020, 1, 1))

    class Meta:
        skip_postgeneration_save = True


class MailFactory(factory.django.DjangoModelFactory):
    """A digest that waits."""

    class Meta:
        model = Mail

    kind = "digest"
    recipient = factory.Sequence(lambda n: f"officer{n}@example.org")
    day = datetime.date(2026, 3, 20)
    language = "en"
    message_id = factory.Sequence(lambda n: f"<mail-{n}@example.org>")
    composed_at = next_try_at = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


class MentionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mention

    mail = factory.SubFactory(MailFactory)
    commitment = factory.SubFactory(CommitmentFactory)
    delegation = factory.SelfAttribute("commitment.delegation")
    section = "due_soon"


class ToOfficerFactory(MentionFactory):
    """In a mail to somebody whom the delegation has designated, since long ago."""

    class Meta:
        skip_postgeneration_save = True

    @factory.post_generation
    def designated(self, create, extracted, **kwargs):
        person = User.objects.filter(email=self.mail.recipient).first() or UserFactory(email=self.mail.recipient)
        DesignationFactory(person=person, delegation=self.delegation)


class ProgressReportFactory(factory.django.DjangoModelFactory):
    """A draft, not yet, as of the day of the other factories; `about` names the commitments it answers."""

    class Meta:
        model = ProgressReport
        skip_postgeneration_save = True

    delegation = factory.SubFactory(DelegationFactory)
    text = "The paper is being written."
    language = "en"
    on = datetime.date(2026, 3, 20)
    made_at = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)

    @factory.post_generation
    def about(self, create, extracted, **kwargs):
        if create:
            for commitment in extracted or ():
                ProgressAnswer.objects.create(report=self, commitment=commitment)


class InformedFactory(ProgressReportFactory):
    """A report that was sent; what it does to the commitments is left out."""

    state = "sent"
    sent_at = factory.SelfAttribute("made_at")


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A file with a report, of which only the row is there."""

    class Meta:
        model = Evidence

    report = factory.SubFactory(ProgressReportFactory)
    file = factory.Sequence(lambda n: f"evidence/{n:032x}")
    name = "paper.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class SourceFileFactory(factory.django.DjangoModelFactory):
    """The mail or note itself with what was entered out of it, of which only the row is there."""

    class Meta:
        model = SourceFile

    file = factory.Sequence(lambda n: f"sources/{n:032x}")
    name = "note.pdf"
    content_type = "application/pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    by = factory.SubFactory(StaffFactory)
    at = datetime.datetime(2026, 5, 20, 18, tzinfo=datetime.UTC)


class RemarkFactory(factory.django.DjangoModelFactory):
    """A question of the secretariat."""

    class Meta:
        model = Remark

    commitment = factory.SubFactory(CommitmentFactory)
    side = "secretariat"
    text = "When is it expected?"
    at = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
