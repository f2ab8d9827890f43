// Tables that sort, filter and group. What is chosen stands in the address, so
// that a narrowed table can be linked to and survives a reload.

import { bringSigns } from "./signs.js";

const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const fold = (s) => s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const address = new URL(location.href);

// remember puts a value into the address without a new step in the history.
const remember = (key, value) => {
  if (value) address.searchParams.set(key, value);
  else address.searchParams.delete(key);
  address.hash = location.hash;
  history.replaceState(history.state, "", address);
};

// rowsOf gives the rows that a table has on another page, their links as they
// are from here.
const rowsOf = (page, id) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // it parses, and needs no trusted type for that
    request.open("GET", page);
    request.responseType = "document";
    request.onerror = reject;
    request.onload = () => {
      const rows = [...(request.response?.getElementById(id)?.tBodies[0].rows ?? [])];
      if (request.status >= 400 || !rows.length) return void reject(new Error(page));
      for (const row of rows) {
        for (const link of row.querySelectorAll('a[href], [href]:not([href^="#"])')) {
          link.setAttribute("href", new URL(link.getAttribute("href"), request.responseURL).href);
        }
      }
      bringSigns(request.response);
      resolve(rows.map((row) => document.adoptNode(row)));
    };
    request.send();
  });

class Table {
  constructor(table, prefix) {
    this.table = table;
    this.body = table.tBodies[0];
    this.list([...this.body.rows]);
    this.key = (name) => prefix + name;
    this.heads();
    this.controls();
    this.restore();
  }

  // list takes the rows in the order in which the page has them.
  list(rows) {
    this.whole = rows;
    this.rows = rows.filter((row) => !row.matches(".group"));
    this.texts = new Map();
    this.rest = (this.table.dataset.rest ?? "").split(" ").filter(Boolean);
    this.gathering = null;
  }

  // renew takes the rows of a page that has changed, and shows them as is chosen.
  renew(rows) {
    this.list(rows);
    this.heads();
    this.controls();
    this.apply();
  }

  get(name) {
    return address.searchParams.get(this.key(name)) ?? "";
  }

  heads() {
    this.buttons = new Map();
    for (const head of this.table.tHead.querySelectorAll("[data-sort]")) {
      const button = head.querySelector(".sort") ?? this.button(head);
      this.buttons.set(this.name(button), head);
    }
  }

  // button makes the text of a column's head what sorts by it.
  button(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => this.turn(this.name(button), head));
    return button;
  }

  name(button) {
    return fold(button.textContent.trim()).replace(/\s+/g, "-");
  }

  // turn goes through a column's orders: the useful one first, then its
  // reverse, then the order in which the page came.
  turn(name, head) {
    const order = head.getAttribute("aria-sort");
    const first = head.dataset.sort === "number" ? "descending" : "ascending";
    const second = first === "ascending" ? "descending" : "ascending";
    const next = order === first ? second : order === second ? "" : first;
    remember(this.key("sort"), next && (next === "descending" ? "-" : "") + name);
    this.apply();
  }

  controls() {
    const before = (this.table.closest(".scroll") ?? this.table).previousElementSibling;
    const tools = before?.matches(".tools") ? before : null;
    this.count = tools?.querySelector("output");
    this.filters = [...(tools?.querySelectorAll("[data-filter]") ?? [])];
    this.group = tools?.querySelector("[data-group-by]");
    if (tools === this.tools) return;
    this.tools = tools;
    for (const type of ["input", "change"]) tools?.addEventListener(type, (event) => this.choose(event));
  }

  choose({ type, target: control }) {
    if (control.matches("select") !== (type === "change")) return;
    if (control === this.group) remember(this.key("group"), control.value);
    else if (!control.matches("[data-filter]")) return;
    else if (this.leads(control)) return void location.assign(control.selectedOptions[0].dataset.href);
    else remember(this.key(control.dataset.filter), control.value);
    this.apply();
  }

  // leads tells whether a choice leads to another page: where this one has only a
  // part of the rows, or is itself narrowed by what the control chooses.
  leads(control) {
    return control.matches("select") && (this.tools.hasAttribute("data-part") || Boolean(control.querySelector("option[selected]")));
  }

  restore() {
    for (const control of this.filters) {
      if (this.leads(control)) continue;
      const wanted = this.get(control.dataset.filter);
      if (wanted) control.value = wanted;
    }
    if (this.group && this.get("group")) this.group.value = this.get("group");
    if (this.count || this.get("sort")) this.apply();
  }

  // chosen tells whether more is asked for than the page has as it came.
  chosen() {
    return Boolean(this.get("sort") || this.group?.value || this.filters.some((control) => control.value && !this.leads(control)));
  }

  // gather adds the rows of the list's other pages: what is chosen is chosen of
  // all of them.
  async gather() {
    if (!this.rest.length || this.gathering) return;
    const mine = (this.gathering = {});
    const added = [];
    try {
      for (const pages = [...this.rest]; pages.length; ) {
        added.push(...(await Promise.all(pages.splice(0, 6).map((page) => rowsOf(page, this.table.id)))).flat());
      }
    } catch {
      return; // they cannot be fetched: the page may have been opened from a file
    }
    if (this.gathering !== mine) return; // the page has changed meanwhile
    this.whole.push(...added);
    this.rows.push(...added.filter((row) => !row.matches(".group")));
    this.rest = [];
    this.apply();
  }

  text(row) {
    if (!this.texts.has(row)) this.texts.set(row, fold(row.textContent));
    return this.texts.get(row);
  }

  fits(row) {
    return this.filters.every((control) => {
      const wanted = control.value.trim();
      if (!wanted || this.leads(control)) return true;
      if (control.dataset.filter === "text") return fold(wanted).split(/\s+/).every((w) => this.text(row).includes(w));
      return ` ${row.dataset[control.dataset.filter] ?? ""} `.includes(` ${wanted} `);
    });
  }

  sorted(rows) {
    const wanted = this.get("sort");
    const descending = wanted.startsWith("-");
    const head = this.buttons.get(wanted.slice(descending ? 1 : 0));
    for (const h of this.buttons.values()) h.removeAttribute("aria-sort");
    if (!head) return rows;
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const column = head.cellIndex;
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const keyed = rows.map((row) => [value(row), row]);
    const compare =
      head.dataset.sort === "number" ? (a, b) => parseFloat(a) - parseFloat(b) || 0 : (a, b) => (a === "") - (b === "") || natural.compare(a, b);
    keyed.sort(([a], [b]) => (descending ? compare(b, a) : compare(a, b)));
    return keyed.map(([, row]) => row);
  }

  apply() {
    const rows = this.sorted(this.rows);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !this.fits(row);
      if (!row.hidden) shown++;
    }
    const key = this.group?.value ?? "";
    // The page's own headings of groups stand only where nothing was moved.
    const out = key ? this.grouped(rows, key) : this.get("sort") ? rows : this.whole;
    if (out === this.whole) {
      let head = null;
      for (const row of this.whole) {
        if (row.matches(".group")) {
          head = row;
          head.hidden = true;
        } else if (head && !row.hidden) head.hidden = false;
      }
    }
    this.body.replaceChildren(...out);
    if (this.count) {
      const [one, many] = this.count.dataset.unit.split("|");
      const untouched = this.rest.length > 0 && !this.chosen();
      const all = untouched ? Number(this.table.dataset.total) : this.rows.length;
      if (untouched) shown = all;
      const here = this.tools.hasAttribute("data-part") || (this.rest.length > 0 && !untouched) ? " on this page" : "";
      this.count.textContent = (shown === all ? `${all} ${all === 1 ? one : many}` : `${shown} of ${all} ${many}`) + here;
    }
    if (this.chosen()) this.gather();
  }

  grouped(rows, key) {
    const groups = new Map();
    for (const row of rows) {
      if (row.hidden) continue;
      const name = row.dataset[key] ?? "";
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(row);
    }
    const names = [...groups.keys()].sort((a, b) => (a === "") - (b === "") || natural.compare(a, b));
    const width = this.table.tHead.rows[0].cells.length;
    const out = names.flatMap((name) => {
      const line = document.createElement("tr");
      line.className = "group";
      const head = document.createElement("th");
      head.colSpan = width;
      head.scope = "rowgroup";
      head.textContent = name || "none";
      line.append(head);
      return [line, ...groups.get(name)];
    });
    return [...out, ...rows.filter((row) => row.hidden)];
  }
}

// Choices above several tables lead to the pages that are narrowed to them.
for (const choice of document.querySelectorAll(".tools[data-leads] select")) {
  choice.addEventListener("change", () => location.assign(choice.selectedOptions[0].dataset.href));
}

const selector = "table:has([data-sort]):not([data-own])";
const tables = new Map();
const bind = (table, i) => tables.set(table, new Table(table, i ? `t${i + 1}.` : ""));
[...document.querySelectorAll(selector)].forEach(bind);

// The preview has changed the page: rows have come, gone or changed.
document.addEventListener("pf:morphed", ({ detail: { page, live } }) => {
  [...page.querySelectorAll(selector)].forEach((table, i) => {
    const known = tables.get(live(table));
    if (known) known.renew([...table.tBodies[0].rows].map(live));
    else bind(live(table), i);
  });
});
