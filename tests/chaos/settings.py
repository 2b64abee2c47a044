"""The tests' settings with two tasks more, which a worker of this folder alone knows."""

from tests.settings import *  # noqa: F403 - all of them

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos"]  # noqa: F405 - a name of the product's settings
