"""The pages of the public API, from what the doclet `throughline.site.ApiDoclet` says."""

import functools

from markupsafe import Markup

from website.pages import markdown, plain


@functools.cache
def words(source):
    return markdown(source) if source else Markup("")


def line(source):
    """Markdown of one paragraph, without the element around it."""
    made = words(source).strip()
    single = made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1
    return Markup(made[3:-4]) if single else Markup(made)


def first_sentence(source):
    text = " ".join(plain(words(source.split("\n\n")[0])).split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def anchored(type_):
    """Members with an anchor each: the first of a name has the plain one, which links lead to."""
    seen = {}
    for member in type_["members"]:
        count = seen[member["name"]] = seen.get(member["name"], 0) + 1
        anchor = f"{type_['name']}.{member['name']}"
        yield {**member, "anchor": anchor if count == 1 else f"{anchor}-{count}"}


def write(site, packages):
    for package in packages:
        for type_ in package["types"]:
            type_["members"] = list(anchored(type_))
            type_["names"] = " ".join(dict.fromkeys(member["name"] for member in type_["members"]))
    everything = {"line": line, "words": words, "first_sentence": first_sentence}
    for package in packages:
        site.write(f"api/{package['name']}.html", "package.html", title=package["name"], package=package, **everything)
    site.write("api/index.html", "api.html", title="API", packages=packages, **everything)
