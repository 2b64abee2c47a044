"""What must hold before anybody is served: the checks that apps register, since a web server by itself runs none."""

from django.core import checks


def refusals(alias: str) -> list[str]:
    """Why this machine and database must not serve; empty is good. Reads the database by its `alias`."""
    found = checks.run_checks(tags=[checks.Tags.security, checks.Tags.database], databases=[alias])
    return [str(one.msg) for one in found if one.is_serious()]
