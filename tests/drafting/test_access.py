"""Whoever may not come in writes nothing, and loses nothing; every address by every role is in test_roles."""

from django.urls import reverse

from actions.models import Agreement
from tests.factories import AgreementFactory


def test_a_visitor_is_asked_to_sign_in_and_led_back(client):
    answer = client.get(reverse("bring-in"))

    assert (answer.status_code, answer.url) == (302, f"{reverse('sign-in')}?next=%2Fen%2Fdesk%2Fbring-in%2F")


def test_a_visitor_writes_nothing(client):
    agreement = AgreementFactory()

    client.post(reverse("write-agreement", args=[agreement.pk]), {"kind": "other", "text_en": "Mine."})

    assert Agreement.objects.get().text_en == agreement.text_en


def test_who_was_signed_out_comes_back_to_the_form(client):
    agreement = AgreementFactory()
    page = reverse("review", args=[agreement.report_id])
    place = f"agreement-{agreement.pk}"

    answer = client.post(
        reverse("write-agreement", args=[agreement.pk]),
        {"place": place, "text_en": "Mine."},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"},
    )

    assert answer.headers["HX-Redirect"] == (f"{reverse('sign-in')}?next={page.replace('/', '%2F')}%3Fedit%3D{place}")


def test_nothing_of_the_desk_is_kept(desk, brought_in):
    assert "no-store" in desk.get(reverse("uploads")).headers["Cache-Control"]
