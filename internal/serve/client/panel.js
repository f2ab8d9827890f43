// What is wrong, in a corner of the page: a pill with the number of errors and
// warnings, and a panel with the list. It lives in a shadow tree, so that the
// page's own style does not reach it; the theme's colours do, as properties.
// Everything that comes from plans is set as text.
import { follow } from "./follow.js";

const own = new URL(".", import.meta.url);
const svg = "http://www.w3.org/2000/svg";
const dismissed = "pf-dismissed"; // the fault whose panel was closed

// The theme's signs, drawn on 12 px.
const signs = {
  error: ["m2.25 2.25 7.5 7.5m0-7.5-7.5 7.5", "stroke"],
  warning: ["M6 1.5 11 10.5H1zM6 5v2.5M6 8.7v.6", "stroke"],
  note: ["M2 6h8", "stroke"],
  follow: ["M6 1v2.2M6 8.8V11M1 6h2.2M8.8 6H11M6 3.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z", "stroke"],
};
const words = { error: "error", warning: "warning", note: "note" };

const sign = (name) => {
  const e = document.createElementNS(svg, "svg");
  e.setAttribute("viewBox", "0 0 12 12");
  e.setAttribute("class", `sign sign-${name}`);
  e.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", signs[name][0]);
  e.append(path);
  return e;
};

const make = (tag, name, ...content) => {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.append(...content.filter((c) => c !== "" && c !== null && c !== undefined));
  return e;
};

const button = (name, label, ...content) => {
  const b = make("button", name, ...content);
  b.type = "button";
  if (label) b.setAttribute("aria-label", label);
  return b;
};

const count = (n, word) => `${n} ${n === 1 ? word : `${word}s`}`;

const host = make("div", "");
host.dataset.pfPreview = "";
const shadow = host.attachShadow({ mode: "open" });
const sheet = make("link", "");
sheet.rel = "stylesheet";
sheet.href = new URL("preview.css", own).href;
const pill = button("pill", "");
pill.setAttribute("aria-haspopup", "dialog");
pill.setAttribute("aria-expanded", "false");
const following = button("follow", "", sign("follow"), make("span", "", "Follow"));
following.setAttribute("aria-label", "Follow");
following.title = "Follow: show the section that is being edited (f)";
const bar = make("div", "bar", following, pill);
const list = make("section", "panel");
list.setAttribute("role", "dialog");
list.setAttribute("aria-label", "Problems");
list.tabIndex = -1;
list.hidden = true;
const notice = make("p", "notice");
notice.setAttribute("role", "status");
notice.hidden = true;
shadow.append(sheet, notice, list, bar);
// Nothing is shown before its style is there.
host.hidden = true;
sheet.addEventListener("load", () => (host.hidden = false));
document.body.append(host);

let state = { errors: 0, warnings: 0, fault: "" };
let opened = ""; // the fault for which the panel opened by itself
let turn = 0; // of the latest report that was asked for

const show = (event) => {
  const before = state;
  state = { errors: event.errors, warnings: event.warnings, fault: event.fault ?? "" };
  pill.hidden = !state.errors && !state.warnings && !state.fault;
  const parts = [];
  if (state.fault) parts.push([sign("error"), make("span", "", "Not up to date")]);
  if (state.errors) parts.push([sign("error"), make("span", "", String(state.errors))]);
  if (state.warnings) parts.push([sign("warning"), make("span", "", String(state.warnings))]);
  pill.replaceChildren(...parts.flat());
  pill.classList.toggle("pill-fault", Boolean(state.fault));
  pill.setAttribute("aria-label", `Problems: ${state.fault ? "the page is not up to date, " : ""}${count(state.errors, "error")}, ${count(state.warnings, "warning")}`);
  if (event.page !== "gone") notice.hidden = true;
  const solved = opened && !state.fault;
  if (solved) opened = "";
  if (pill.hidden || solved) return close();
  if (state.fault && state.fault !== before.fault && read() !== state.fault) {
    opened = state.fault;
    open();
  } else if (!list.hidden) fill();
};

const read = () => {
  try {
    return sessionStorage.getItem(dismissed);
  } catch {
    return "";
  }
};

const open = () => {
  list.hidden = false;
  pill.setAttribute("aria-expanded", "true");
  fill();
};

const close = () => {
  if (list.hidden) return;
  const inside = list.contains(shadow.activeElement);
  list.hidden = true;
  pill.setAttribute("aria-expanded", "false");
  if (inside && !pill.hidden) pill.focus();
};

// dismiss closes the panel for the reader: a fault that is known stays closed.
const dismiss = () => {
  opened = "";
  if (state.fault) {
    try {
      sessionStorage.setItem(dismissed, state.fault);
    } catch {
      // It opens again on the next page, then.
    }
  }
  close();
};

const fill = async () => {
  const mine = ++turn;
  let report;
  try {
    const url = new URL("problems", own);
    url.searchParams.set("page", location.pathname);
    report = await (await fetch(url)).json();
  } catch {
    return; // the preview has gone
  }
  if (mine !== turn || list.hidden) return;
  const top = list.scrollTop;
  const held = shadow.activeElement?.dataset.key;
  const shut = button("close", "Close", sign("error"));
  shut.dataset.key = "close";
  shut.addEventListener("click", dismiss);
  const title = report.fault ? "Not up to date" : "Problems";
  const tally = [count(report.errors, "error"), count(report.warnings, "warning"), report.notes ? count(report.notes, "note") : ""].filter(Boolean).join(", ");
  const parts = [make("header", "", make("h2", "", title), make("p", "tally", tally), shut)];
  if (report.fault) {
    parts.push(make("p", "lead", "This is the last page that could be made. It comes up to date when this is put right:"));
    if (report.message) parts.push(make("p", "message fault-message", report.message));
    parts.push(items(report.faults, true));
  }
  if (report.here.length) parts.push(make("h3", "", "Of this page"), items(report.here, true));
  if (report.others.length) parts.push(make("h3", "", report.here.length ? "Of other pages" : "Of all pages"), items(report.others, false));
  if (!report.fault && !report.here.length && !report.others.length) parts.push(make("p", "lead", "Nothing is wrong."));
  const all = make("a", "", report.more ? `${report.more} more: all problems` : "All problems");
  all.href = report.all;
  parts.push(make("footer", "", all));
  list.replaceChildren(...parts);
  list.scrollTop = top;
  if (held) [...list.querySelectorAll("[data-key]")].find((e) => e.dataset.key === held)?.focus({ preventScroll: true });
};

// items lists problems: with their frames in sight, or behind their messages.
const items = (problems, wide) => make("ul", "items", ...problems.map((p) => make("li", `item item-${p.severity}`, ...item(p, wide))));

const item = (p, wide) => {
  const what = make("span", "rule", `${p.code} ${p.name}`);
  const head = [sign(p.severity), make("span", "unseen", `${words[p.severity]}: `), make("span", "message", p.message)];
  const where = make("p", "where", place(p), what);
  const more = [p.frame ? frame(p.frame) : "", p.hint ? make("p", "hint", p.hint) : ""];
  if (wide) return [make("p", "head", ...head), where, ...more];
  if (!p.frame && !p.hint) return [make("p", "head", ...head), where];
  return [make("details", "", make("summary", "head", ...head), ...more), where];
};

// place leads to the editor where there is one; else what to paste into one can
// be copied.
const place = (p) => {
  if (p.editor) {
    const link = make("a", "place", p.place);
    link.href = p.editor;
    link.title = `Open ${p.file}`;
    link.dataset.key = p.editor;
    return link;
  }
  if (!p.file) return make("span", "place", p.place);
  const copy = button("place copy", "", p.place);
  copy.title = `Copy ${p.file}`;
  copy.dataset.key = p.file;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(p.file);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = p.file; // it can be marked by hand
    }
    setTimeout(() => (copy.textContent = p.place), 2000);
  });
  return copy;
};

const frame = (lines) => {
  const code = make("code", "");
  for (const line of lines) {
    const number = make("span", "number", String(line.n));
    const row = make("span", line.fault ? "row row-fault" : "row", number, line.text);
    if (line.fault) row.append(make("mark", line.mark ? "" : "caret", line.mark || "\u200b"), line.after ?? "");
    code.append(row);
  }
  const box = make("pre", "frame", code);
  box.tabIndex = 0;
  return box;
};

// gone says that the page has gone, and leads to what is above it.
const gone = (up) => {
  const what = location.pathname.includes("/plans/") ? "plan" : "page";
  const link = make("a", "", "Go to the page above it");
  link.href = up;
  notice.replaceChildren(sign("error"), make("span", "", `This ${what} is gone. `), link);
  notice.hidden = false;
};

const pressFollow = () => follow.set(!follow.on);
const showFollow = (on) => following.setAttribute("aria-pressed", String(on));
follow.listen(showFollow);
showFollow(follow.on);
following.addEventListener("click", pressFollow);
pill.addEventListener("click", () => {
  if (!list.hidden) return dismiss();
  open();
  list.focus({ preventScroll: true });
});
shadow.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || list.hidden) return;
  event.stopPropagation();
  dismiss();
});
document.addEventListener("keydown", (event) => {
  const target = event.composedPath()[0];
  const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
  if (event.key !== "f" || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  pressFollow();
});

export const panel = { show, gone };
