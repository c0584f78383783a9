"""Makes the pages of a site from what `lab site` hands over; see kernel/website.

    python3 make_site.py --data DIR --notebooks DIR --out DIR

DIR of data holds ledger.json, papers.json (ids and classes of papers), hardware.json and, where the API is wanted,
api.json. Notebooks are shown with the outputs that they have. The folder for the pages must be there.
"""

import argparse
import json
import pathlib

from website import api, hardware, ledger, notebooks
from website.pages import ENVIRONMENT, Site


def make(data, folder, out):
    site = Site(out)
    read = lambda name: json.loads((data / name).read_text(encoding="utf-8"))
    packages = read("api.json") if (data / "api.json").exists() else []
    ENVIRONMENT.globals.update(api=bool(packages))
    site.copy_shared()
    books = notebooks.read_all(folder)
    notebooks.write_all(site, books)
    records = read("ledger.json")
    documented = {(package["name"], type_["name"]) for package in packages for type_ in package["types"]}
    papers = ledger.write(site, records, read("papers.json"), books, documented)
    profiles = hardware.write(site, read("hardware.json"))
    if packages:
        api.write(site, packages)
    verdicts, first_hand = ledger.counts(records)
    groups = {}
    for book in books:
        groups.setdefault(book.group, []).append(book)
    site.write(
        "index.html",
        "index.html",
        title="Throughline",
        groups=list(groups.items()),
        verdicts=verdicts,
        first_hand=first_hand,
        inside=dict(verdicts)["INSIDE"],
        papers=len(papers),
        built=sum(bool(paper["claims"]) for paper in papers),
        profiles=profiles,
    )


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--notebooks", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    arguments = parse()
    make(arguments.data, arguments.notebooks, arguments.out)
