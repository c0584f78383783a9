"""A report as JUnit XML, in the form that Maven's Surefire writes and CI servers read."""

import re
import xml.etree.ElementTree as tree

# XML 1.0 has no way to write these, not even escaped; a stack trace may hold them.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Verdicts of claims that were not put to the test: they neither hold nor fail.
UNTESTED = ("UNKNOWN", "NOT_YET", "UNVERIFIED")


KINDS = {"failures": "failure", "skipped": "skipped"}


def clean(text):
    return NOT_XML.sub("\ufffd", text)


def case(kind, name, group, seconds=0.0, failure=None, skipped=None, text=""):
    """A test case; it passes where there is neither a failure nor a reason to skip it, each one line.

    `text` says more: below the failure, or else as the case's output.
    """
    element = tree.Element("testcase", name=clean(name), classname=clean(group), time=f"{seconds or 0:.3f}")
    if failure is not None:
        tree.SubElement(element, "failure", message=clean(failure), type=kind).text = clean(text or failure)
    else:
        if skipped is not None:
            tree.SubElement(element, "skipped", message=clean(skipped))
        if text:
            tree.SubElement(element, "system-out").text = clean(text)
    return element


def suite(name, cases):
    counts = {kind: sum(each.find(tag) is not None for each in cases) for kind, tag in KINDS.items()}
    element = tree.Element("testsuite", name=name, tests=str(len(cases)), errors="0")
    for kind, count in counts.items():
        element.set(kind, str(count))
    element.set("time", f"{sum(float(each.get('time')) for each in cases):.3f}")
    element.extend(cases)
    return element


def whole(suites):
    """The text of a report of several suites."""
    root = tree.Element("testsuites")
    for count in ("tests", "errors", *KINDS):
        root.set(count, str(sum(int(each.get(count)) for each in suites)))
    root.extend(suites)
    tree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tree.tostring(root, encoding="unicode") + "\n"


def number(value, unit):
    return "not known" if value is None else f"{value:.6g} {unit or ''}".strip()


def claim(record):
    """The case of a claim, of a record as `lab papers --baseline FILE --json` writes it."""
    verdict, complaint = record["verdict"], record.get("complaint")
    if record["claim"] is None:
        return case("claim", "not built", record["paper"], skipped=verdict)
    tolerance = record["tolerance"]
    # A direction, "larger" or "smaller", has no number: it stands in the tolerance.
    direction = record["reported"] is None and tolerance
    text = "\n".join((
        f"verdict     {verdict}",
        f"reported    {tolerance.split(',')[0] if direction else number(record['reported'], record['unit'])}",
        f"recomputed  {number(record['reproduced'], record['unit'])}",
        f"tolerance   {tolerance or 'none'}",
        f"source      {record['source']}",
    ))
    skipped = verdict if verdict in UNTESTED else None
    return case("claim", record["claim"], record["paper"], record["seconds"], complaint, skipped, text)


def check(record, group):
    """The case of a number handed to `Notebook.check`, or of an answer handed to a workshop's course."""
    kind = "exercise" if "exercise" in record else "check"
    failure = None if record["holds"] else record["text"]
    return case(kind, record[kind], group, failure=failure, text=record["text"])
