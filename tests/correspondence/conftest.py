import pytest

from tests.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """A real mail server, which the settings name."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
