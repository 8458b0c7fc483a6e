"""What stands on the page for operators in files to be copied keeps what the product promises of itself."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def blocks_with(words: str) -> list[str]:
    found = [each for each in BLOCKS if words in each]
    assert found, words
    return found


def test_the_proxy_writes_no_query_down_wherever_it_is_asked_and_whatever_goes_wrong() -> None:
    """Its own log of errors quotes whole requests at every level below `alert`, and what a `server` does
    not say of a log of its own goes into the one for all, with the query."""
    (proxy,) = blocks_with("proxy_pass")
    (log_format,) = re.findall(r"log_format without_query(.*?);", proxy, re.DOTALL)
    assert not re.search(
        r"\$(request|request_uri|args|query_string|http_referer|uri)\b", log_format
    )
    servers = proxy.split("server {")[1:]
    assert len(servers) == 2
    for server in servers:
        logs = re.findall(r"^ *(access_log|error_log) +\S+ (\w+);", server, re.MULTILINE)
        assert dict(logs) == {"access_log": "without_query", "error_log": "alert"}
    assert "server_tokens off;" in proxy, "no version in any body"


def test_each_service_runs_as_nobody_else_and_writes_to_its_own_folder_alone() -> None:
    services = blocks_with("ExecStart=")
    assert len(services) == 3
    assert all("User=ohms\n" in each for each in services)
    (shut,) = blocks_with("ProtectSystem=strict")
    for demanded in ("UMask=0077", "NoNewPrivileges=yes", "ReadWritePaths=/var/lib/ohms"):
        assert demanded in shut.splitlines()
