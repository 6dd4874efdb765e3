"""What is vendored is what MANIFEST.json says, byte for byte, each with its licence."""

import hashlib
import json

from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"


def manifest():
    return json.loads((VENDOR / "MANIFEST.json").read_text("utf-8"))["packages"]


def test_every_vendored_file_is_listed_with_its_hash():
    listed = {name: sha256 for package in manifest() for name, sha256 in package["files"].items()}
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert there == listed


def test_every_package_has_a_version_a_source_a_licence_and_its_text():
    for package in manifest():
        assert all(package[field] for field in ("name", "version", "licence", "source", "use")), package
        assert any(name.endswith("LICENSE.txt") for name in package["files"]), package["name"]
