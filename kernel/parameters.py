"""Parameters of a notebook: what its cell tagged `parameters` declares in Java, and a cell that sets them otherwise.

As papermill does, a cell tagged `injected-parameters` goes behind the tagged one, or takes the place of an earlier one.
"""

import json
import math
import re

import nbformat

DECLARED = "parameters"
INJECTED = "injected-parameters"

# A text block, a string, a character, and the two kinds of comment: what may hold a semicolon that ends no statement.
NO_CODE = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
DECLARATION = re.compile(r"(?:final\s+)?([A-Za-z_$][\w$.]*(?:\s*<[^=]*>)?(?:\s*\[\])*)\s+([A-Za-z_$][\w$]*)\s*=(?!=)")
WHOLE = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
BITS = {"int": 32, "long": 64}
PATHS = ("Path", "java.nio.file.Path")
ALLOWED = "int, long, double, boolean, String and Path"


class BadParameter(Exception):
    """What was given cannot be set; the message says why, and what can."""


def tagged(notebook, tag):
    """The position of the first cell with this tag, or None."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and tag in cell.metadata.get("tags", []):
            return index
    return None


def declared(source):
    """The variables that a Java cell declares, each with its type as written there."""
    code = NO_CODE.sub(lambda match: '""' if match[0][0] in "\"'" else " ", source)
    found = (DECLARATION.match(statement.strip()) for statement in code.split(";"))
    return {match[2]: match[1] for match in found if match}


def text(value):
    """A Java string literal; JSON's escapes are all Java's, too."""
    return json.dumps(value, ensure_ascii=False)


def whole(value, bits=32):
    """A Java literal of a whole number; a long where an int cannot hold it."""
    return f"{value}L" if bits > 32 or not -(2**31) <= value < 2**31 else str(value)


def literal(kind, value):
    """The Java expression that a text, as given on a command line, is for a variable of this type.

    Raises a ValueError that says what is allowed.
    """
    if kind in BITS:
        limit = 2 ** (BITS[kind] - 1)
        if not WHOLE.fullmatch(value) or not -limit <= int(value) < limit:
            raise ValueError(f"must be of type {kind}, a whole number from {-limit} to {limit - 1}")
        return whole(int(value), BITS[kind])
    if kind == "double":
        if not NUMBER.fullmatch(value) or not math.isfinite(float(value)):
            raise ValueError("must be of type double, a number such as 0.5 or 1e-3")
        return repr(float(value))
    if kind == "boolean":
        if value not in ("true", "false"):
            raise ValueError("must be of type boolean, true or false")
        return value
    if kind == "String":
        return text(value)
    if kind in PATHS:
        return f"{kind}.of({text(value)})"
    raise ValueError(f"is declared as {kind}, which cannot be set from outside; {ALLOWED} can")


def parse(settings):
    """A mapping of names to texts, from a list of `key=value`."""
    values = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.isidentifier():
            raise BadParameter(f"-p [{setting}] must be key=value, as in -p SEEDS=2")
        if name in values:
            raise BadParameter(f"-p {name} is given twice")
        values[name] = value
    return values


def assigned(kinds, key, value):
    """The Java expression for a text that is to be assigned to one of the declared variables."""
    if key not in kinds:
        there = ", ".join(f"{kind} {other}" for other, kind in kinds.items())
        raise BadParameter(f"[{key}] is no parameter of this notebook; it has {there or 'none'}")
    try:
        return literal(kinds[key], value)
    except ValueError as error:
        raise BadParameter(f"{key} [{value}] {error}") from error


def inject(notebook, values, name):
    """Sets parameters of a notebook, which is called by this name where something is wrong."""
    if not values:
        return
    position = tagged(notebook, DECLARED)
    if position is None:
        raise BadParameter(f"notebook [{name}]: no cell is tagged {DECLARED}, so that -p {next(iter(values))} sets nothing")
    kinds = declared(notebook.cells[position].source)
    lines = ["// Parameters"]
    for key, value in values.items():
        try:
            lines.append(f"{key} = {assigned(kinds, key, value)};")
        except BadParameter as error:
            raise BadParameter(f"notebook [{name}]: -p {error}") from error
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": [INJECTED]})
    if notebook.nbformat_minor < 5:
        del cell["id"]
    earlier = tagged(notebook, INJECTED)
    if earlier is None:
        notebook.cells.insert(position + 1, cell)
    else:
        notebook.cells[earlier] = cell
