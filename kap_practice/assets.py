"""The asset step: everything the browser loads, made from installed wheels, with no network and no node.

Bootstrap is taken from `bootstrap-wrapper`, but its `data:` images become files, since the content security policy
allows none. The fonts are cut down to the Latin letters that the pages use.
"""

import hashlib
import json
import re
import shutil
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from bootstrap_wrapper import get_bootstrap_dir
from fontpkg import family
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# The same bytes as the upstream npm release of Bootstrap 5.3.8: a changed wheel stops the build.
PINNED = {
    "css/bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
}
# Basic Latin, Latin-1, Latin Extended-A, general punctuation, euro, trade mark, minus and comparison signs.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x203B),
    0x2044,
    0x20AC,
    0x2122,
    0x2192,
    0x2212,
    0x2260,
    0x2264,
    0x2265,
]
FEATURES = ["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl"]
PDF_WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
PACKAGES = ["bootstrap-wrapper", "fontpkg-figtree", "fontpkg-newsreader", "fonttools", "brotli"]

DATA_URL = re.compile(r"""url\((["'])data:image/svg\+xml,(.*?)\1\)""")
SOURCE_MAP = re.compile(r"(?:/\*|//)# sourceMappingURL=[^\n*]*(?:\*/)?\s*$")


class ChangedSource(Exception):
    """A file in a wheel is not the file that was looked at when it was pinned."""


def build(target: Path, *, force: bool = False) -> bool:
    """Make the assets in `target`. Returns False when they are there already and nothing has changed.

    Raises ChangedSource when a pinned file has other bytes than expected.
    """
    stamp = target / ".stamp"
    if not force and stamp.is_file() and stamp.read_text() == fingerprint():
        return False
    if target.exists():
        shutil.rmtree(target)
    build_bootstrap(target / "bootstrap")
    build_fonts(target / "fonts")
    stamp.write_text(fingerprint())
    return True


def fingerprint() -> str:
    """Changes when a source package or this recipe changes."""
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return json.dumps({"recipe": recipe, **{name: version(name) for name in PACKAGES}}, indent=1)


def build_bootstrap(target: Path) -> None:
    target.mkdir(parents=True)
    source = Path(get_bootstrap_dir())
    css = without_data_urls(pinned(source, "css/bootstrap.min.css"), target / "svg")
    (target / "bootstrap.min.css").write_text(SOURCE_MAP.sub("", css))
    shutil.copyfile(source / "LICENSE", target / "LICENSE")


def pinned(source: Path, name: str) -> str:
    content = (source / name).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != PINNED[name]:
        raise ChangedSource(f"Bootstrap's {name} has sha256 {found}, not {PINNED[name]}. Look at it, then pin it anew.")
    return content.decode()


def without_data_urls(css: str, target: Path) -> str:
    """Write each inlined image of `css` to a file in `target`, and point the css there."""
    target.mkdir()

    def as_file(match: re.Match[str]) -> str:
        svg = unquote(match[2])
        name = f"{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
        (target / name).write_text(svg)
        return f'url("{target.name}/{name}")'

    css = DATA_URL.sub(as_file, css)
    if "data:" in css:
        raise ChangedSource("Bootstrap's css holds a data: address of a kind that was not there before.")
    return css


def build_fonts(target: Path) -> None:
    (target / "pdf").mkdir(parents=True)
    figtree, newsreader = variable_file("Figtree"), variable_file("Newsreader")
    write_woff2(TTFont(figtree), target / "figtree.woff2")
    # Newsreader is for page titles only, so one size and one weight are enough.
    titles = instantiateVariableFont(TTFont(newsreader), {"opsz": 28, "wght": 600})
    write_woff2(titles, target / "newsreader.woff2")
    for name, weight in PDF_WEIGHTS.items():
        # WeasyPrint ignores a range of weights in a variable file, so the PDFs get one file a weight.
        static = instantiateVariableFont(TTFont(figtree), {"wght": weight}, updateFontNames=True)
        static.save(target / "pdf" / f"Figtree-{name}.ttf")
    for name, file in {"figtree": figtree, "newsreader": newsreader}.items():
        shutil.copyfile(file.parents[1] / "LICENSE", target / f"LICENSE-{name}")


def variable_file(name: str) -> Path:
    """The upright variable font of an installed family."""
    return Path(next(file.path for file in family(name).files if file.variable and file.style == "normal"))


def write_woff2(font: TTFont, path: Path) -> None:
    options = Options(flavor="woff2", layout_features=FEATURES, notdef_outline=True, name_IDs=["*"])
    buffer = BytesIO()  # subsetting straight after the instancer can fail; a font opened anew does not
    font.save(buffer)
    buffer.seek(0)
    fresh = TTFont(buffer)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(fresh)
    fresh.flavor = "woff2"
    fresh.save(path)
