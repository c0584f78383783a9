"""Lets papermill set the parameters of Java notebooks.

    python3 kernel/papermill_java.py IN.ipynb OUT.ipynb -p SEEDS 2

is papermill, with all its options. In Python, `import papermill_java` before `papermill.execute_notebook` does the same.

Papermill shows a translator the tagged cell before it asks for the one to inject. So a name that is not declared, or a
value of another type, is an error before anything runs. Where papermill does not show it, the values are assigned as they
come, and the Java compiler says so.
"""

import math

from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

import parameters as java


class JavaTranslator(Translator):
    # What the cell shown last declares: papermill calls class methods only, and passes nothing from one to the next.
    kinds = None

    @classmethod
    def inspect(cls, parameters_cell):
        """What papermill lists with --help-notebook, and warns of a name that is not among them."""
        cls.kinds = java.declared(parameters_cell["source"])
        return [
            Parameter(name=name, inferred_type_name=kind, default="", help="") for name, kind in cls.kinds.items()
        ]

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        kinds, cls.kinds = cls.kinds, None
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            lines.append(cls.assign(name, cls.translate(value) if kinds is None else cls.declared(kinds, name, value)))
        return "\n".join(lines) + "\n"

    @classmethod
    def declared(cls, kinds, name, value):
        """The value, as Java of the type that the name is declared with."""
        if name in kinds and (value is None or isinstance(value, (list, dict))):
            return cls.translate(value)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return java.assigned(kinds, name, text)

    @classmethod
    def translate_str(cls, val):
        return java.text(val)

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_bool(cls, val):
        return "true" if val else "false"

    @classmethod
    def translate_int(cls, val):
        return java.whole(val)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "Double.NaN"
        if math.isinf(val):
            return "Double.POSITIVE_INFINITY" if val > 0 else "Double.NEGATIVE_INFINITY"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        return "java.util.List.of({})".format(", ".join(map(cls.translate, val)))

    @classmethod
    def translate_dict(cls, val):
        entries = (f"java.util.Map.entry({cls.translate_str(str(k))}, {cls.translate(v)})" for k, v in val.items())
        return "java.util.Map.ofEntries({})".format(", ".join(entries))

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"{name} = {str_val};"


papermill_translators.register("java", JavaTranslator)

if __name__ == "__main__":
    from papermill.cli import papermill

    papermill()
