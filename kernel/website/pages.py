"""What all pages share: templates, the way to the shared files, Markdown, and numbers as people read them."""

import html
import math
import pathlib
import re
import shutil

import jinja2
from markupsafe import Markup
from nbconvert.filters import markdown2html

HERE = pathlib.Path(__file__).resolve().parent
HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.S)
TAG = re.compile(r"<[^>]*>")
PILCROW = re.compile(r'<a class="anchor-link".*?</a>', re.S)

ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)


class Site:
    """A folder that fills with pages; `root` in a template leads from a page back to it."""

    def __init__(self, folder):
        self.folder = folder

    def copy_shared(self):
        for file in sorted((HERE / "static").iterdir()):
            shutil.copyfile(file, self.folder / file.name)
        # GitHub Pages passes files through Jekyll unless this one is there.
        (self.folder / ".nojekyll").write_text("")

    def write(self, path, template, **values):
        root = "../" * path.count("/")
        text = ENVIRONMENT.get_template(template).render(root=root, path=path, **values)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


def plain(markup):
    """The words of some HTML."""
    return html.unescape(TAG.sub("", markup)).strip()


def markdown(source):
    """Markdown as HTML whose headings have neither anchors nor signs beside them, whichever nbconvert made it."""
    made = PILCROW.sub("", markdown2html(source))
    return Markup(HEADING.sub(lambda m: f"<h{m[1]}>{m[2]}</h{m[1]}>", made))


def number(value):
    """Four digits or more, without an exponent where that reads better, and with a thin space between thousands."""
    if value is None:
        return ""
    size = abs(value)
    if size and (size < 1e-3 or size >= 1e7):
        return f"{value:.4g}".replace("-", "\u2212")
    digits = max(0, 3 - math.floor(math.log10(size))) if size else 0
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\u2009").replace("-", "\u2212")


ENVIRONMENT.filters["number"] = number
