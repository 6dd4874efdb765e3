"""Staff alone come in; everybody else is asked to sign in, or finds nothing."""

import pytest
from django.urls import reverse

from actions.models import Agreement
from drafting.urls import urlpatterns
from tests.factories import AgreementFactory, UserFactory

ADDRESSES = [reverse(pattern.name, kwargs=dict.fromkeys(pattern.pattern.converters, 1)) for pattern in urlpatterns]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_visitor_is_asked_to_sign_in(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, f"{reverse('sign-in')}?next={address.replace('/', '%2F')}")


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_is_not_staff_finds_nothing(client, address):
    client.force_login(UserFactory())

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


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
