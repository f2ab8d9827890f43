// The legend of signs and keys stands on a page of its own, which the link in the
// foot leads to. Here it is fetched from there and shown over the page at hand.

import { bringSigns } from "./signs.js";

const link = document.querySelector("[data-legend]");
let dialog = null;

// A request for a document, as pages may not parse text (require-trusted-types-for).
const load = (href) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("GET", href);
    request.responseType = "document";
    request.onload = () => done(request.response);
    request.onerror = fail;
    request.send();
  });

const make = async () => {
  const page = await load(link.href);
  const part = page.querySelector("#pf-legend");
  for (const a of part.querySelectorAll("a")) a.href = a.href; // as seen from its own page
  const made = document.createElement("div");
  made.className = "legend";
  made.id = "pf-legend";
  made.popover = "auto";
  made.setAttribute("role", "dialog");
  made.setAttribute("aria-labelledby", "pf-legend-title");
  made.append(...part.children);
  bringSigns(page);
  return made;
};

const toggle = async () => {
  try {
    dialog ??= await make();
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.togglePopover();
  } catch {
    location.assign(link.href);
  }
};

if (link && !document.querySelector("#pf-legend") && HTMLElement.prototype.togglePopover) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    toggle();
  });
}
