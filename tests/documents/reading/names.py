"""The names the conference ships, and some that nobody has, for the tests of reading."""

import pathlib

from documents.reading.vocabulary import from_file

CONFERENCE = from_file(pathlib.Path(__file__).parents[3] / "networks" / "data" / "conference.json")
