"""How many times a page asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, url):
    """The number of queries a GET of `url` takes, without those for the session and the person signed in."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    accounts = ('"django_session"', 'FROM "networks_user" WHERE "networks_user"."id"')
    return sum(not any(account in query["sql"] for account in accounts) for query in captured.captured_queries)
