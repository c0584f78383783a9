"""The page of hardware profiles: each number beside its source."""

import re

AMOUNT = re.compile(r"^([-+]?[0-9][0-9.,e+-]*)\s*(.*)$")
KINDS = (
    ("device", "Devices"),
    ("link", "Links"),
    ("cluster", "Clusters"),
    ("kernels", "Kernels"),
    ("collectives", "Collectives"),
    ("storage", "Storage"),
    ("fabric", "Fabrics"),
    ("faults", "Faults"),
    ("recovery", "Recovery"),
    ("telemetry", "Sensors"),
    ("jobs", "Jobs"),
)

# What the line of a profile shows before it is unfolded.
BRIEF = ("peak.bf16", "memory.capacity", "memory.bandwidth", "bandwidth")


def rows(tree, source, before=""):
    """Leaves of a profile as path, value, unit and source: its own, or that of the nearest part around it."""
    source = tree.get("source", source)
    for key, value in tree.items():
        path = before + key
        if key == "source" or not before and key in ("kind", "name"):
            continue
        if isinstance(value, dict) and "value" in value:
            yield leaf(path, value["value"], value.get("source", source))
        elif isinstance(value, dict):
            yield from rows(value, source, path + ".")
        elif isinstance(value, list):
            yield leaf(path, ", ".join(map(str, value)), source)
        else:
            yield leaf(path, value, source)


def leaf(path, value, source):
    amount = AMOUNT.match(str(value))
    return {
        "path": path,
        "value": amount[1] if amount else str(value),
        "unit": amount[2] if amount else "",
        "source": source,
    }


def made_of(tree, names):
    """What a cluster is made of: words, and the profile that follows them."""
    node, network = tree.get("node"), tree.get("network")
    if tree.get("kind") != "cluster" or not node or not network:
        return []
    parts = [(f"{node.get('devices', '?')} ×", tree.get("device")), (" in a node, over", node.get("link"))]
    parts.append((f"; between nodes {network.get('cards', '?')} ×", network.get("link")))
    word = "; in islands"
    for island in tree.get("islands", {}).values():
        parts.append((f"{word} {island.get('cards', '?')} ×", island.get("link")))
        word = " or"
    return [part for part in parts if part[1] in names]


def write(site, profiles):
    """profiles: as Java gives them, with the keys name, text and tree."""
    names = {profile["name"]: profile["tree"].get("name", profile["name"]) for profile in profiles}
    kinds = dict(KINDS)
    for profile in profiles:
        tree = profile["tree"]
        profile["title"] = tree.get("name", profile["name"])
        profile["kind"] = tree.get("kind", "")
        profile["source"] = tree.get("source", "")
        profile["rows"] = list(rows(tree, None))
        shown = {row["path"]: f"{row['value']} {row['unit']}" for row in profile["rows"]}
        profile["brief"] = [shown[path] for path in BRIEF if path in shown]
        profile["parts"] = made_of(tree, names)
    order = [kind for kind, _ in KINDS] + sorted({p["kind"] for p in profiles} - kinds.keys())
    groups = [(kinds.get(kind, kind.capitalize()), kind, [p for p in profiles if p["kind"] == kind]) for kind in order]
    site.write(
        "hardware.html",
        "hardware.html",
        title="Hardware",
        groups=[group for group in groups if group[2]],
        names=names,
        count=sum(len(profile["rows"]) for profile in profiles),
    )
    return len(profiles)
