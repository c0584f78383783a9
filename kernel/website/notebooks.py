"""Executed notebooks as pages: no script, style or font from elsewhere, pictures as files beside them."""

import base64
import hashlib
import posixpath
import re
import struct

import nbformat
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import JavaLexer

from website.pages import HEADING, markdown, plain, slug

PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,([A-Za-z0-9+/=\s]+)")
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SENTENCE = re.compile(r"(.+?[.?!])(\s|$)", re.S)

# Chapters by what their names begin with, in the order of the index.
GROUPS = (
    ("The fab", ("00", "01", "02", "03", "04", "07")),
    ("The cluster", ("05", "06", "08", "09", "10", "11", "14")),
    ("Thinking at test time", ("12", "13")),
    ("Workshops", ("workshops/",)),
    ("Reference", ("gallery",)),
)
OTHERS = "More"

# The picture of the index, where a notebook's first one is not its best and no cell is tagged `cover`: which one it is.
COVERS = {
    "00-tour": 1,
    "03-learning-to-dispatch": 1,
    "05-planning-a-training-run": 5,
    "07-surrogates": 1,
    "08-scaling-laws": 5,
    "09-cluster-dataset": 4,
    "10-failures-and-checkpoints": 1,
    "12-test-time-scaling": 2,
    "gallery": 3,
}


def lower(match):
    """A heading, three levels down."""
    level = min(6, int(match[1]) + 3)
    return f"<h{level}>{match[2]}</h{level}>"


class Pictures:
    """Writes each picture once, under a name made of its bytes."""

    def __init__(self, folder):
        self.folder = folder

    def add(self, encoded, kind="png"):
        """Gives its name and its size, if that can be read from it."""
        data = base64.b64decode(encoded)
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{kind}"
        target = self.folder / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return name, struct.unpack(">II", data[16:24]) if kind == "png" else None


class Notebook:
    """A notebook, read; `render` makes its page."""

    def __init__(self, file, name):
        self.name = name
        self.page = f"notebooks/{name}.html"
        self.cells = nbformat.read(file, as_version=4).cells
        self.sections = []
        self.images = []
        self.cover = None
        intro = next((cell.source for cell in self.cells if cell.cell_type == "markdown"), name)
        made = markdown(intro)
        heading = HEADING.search(made)
        self.title = plain(heading[2]) if heading else name
        paragraph = re.search(r"<p>(.*?)</p>", made, re.S)
        words = " ".join(plain(paragraph[1]).split()) if paragraph else ""
        sentence = SENTENCE.match(words)
        self.sentence = sentence[1] if sentence else words

    @property
    def group(self):
        return next((title for title, starts in GROUPS if self.name.startswith(starts)), OTHERS)

    @property
    def picture(self):
        """Of the index: a cell tagged `cover` has it, or it is the one in the list above, or the first."""
        if self.cover or not self.images:
            return self.cover
        return self.images[min(COVERS.get(self.name, 0), len(self.images) - 1)]

    def render(self, site, pictures, known):
        """Writes nothing but pictures; gives the cells for the template.

        known: names of all notebooks, whose links to each other become links of pages
        """
        self.root = "../" * self.page.count("/")
        self.used = set()
        self.pictures = pictures
        self.known = known
        return [
            {"kind": "words", "html": self.words(cell.source)} if cell.cell_type == "markdown" else self.code(cell)
            for cell in self.cells
            if cell.cell_type == "code" or cell.source.strip()
        ]

    # --- words

    def words(self, source):
        return Markup(HEADING.sub(self.heading, LINK.sub(self.link, markdown(source))))

    def heading(self, match):
        words = plain(match[2])
        anchor = base = slug(words)
        count = 2
        while anchor in self.used:
            anchor, count = f"{base}-{count}", count + 1
        self.used.add(anchor)
        self.sections.append((int(match[1]), words, anchor))
        return f'<h{match[1]} id="{anchor}">{match[2]}</h{match[1]}>'

    def link(self, match):
        target = match[1].split("#")[0]
        if re.match(r"[a-z]+:", target):
            return f'<a href="{match[1]}" rel="external">{match[2]}</a>'
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), target.removesuffix(".ipynb")))
        if target.endswith(".ipynb") and name in self.known:
            return f'<a href="{self.root}notebooks/{name}.html">{match[2]}</a>'
        # A file of the repository that is no page here.
        return match[2] if target else match[0]

    # --- code and what came out

    def code(self, cell):
        self.covers = "cover" in cell.metadata.get("tags", [])
        coloured = highlight(cell.source, JavaLexer(), HtmlFormatter(nowrap=True))
        outputs = [self.output(output) for output in cell.get("outputs", [])]
        return {"kind": "code", "html": Markup(coloured), "outputs": [made for made in outputs if made]}

    def output(self, output):
        if output.output_type == "stream":
            return self.text(output.text)
        if output.output_type == "error":
            return self.text("\n".join(output.traceback))
        data = output.get("data", {})
        if "text/html" in data:
            return {"kind": "markup", "html": Markup(self.markup(data["text/html"]))}
        if "text/markdown" in data:
            # Its headings stand below those of the notebook.
            made = HEADING.sub(lower, markdown(data["text/markdown"]))
            return {"kind": "markup", "html": Markup(LINK.sub(self.link, made))}
        if "image/png" in data:
            return self.image(data["image/png"], data.get("text/plain", ""))
        if "image/svg+xml" in data:
            return {"kind": "markup", "html": Markup(data["image/svg+xml"])}
        return self.text(data.get("text/plain", ""))

    def text(self, text):
        return {"kind": "text", "text": COLOURS.sub("", text).rstrip()} if text.strip() else None

    def image(self, encoded, words):
        name, (width, height) = self.pictures.add(encoded)
        image = {"name": name, "width": width // 2, "height": height // 2, "alt": " ".join(words.split())}
        self.images.append(image)
        if self.covers:
            self.cover = image
        return {"kind": "image", **image}

    def markup(self, markup):
        """HTML of ours: pictures inside become files, and a table gets a box to scroll in."""

        def file(match):
            name, _ = self.pictures.add(match[2], match[1])
            return f"{self.root}images/{name}"

        made = PICTURE.sub(file, markup).replace("<img ", '<img loading="lazy" ')
        return LINK.sub(self.link, made)

    def section_of(self, names):
        """How sure it is that a section shows a paper, its anchor and its heading; names are what the paper is called.

        A heading that names it counts most, then code, then words; the introduction names all and shows none.
        """
        best, anchor, words, level = (0, None, None), None, None, 1
        headings = iter(self.sections)
        pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in names))
        for cell in self.cells:
            score = 0
            if cell.cell_type == "markdown":
                for found in HEADING.finditer(markdown(cell.source)):
                    level, words, anchor = next(headings)
                    score += 8 if level > 1 and pattern.search(words) else 0
                score += 2 if pattern.search(cell.source) else 0
            elif cell.cell_type == "code":
                score = 4 if pattern.search(re.sub(r"(?m)^import .*$", "", cell.source)) else 0
            if level == 1:
                score = min(score, 1)
            if score > best[0]:
                best = (score, anchor, words)
        return best


def read_all(folder):
    """The notebooks of a folder and its workshops, in the order of the index; solutions are not shown."""
    files = {file.stem: file for file in folder.glob("*.ipynb")}
    files |= {f"workshops/{file.stem}": file for file in folder.glob("workshops/*.ipynb")}
    titles = [title for title, _ in GROUPS] + [OTHERS]
    made = [Notebook(file, name) for name, file in files.items() if "solution" not in name]
    return sorted(made, key=lambda notebook: (titles.index(notebook.group), notebook.name))


def write_all(site, books):
    """A page a notebook, each with the way to the one before and after."""
    pictures = Pictures(site.folder / "images")
    known = {book.name for book in books}
    for i, book in enumerate(books):
        cells = book.render(site, pictures, known)
        site.write(
            book.page,
            "notebook.html",
            title=book.title,
            cells=cells,
            sections=[section for section in book.sections if section[0] == 2],
            before=books[i - 1] if i else None,
            after=books[i + 1] if i + 1 < len(books) else None,
        )
