"""The headers that guard every answer."""

from typing import Any


def lacking(response: Any, *, stored: bool = False) -> list[str]:
    """Which guards this answer lacks."""
    found = response.headers
    policy = found.get("Content-Security-Policy", "")
    holds = {
        "policy": "default-src 'none'" in policy and "unsafe" not in policy and "data:" not in policy,
        "frames": "frame-ancestors 'none'" in policy and found.get("X-Frame-Options") == "DENY",
        "type": found.get("X-Content-Type-Options") == "nosniff",
        "referrer": found.get("Referrer-Policy") == "same-origin",
        "devices": "camera=()" in found.get("Permissions-Policy", ""),
        "opener": found.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": found.get("Cross-Origin-Resource-Policy") == "same-origin",
        "store": stored or "no-store" in found.get("Cache-Control", ""),
        "maker": not {"server", "x-powered-by", "via"} & {name.lower() for name in found},
    }
    return [name for name, there in holds.items() if not there]
