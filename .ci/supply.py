"""What the product is made of: known faults of its dependencies, their licences, a bill of materials,
and secrets that must not stand in the repository. Exit 1 where something must not be so.

An audit whose service cannot be reached is told as not done, and never as passed.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
BILL = TOP / ".ci" / "sbom.json"  # made anew each time, not kept
LOOKED_THROUGH = ("ohms", "benchmarks", "docs", ".ci", "README.md", "pyproject.toml", "wsgi.py")
# What a scan takes for a secret and a person has seen to be none: file and what the scan calls it.
KNOWN = {
    ("docs/operating.md", "Basic Auth Credentials"),  # the word PASSWORD in an example
    ("ohms/config.py", "Secret Keyword"),  # the demonstration's password, refused elsewhere
    ("README.md", "Basic Auth Credentials"),  # the words of an example
    ("ohms/config.py", "Basic Auth Credentials"),  # the words of an example
    ("ohms/domain/second_factor.py", "Base64 High Entropy String"),  # an alphabet of codes
    ("ohms/models/address.py", "Basic Auth Credentials"),  # the words of an example
}
# Licences under which a service may be built without giving its own source away.
FREE = ("MIT", "BSD", "Apache", "PSF", "Python", "ISC", "MPL", "LGPL", "Unlicense", "HPND", "0BSD")

# Said in their package by a file alone, and read there by a person.
SEEN = {
    "axe-playwright-python": "MIT",
    "ohms": "its own",
    "pypdfium2": "Apache-2.0 or BSD-3-Clause",
    "pyrage": "MIT",
}


def main() -> int:
    faults = [*_vulnerabilities(), *_licences(), *_secrets()]
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def _run(*command: str) -> str:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=TOP, capture_output=True, text=True)
    return done.stdout


def _vulnerabilities() -> list[str]:
    said = _run("pip-audit", "--skip-editable", "--progress-spinner", "off", "--format", "json")
    audited: list[dict[str, Any]] = json.loads(said or '{"dependencies": []}')["dependencies"]
    looked_at = [each for each in audited if "vulns" in each]
    if not looked_at:
        print("NOT DONE: the audit of dependencies could not reach its service.")
    else:
        print(f"{len(looked_at)} of {len(audited)} dependencies audited.")
    return [
        f"{each['name']} {each['version']}: {fault['id']}"
        for each in looked_at
        for fault in each["vulns"]
    ]


def _licences() -> list[str]:
    _run("cyclonedx-py", "environment", str(BIN.parent), "-o", str(BILL))
    parts = json.loads(BILL.read_text())["components"]
    told = {part["name"]: SEEN.get(part["name"]) or _licence_of(part) for part in parts}
    print(f"Bill of materials: {len(parts)} parts in {BILL.relative_to(TOP)}.")
    for name, licence in sorted(told.items()):
        print(f"  {name}: {licence}")
    return [
        f"{name}: licence {licence!r} is not among those known to be free to use"
        for name, licence in told.items()
        if name not in SEEN and not any(free in licence for free in FREE)
    ]


def _licence_of(part: dict[str, Any]) -> str:
    found = [
        each.get("expression") or each["license"].get("id") or each["license"].get("name", "")
        for each in part.get("licenses", ())
    ]
    return " / ".join(sorted(set(found)))[:120] or "not said"


def _secrets() -> list[str]:
    found = json.loads(_run("detect-secrets", "scan", *LOOKED_THROUGH))["results"]
    told = {
        (file, each["type"]): each["line_number"] for file, some in found.items() for each in some
    }
    print(f"Secrets: {len(told)} places looked like one, {len(KNOWN & set(told))} of them known.")
    return [
        f"{file}, line {line}: looks like a secret ({kind})"
        for (file, kind), line in told.items()
        if (file, kind) not in KNOWN
    ]


if __name__ == "__main__":
    sys.exit(main())
