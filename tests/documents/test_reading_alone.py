"""read_document as a process of its own: on a first start, without a folder to write to or a locale."""

import json
import os
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).parents[2] / "manage.py"
REPORT = """Informe de la Red de Funcionarios de Enlace para Protección Consular
Ciudad de Panamá, Panamá, 14 de mayo de 2019

1. Agradecer a Panamá su hospitalidad.
2. Que la ST envíe el mapa.
"""


def read_alone(path, folder):
    bare = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT")}
    environment = {**bare, "LC_ALL": "C", "VAR_DIR": str(folder), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, str(MANAGE), "read_document", str(path), "--json"],
        env=environment,
        cwd=path.parent,
        capture_output=True,
        check=False,
    )


def test_nothing_is_written_and_what_is_printed_is_utf8(tmp_path):
    path = tmp_path / "informe.txt"
    path.write_text(REPORT, encoding="utf-8")

    done = read_alone(path, tmp_path / "var")

    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout.decode("utf-8"))
    assert (found["city"], found["country"]) == ("Ciudad de Panamá", "PA")
    assert [agreement["text"] for agreement in found["agreements"]] == [
        "Agradecer a Panamá su hospitalidad.",
        "Que la ST envíe el mapa.",
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_a_refusal_is_one_line_and_status_1(tmp_path):
    path = tmp_path / "informe.txt"
    path.write_bytes(b"")

    done = read_alone(path, tmp_path / "var")

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == f"CommandError: {path}: The file is empty.\n"
    assert list(tmp_path.iterdir()) == [path]
