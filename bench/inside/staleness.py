"""Whether a committed change is ever hidden by a page that was kept."""

import http.client

from networks.services import conference, public_change, save_recorded, system_user

CHANGES = 25
READINGS = 8  # enough to meet every worker


def measure(port, path):
    """How many of the pages read right after a change did not show it; [stale, read]."""
    by = system_user()
    stale = read = 0
    for number in range(CHANGES):
        name = f"Conference no. {number}"
        with public_change():
            row = conference()
            row.name_en = row.short_en = name
            save_recorded(row, by=by)
        for _reading in range(READINGS):
            connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
            connection.request("GET", path)
            stale += name.encode() not in connection.getresponse().read()
            read += 1
            connection.close()
    return [stale, read]
