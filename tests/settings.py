"""The product's settings as tests run them: a database of this process's own, keys that are no secret.

Set in the environment before the product reads it, so that no test knob has to live in the product.
"""

import os

from tests import databases

os.environ |= {
    "KAP_ENV": "test",
    "KAP_DEMO": os.environ.get("KAP_TEST_DEMO", "0"),
    "KAP_SERVERS": "test",
    "SECRET_KEY": "tests-only-tests-only-tests-only-tests-only-tests-only",
    "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    **databases.urls(os.environ.get("KAP_TEST_DATABASE", databases.own_name())),
}

from kap_practice.settings import *  # noqa: F403 - after the environment is set

# Plain tests need no collected assets: read a static file when it is asked for.
WHITENOISE_AUTOREFRESH = not JOURNEY  # noqa: F405 - a name of the product's settings
