// Filters lists that are there whole without this script, and opens what a link leads to.
"use strict";

// Hides each item that does not match all fields of a form: `text`, word by word, and the others by data attribute.
function filter(form) {
  const list = document.getElementById(form.dataset.filters);
  const items = Array.from(list.querySelectorAll("[data-item]"));
  const groups = Array.from(list.querySelectorAll("[data-group]"));
  const output = form.querySelector("output");
  const fields = Array.from(form.elements).filter((field) => field.name && field.name !== "text");
  const words = (element) => element.textContent.toLowerCase();
  const text = new Map(items.map((item) => [item, words(item)]));
  const head = new Map(groups.map((group) => [group, words(group.querySelector("summary") || group)]));

  function apply() {
    const wanted = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const narrowed = wanted.length > 0 || fields.some((field) => field.value !== "");
    let count = 0;
    for (const item of items) {
      const group = item.closest("[data-group]");
      const all = text.get(item) + " " + (head.get(group) || "") + " " + (item.dataset.words || "");
      const matches = wanted.every((word) => all.includes(word))
        && fields.every((field) => field.value === "" || item.dataset[field.name] === field.value);
      item.hidden = !matches;
      count += matches;
    }
    for (const group of groups) {
      const inside = group.matches("[data-item]") ? [group] : Array.from(group.querySelectorAll("[data-item]"));
      group.hidden = inside.every((item) => item.hidden);
      // Few enough to be read are opened.
      if (group.tagName === "DETAILS") group.open = narrowed && !group.hidden && count <= 60;
    }
    for (const above of list.querySelectorAll("[data-above]")) {
      let next = above.nextElementSibling;
      while (next && next.hidden && !next.matches("[data-above]")) next = next.nextElementSibling;
      above.hidden = !next || next.matches("[data-above]");
    }
    output.textContent = narrowed ? `${count} ${count === 1 ? output.dataset.one : output.dataset.many}` : "";
  }

  const asked = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && asked.has(field.name)) field.value = asked.get(field.name);
  let timer = 0;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  if (Array.from(asked.keys()).length > 0) apply();
}

function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  target.scrollIntoView();
}

document.querySelectorAll("[data-filters]").forEach(filter);
window.addEventListener("hashchange", openTarget);
openTarget();
