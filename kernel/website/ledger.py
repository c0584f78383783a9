"""The page of the ledger: every paper, every claim, what was reported and what comes out here."""

import collections
import re

VERDICTS = ("INSIDE", "UNVERIFIED", "IDENTITY", "UNINFORMATIVE", "OUTSIDE", "UNKNOWN", "NOT_YET")
MEANINGS = {
    "INSIDE": "within tolerance, and clearly better than a prediction without the mechanism",
    "UNVERIFIED": "as INSIDE, but a number that it rests on is recalled, not looked up",
    "IDENTITY": "holds by arithmetic alone; shown, never counted",
    "UNINFORMATIVE": "within tolerance, but a prediction without the mechanism does as well",
    "OUTSIDE": "not within tolerance: a finding, and it stays",
    "UNKNOWN": "the reported value is not known; what was recomputed is shown",
    "NOT_YET": "the paper is not built",
}
ARXIV = re.compile(r"arXiv (\d{4}\.\d{4,5})")


def counts(records):
    """How many of each verdict, in order; and of INSIDE, how many are against numbers seen at their source."""
    found = collections.Counter(record["verdict"] for record in records)
    return [(verdict, found[verdict]) for verdict in VERDICTS], sum(record["counts"] for record in records)


def papers(records, classes, books, documented):
    """The papers in the order of the ledger, each with its claims, where it is shown, and what recomputes it."""
    made = {}
    for record in records:
        paper = made.get(record["paper"])
        if paper is None:
            arxiv = ARXIV.search(record["source"])
            paper = made[record["paper"]] = {
                "id": record["paper"],
                "title": record["title"],
                "chapter": record["chapter"],
                "chapterName": record["chapterName"],
                "source": record["source"].split("; " + (record["where"] or "\0"))[0],
                "arxiv": arxiv[1] if arxiv else None,
                "claims": [],
                "shown": shown(record, classes, books),
                "code": code(record, classes, documented),
            }
        if record["claim"] is not None:
            paper["claims"].append(record)
    for paper in made.values():
        paper["verdicts"] = counts(paper["claims"])[0]
    return list(made.values())


def shown(record, classes, books):
    """The link to the section that shows a paper, and its words; None where none does."""
    if record["claim"] is None:
        return None
    arxiv = ARXIV.search(record["source"])
    names = [record["paper"], classes.get(record["paper"], "").split(".")[-1], arxiv and arxiv[1]]
    best, link = 0, None
    for book in books:
        score, anchor, heading = book.section_of([name for name in names if name])
        if book.group == "Reference":
            score = min(score, 1)
        if score > best:
            best = score
            link = (f"{book.page}#{anchor}", book.title if heading == book.title else f"{book.title}, {heading}")
    return link


def code(record, classes, documented):
    """The link to the class of a paper, and its name; None where the site has no page of it."""
    package, _, name = classes.get(record["paper"], "").rpartition(".")
    return (f"api/{package}.html#{name}", name) if (package, name) in documented else None


def write(site, records, classes, books, documented):
    """records: of `lab papers --json`; classes: of papers by id; documented: packages and types that have a page."""
    all_papers = papers(records, classes, books, documented)
    verdicts, first_hand = counts(records)
    site.write(
        "ledger.html",
        "ledger.html",
        title="Ledger",
        papers=all_papers,
        verdicts=verdicts,
        first_hand=first_hand,
        inside=dict(verdicts)["INSIDE"],
        claims=sum(len(paper["claims"]) for paper in all_papers),
        built=sum(bool(paper["claims"]) for paper in all_papers),
        meanings=MEANINGS,
        chapters=list(dict.fromkeys((paper["chapter"], paper["chapterName"]) for paper in all_papers)),
        provenances=sorted({record["provenance"] for record in records if record["provenance"]}),
    )
    return all_papers
