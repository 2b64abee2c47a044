from whitenoise.storage import CompressedManifestStaticFilesStorage

# `import { toast } from "./toast.js"`: the one way in which our modules name each other.
IMPORTS = (r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"')


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise brings no types
    """Names each static file by its content, the modules that our scripts import included: a release is never mixed.

    Django's own switch for this reads every script, and stops at one of htmx's extensions that no page uses.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("app/*.js", (IMPORTS,)))
