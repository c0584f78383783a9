"""Tests of the site: it is made from a ledger of claims that are made up, and of what is committed.

    python3 kernel/test_site.py

`lab test` runs it. Every link inside the site leads somewhere, nothing is loaded from elsewhere, and what the pages
count is what the ledger holds.
"""

import collections
import csv
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import nbformat

from website import hardware, ledger, notebooks, pages

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAB = ROOT / ("lab.cmd" if os.name == "nt" else "lab")
CATALOGUE = ROOT / "toolkit/src/main/resources/throughline/papers/catalogue.csv"
MOST_BYTES = 20_000_000
VOID = {"meta", "link", "img", "input", "br", "hr", "wbr", "source", "col"}
LOADED = re.compile(r"@import|url\(\s*['\"]?\s*(?:https?:)?//", re.I)


def record(paper, claim=None, verdict="NOT_YET", **other):
    """An entry of the ledger as `lab papers --json` writes it."""
    words = {key: None for key in (
        "reported", "provenance", "reproduced", "unit", "tolerance", "nullValue", "skill", "grade", "seconds", "where",
        "toleranceWhy", "nullText")}
    return {
        "paper": paper["id"], "chapter": int(paper["chapter"]), "claim": claim, **words, "verdict": verdict,
        "source": paper["source"], "title": paper["title"], "chapterName": paper["chapterName"], "constants": [],
        "measured": [], "identity": "", "tried": "", "counts": False, **other,
    }


def made_up():
    """All papers; the first has a claim of each verdict, one of them with marks that HTML must not swallow."""
    with open(CATALOGUE, encoding="utf-8", newline="") as file:
        first, *others = csv.DictReader(file)
    judged = {
        "reported": 29.2, "provenance": "PRINTED", "reproduced": 29.5, "unit": "h", "tolerance": "±5 %", "skill": 0.98,
        "nullValue": 14.1, "grade": "DERIVED", "where": "table <2>", "nullText": "no waiting", "seconds": 0.5,
        "toleranceWhy": "seeds & such", "source": first["source"] + "; table <2>",
    }
    claims = [
        record(first, f"<b>claim</b> of {verdict} & co", verdict, **judged, counts=verdict == "INSIDE")
        for verdict in ledger.VERDICTS if verdict != "NOT_YET"
    ]
    claims[4]["tried"] = "another <seed>"
    return claims + [record(other) for other in others]


class Page(html.parser.HTMLParser):
    """What a page links to, loads, and can be linked to at."""

    def __init__(self, file):
        super().__init__()
        self.links, self.loads, self.ids, self.tags, self.words = [], [], [], collections.Counter(), []
        self.open = []
        self.feed(file.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.update([tag] + [f"{tag}.{name}" for name in (given.get("class") or "").split()])
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link":
            self.loads.append(given["href"])
        self.loads += [given[name] for name in ("src", "srcset", "poster", "data") if given.get(name)]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def lab(*arguments):
    return subprocess.run([LAB, "site", *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=500)


class SiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="lab-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.records = made_up()
        cls.file = cls.folder / "ledger.json"
        cls.file.write_text(json.dumps(cls.records), encoding="utf-8")
        cls.site = cls.folder / "site"
        done = lab("--out", cls.site, "--ledger", cls.file)
        assert done.returncode == 0, done.stderr
        cls.pages = {file.relative_to(cls.site).as_posix(): Page(file) for file in sorted(cls.site.rglob("*.html"))}

    def test_every_link_leads_somewhere(self):
        broken = []
        for path, page in self.pages.items():
            self.assertEqual([i for i, n in collections.Counter(page.ids).items() if n > 1], [], path)
            for link in page.links + page.loads:
                parts = urllib.parse.urlsplit(link)
                if parts.scheme:
                    continue
                target = (self.site / path).parent / urllib.parse.unquote(parts.path) if parts.path else self.site / path
                found = target.is_file() and target.resolve().is_relative_to(self.site.resolve())
                if found and parts.fragment and target.suffix == ".html":
                    inside = target.resolve().relative_to(self.site.resolve()).as_posix()
                    found = urllib.parse.unquote(parts.fragment) in self.pages[inside].ids
                if not found:
                    broken.append(f"{path}: {link}")
        self.assertEqual(broken, [])

    def test_nothing_comes_from_elsewhere(self):
        for path, page in self.pages.items():
            self.assertEqual([load for load in page.loads if re.match(r"(?i)(https?:)?//", load)], [], path)
        for file in self.site.rglob("*"):
            if file.suffix in (".html", ".css", ".js", ".svg"):
                self.assertNotRegex(file.read_text(encoding="utf-8"), LOADED, file)

    def test_it_is_small_and_pictures_are_files(self):
        self.assertLess(sum(file.stat().st_size for file in self.site.rglob("*") if file.is_file()), MOST_BYTES)
        for file in self.site.glob("notebooks/**/*.html"):
            self.assertNotIn("base64", file.read_text(encoding="utf-8"), file)

    def test_pages_read_well_in_a_phone_and_aloud(self):
        for path, page in self.pages.items():
            text = (self.site / path).read_text(encoding="utf-8")
            self.assertIn('<meta name="viewport" content="width=device-width, initial-scale=1">', text)
            self.assertEqual(page.tags["h1"], 1, path)
            self.assertEqual(len(re.findall(r"<img (?![^>]*\balt=)", text)), 0, path)

    def test_the_ledger_is_whole(self):
        page = self.pages["ledger.html"]
        self.assertEqual(page.tags["details.paper"] + page.tags["div.unbuilt"], 102)
        self.assertIn("<b>claim</b> of INSIDE & co", page.text)
        self.assertIn("another <seed>", page.text)
        counts = collections.Counter(entry["verdict"] for entry in self.records)
        for shown in (page, self.pages["index.html"]):
            for verdict in ledger.VERDICTS:
                self.assertIn(f"{verdict} {counts[verdict]}", shown.text)
        text = (self.site / "ledger.html").read_text(encoding="utf-8")
        for verdict in ledger.VERDICTS:
            self.assertEqual(text.count(f'data-verdict="{verdict}"'), counts[verdict])

    def test_every_profile_has_its_sources(self):
        page = self.pages["hardware.html"]
        files = {file.stem for file in ROOT.glob("hardware-profiles/*.yaml")}
        self.assertEqual(files - set(page.ids), set())
        self.assertEqual(page.tags["details.paper"], len(files))

    def test_every_notebook_is_there(self):
        for file in ROOT.glob("notebooks/*.ipynb"):
            self.assertIn(f"notebooks/{file.stem}.html", self.pages)
            self.assertIn(f"notebooks/{file.stem}.html", self.pages["index.html"].links)

    def test_the_api_names_what_people_start_with(self):
        for link in ("throughline.fab.html#MiniFab", "throughline.devs.html#Atomic", "throughline.papers.html#Paper"):
            self.assertIn(link, self.pages["api/index.html"].links)

    def test_what_cannot_be_used_is_said_and_nothing_is_left(self):
        other = self.folder / "other"
        other.mkdir()
        (other / "thesis.tex").write_text("")
        torn = self.folder / "torn.json"
        torn.write_text("[{")
        before = sorted(self.folder.iterdir())
        for arguments, said in (
            (("--out", other, "--ledger", self.file), f"--out [{other}] holds something that is no site, [thesis.tex]"),
            (("--out", self.folder / "new", "--ledger", torn), f"--ledger [{torn}] is no ledger: line 1 is no JSON"),
        ):
            done = lab(*arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertIn(said, done.stderr)
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def test_a_site_is_replaced_by_the_next(self):
        out = self.folder / "again"
        shutil.copytree(self.site, out)
        (out / "stale.html").write_text("")
        done = lab("--out", out, "--ledger", self.file, "--no-api")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse((out / "stale.html").exists() or (out / "api").exists())
        for file in ("notebooks/00-tour.html", "hardware.html"):
            mine, theirs = ((folder / file).read_text(encoding="utf-8") for folder in (out, self.site))
            self.assertEqual(mine, re.sub(r'<a href="[./]*api/index.html">API</a>\n', "", theirs))


class PartsTest(unittest.TestCase):
    def test_numbers_as_people_read_them(self):
        for value, text in (
            (29.2, "29.2"), (0.98, "0.98"), (1234567, "1\u2009234\u2009567"), (-0.5, "\u22120.5"), (0, "0"), (None, ""),
            (1e-9, "1e\u221209"), (100, "100"), (0.0123, "0.0123"), (12.346, "12.35"),
        ):
            self.assertEqual(pages.number(value), text)

    def test_a_value_has_the_source_nearest_to_it(self):
        tree = {
            "kind": "device", "name": "D", "source": "sheet", "clock": "1.83 GHz", "link": {"kind": "copper"},
            "memory": {"source": "own", "size": {"value": "80 GiB", "source": "mine"}, "rate": "3350 GB/s"},
        }
        found = [(row["path"], row["value"], row["unit"], row["source"]) for row in hardware.rows(tree, None)]
        self.assertEqual(found, [
            ("clock", "1.83", "GHz", "sheet"), ("link.kind", "copper", "", "sheet"),
            ("memory.size", "80", "GiB", "mine"), ("memory.rate", "3350", "GB/s", "own"),
        ])

    def test_a_cluster_says_what_it_is_made_of(self):
        tree = {
            "kind": "cluster", "device": "d", "node": {"devices": "8", "link": "n"}, "network": {"link": "e", "cards": "1"},
            "islands": {"a": {"link": "i", "cards": "4"}, "b": {"link": "r", "cards": "2"}},
        }
        self.assertEqual(
            "".join(f"{words} {name}" for words, name in hardware.made_of(tree, set("dneir"))),
            "8 × d in a node, over n; between nodes 1 × e; in islands 4 × i or 2 × r",
        )
        self.assertEqual(hardware.made_of({"kind": "device"}, set()), [])

    def test_a_paper_is_shown_where_a_heading_or_code_names_it(self):
        cells = [
            nbformat.v4.new_markdown_cell("# All\n\nC4, GPipe."),
            nbformat.v4.new_code_cell("import throughline.papers.training.GPipe;"),
            nbformat.v4.new_markdown_cell("## Pipes"),
            nbformat.v4.new_code_cell("show(GPipe.figure());"),
            nbformat.v4.new_markdown_cell("## C4: routes"),
            nbformat.v4.new_markdown_cell("## The end\n\nC4 and GPipe."),
        ]
        with tempfile.TemporaryDirectory(prefix="lab-") as folder:
            file = pathlib.Path(folder) / "book.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
            book = notebooks.Notebook(file, "book")
            book.render(pages.Site(pathlib.Path(folder)), notebooks.Pictures(pathlib.Path(folder)), set())
        self.assertEqual(book.section_of(["C4"])[1], "c4-routes")
        self.assertEqual(book.section_of(["GPipe"])[1], "pipes")
        self.assertEqual(book.section_of(["C4x"]), (0, None, None))

    def test_a_link_to_a_notebook_becomes_one_to_its_page(self):
        words = "# W\n\n[a](../00-tour.ipynb) [b](02.ipynb) [c](none.ipynb) [d](https://arxiv.org) [e](#w) [f](../x.md)"
        with tempfile.TemporaryDirectory(prefix="lab-") as folder:
            file = pathlib.Path(folder) / "01.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(words)]), file)
            book = notebooks.Notebook(file, "workshops/01")
            (cell,) = book.render(None, None, {"00-tour", "workshops/02"})
        self.assertEqual(
            re.findall('href="([^"]*)"', cell["html"]),
            ["../../notebooks/00-tour.html", "../../notebooks/workshops/02.html", "https://arxiv.org", "#w"],
        )
        self.assertEqual(pages.plain(cell["html"]).replace(" ", ""), "Wabcdef")

    def test_outputs_lose_nothing_but_their_encoding(self):
        png = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAC0lEQVR4nGNgQAYAAA4AAZlfC54AAAAASUVORK5CYII="
        output = nbformat.v4.new_output("display_data", {"text/html": f'<img alt="a" src="data:image/png;base64,{png}"><b>1 < 2</b>'})
        cells = [nbformat.v4.new_code_cell('var x = "<&>";', outputs=[output])]
        with tempfile.TemporaryDirectory(prefix="lab-") as folder:
            file = pathlib.Path(folder) / "book.ipynb"
            nbformat.write(nbformat.v4.new_notebook(cells=cells), file)
            book = notebooks.Notebook(file, "workshops/book")
            (cell,) = book.render(None, notebooks.Pictures(pathlib.Path(folder) / "images"), set())
            (picture,) = (pathlib.Path(folder) / "images").iterdir()
        self.assertIn(f'src="../../images/{picture.name}"', cell["outputs"][0]["html"])
        self.assertIn("<b>1 < 2</b>", cell["outputs"][0]["html"])
        self.assertEqual(pages.plain(cell["html"]).strip(), 'var x = "<&>";')


if __name__ == "__main__":
    unittest.main(verbosity=1, argv=sys.argv[:1])
