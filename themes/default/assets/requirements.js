// The index of requirements: filters, sorts, counts, and hands out the rows that
// are shown. An index of one page has its rows in the page; of a longer one the
// data is fetched when the filter is first used. What is chosen stands in the
// address, so that a narrowed index can be linked to.

const SCREEN = 30; // rows that are there at once; the rest follows
const STEP = 200;
const root = document.documentElement.dataset.root ?? "";
const natural = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const fold = (s) => s.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const get = async (href) => {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  return answer.json();
};

// A list of values, and for each row the index of its own.
class Column {
  constructor(values = [], of = []) {
    this.values = values;
    this.of = of;
  }
  add(value) {
    let i = this.values.indexOf(value);
    if (i < 0) i = this.values.push(value) - 1;
    this.of.push(i);
  }
  // fits gives for each value whether a choice takes it.
  fits(test) {
    return Uint8Array.from(this.values, (value) => (test(value) ? 1 : 0));
  }
}

// The rows of the page itself.
const fromPage = (table) => {
  const data = { size: 0, plans: [], hues: [], columns: {}, cells: [], folded: [] };
  for (const key of ["plan", "kind", "state", "coverage", "phase"]) data.columns[key] = new Column();
  for (const row of table.tBodies[0].rows) {
    const [id, text, plan, state, cited, tasks] = row.cells;
    for (const [key, column] of Object.entries(data.columns)) column.add(row.dataset[key] ?? "");
    const link = plan.querySelector("a");
    data.hues[data.columns.kind.of.at(-1)] = id.querySelector("a").dataset.hue;
    data.plans[data.columns.plan.of.at(-1)] = { id: row.dataset.plan, title: plan.textContent.trim(), href: link?.getAttribute("href") };
    const [done, all] = /^\d+\/\d+$/.test(tasks.textContent.trim()) ? tasks.textContent.split("/").map(Number) : [0, 0];
    data.cells.push([id.textContent.trim(), text.textContent.trim(), state.textContent.trim(), Number(cited.textContent), done, all, id.querySelector("a").getAttribute("href")]);
    data.folded.push(fold(row.textContent));
    data.size++;
  }
  data.load = async () => {};
  return data;
};

// The rows of the whole portfolio: what is filtered by at once, what is shown
// in pieces.
const fromFiles = async (manifest) => {
  const doc = await get(manifest);
  const base = manifest.slice(0, manifest.lastIndexOf("/") + 1);
  const plan = new Uint16Array(doc.rows);
  for (let i = 0, at = 0; i < doc.plan.length; at += doc.plan[i + 1], i += 2) plan.fill(doc.plan[i], at, at + doc.plan[i + 1]);
  const plans = doc.plans.map(([id, title, href, rows]) => ({ id, title, href: root + href, rows: root + rows }));
  const data = {
    size: doc.rows,
    plans,
    hues: doc.hues.map((hue) => hue && String((Math.round((((Number(hue) % 360) + 360) % 360) / 10) * 10) % 360)), // the style sheet knows steps of ten
    columns: {
      plan: new Column(plans.map((p) => p.id), plan),
      kind: new Column(doc.kinds, doc.kind),
      state: new Column(doc.states, doc.state),
      coverage: new Column(doc.coverages, doc.coverage),
      phase: new Column(doc.phases, doc.phase),
    },
    cells: new Array(doc.rows),
    folded: new Array(doc.rows),
  };
  const pieces = new Map();
  const piece = (n) => {
    if (!pieces.has(n)) {
      const made = get(`${base}rows-${n}.json`).then((rows) => {
        for (const [i, row] of rows.entries()) {
          const at = n * doc.chunk + i;
          const of = plans[plan[at]];
          row[6] = row[6] === undefined ? `${of.rows}${row[0]}/` : root + row[6];
          data.cells[at] = row;
          data.folded[at] = fold(`${row[0]} ${row[1]} ${of.title} ${row[2]}`);
        }
      });
      made.catch(() => pieces.delete(n));
      pieces.set(n, made);
    }
    return pieces.get(n);
  };
  // load fetches what the rows need that are named, or all.
  data.load = (rows) => {
    const needed = new Set(rows ? rows.map((i) => Math.floor(i / doc.chunk)) : Array(Math.ceil(doc.rows / doc.chunk)).keys());
    return Promise.all([...needed].map(piece));
  };
  return data;
};

class Index {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.tools = document.querySelector("#pf-requirements-tools");
    this.count = this.tools.querySelector("output");
    this.more = document.querySelector("#pf-requirements-more");
    this.filters = [...this.tools.querySelectorAll("[data-filter]")];
    this.address = new URL(location.href);
    this.limit = STEP;
    this.source = table; // the rows as the page has them
    this.orders = new Map();
    this.signs = new Map([...document.querySelector("#pf-requirements-signs").content.children].map((e) => [e.dataset.state, e.firstElementChild]));
    this.heads();
    for (const control of this.filters) {
      control.addEventListener(control.matches("select") ? "change" : "input", () => this.choose(control));
      control.addEventListener("focus", () => void this.data().catch(() => {}), { once: true });
    }
    this.more.addEventListener("click", () => {
      this.limit += STEP;
      this.apply();
    });
    for (const link of document.querySelectorAll("[data-take]")) link.addEventListener("click", (event) => this.take(event, link));
    this.restore();
    // The preview has changed the page, or what it fetches: what was fetched is
    // old, and the rows that are shown may be.
    document.addEventListener("pf:morphed", ({ detail }) => {
      this.source = detail.page.querySelector("#pf-requirements-table") ?? table;
      this.renew();
    });
    document.addEventListener("pf:rebuilt", () => this.tools.dataset.rows && this.renew());
  }

  renew() {
    this.rows = null;
    this.orders.clear();
    if (this.shown) this.apply(true);
  }

  // data gives the rows, fetched once. Where they cannot be fetched, those of
  // the page stand for them.
  data() {
    const files = this.tools.dataset.rows;
    this.rows ??= files
      ? fromFiles(files).then((data) => this.list(data)).catch(() => Object.assign(fromPage(this.source), { part: true }))
      : Promise.resolve(fromPage(this.source));
    return this.rows;
  }

  // list names the plans to the control that takes them as text.
  list(data) {
    const list = document.querySelector("#pf-list-plan");
    list?.replaceChildren(...data.plans.map((p) => Object.assign(document.createElement("option"), { value: p.id, label: p.title })));
    return data;
  }

  heads() {
    this.sorts = new Map();
    for (const head of this.table.tHead.querySelectorAll("[data-sort]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      this.sorts.set(head.dataset.sort, head);
      button.addEventListener("click", () => {
        const first = head.dataset.first ?? "ascending";
        const second = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort");
        const next = order === first ? second : order === second ? "" : first;
        this.remember("sort", next && (next === "descending" ? "-" : "") + head.dataset.sort);
        this.apply();
      });
    }
  }

  remember(key, value) {
    if (value) this.address.searchParams.set(key, value);
    else this.address.searchParams.delete(key);
    this.address.hash = location.hash;
    history.replaceState(history.state, "", this.address);
  }

  // leads tells whether a choice leads to another page: where this one is
  // itself narrowed by what the control chooses.
  leads(control) {
    return control.matches("select") && Boolean(control.querySelector("option[selected]"));
  }

  choose(control) {
    if (this.leads(control)) return void location.assign(control.selectedOptions[0].dataset.href);
    this.remember(control.dataset.filter, control.value.trim());
    this.limit = STEP;
    this.apply();
  }

  restore() {
    let chosen = Boolean(this.address.searchParams.get("sort"));
    for (const control of this.filters) {
      const wanted = this.leads(control) ? "" : (this.address.searchParams.get(control.dataset.filter) ?? "");
      if (!wanted) continue;
      control.value = wanted;
      chosen = true;
    }
    if (chosen || !this.tools.dataset.rows) this.apply();
  }

  // tests gives for each filter which of its column's values it takes.
  tests(data) {
    const list = [];
    const add = (key, test) => list.push([data.columns[key].of, data.columns[key].fits(test)]);
    const { key, value } = this.tools.dataset;
    if (key && !data.part) add(key, (v) => (key === "phase" ? v.split(" ").includes(value) : v === value));
    for (const control of this.filters) {
      const wanted = control.value.trim();
      const name = control.dataset.filter;
      if (!wanted || name === "text" || this.leads(control)) continue;
      const exact = data.columns[name].values.includes(wanted);
      const words = fold(wanted);
      if (name === "plan" && !exact) add(name, (v) => fold(v).includes(words) || fold(data.plans[data.columns.plan.values.indexOf(v)].title).includes(words));
      else if (name === "phase") add(name, (v) => v.split(" ").includes(wanted));
      else add(name, (v) => wanted.split(",").includes(v));
    }
    return list;
  }

  // order gives the rows in the order that the address asks for.
  order(data) {
    const wanted = this.address.searchParams.get("sort") ?? "";
    const name = wanted.replace(/^-/, "");
    for (const head of this.sorts.values()) head.removeAttribute("aria-sort");
    if (!this.sorts.has(name)) return null;
    this.sorts.get(name).setAttribute("aria-sort", wanted === name ? "ascending" : "descending");
    if (!this.orders.has(wanted)) {
      const { cells, plans, columns } = data;
      const by = {
        id: (a, b) => natural.compare(cells[a][0], cells[b][0]),
        requirement: (a, b) => natural.compare(cells[a][1], cells[b][1]),
        plan: (a, b) => natural.compare(plans[columns.plan.of[a]].title, plans[columns.plan.of[b]].title),
        state: (a, b) => this.rank(columns.state.values[columns.state.of[a]]) - this.rank(columns.state.values[columns.state.of[b]]),
        cited: (a, b) => cells[a][3] - cells[b][3],
        tasks: (a, b) => cells[a][5] - cells[b][5],
      }[name];
      const rows = Array.from({ length: data.size }, (_, i) => i);
      this.orders.set(wanted, rows.sort(wanted === name ? by : (a, b) => by(b, a)));
    }
    return this.orders.get(wanted);
  }

  rank(state) {
    return [...this.signs.keys()].indexOf(state);
  }

  // apply shows the rows that fit: some at once, the others after them, unless
  // all have been there before.
  async apply(again = false) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const data = await this.data();
    const text = fold(this.filters.find((c) => c.dataset.filter === "text").value.trim());
    const words = text ? text.split(/\s+/) : [];
    const sort = this.address.searchParams.get("sort") ?? "";
    if (words.length || /^-?(id|requirement|cited|tasks)$/.test(sort)) await data.load();
    if (turn !== this.turn) return;
    const tests = this.tests(data);
    const order = this.order(data);
    const shown = [];
    const states = new Map();
    const state = data.columns.state;
    next: for (let n = 0; n < data.size; n++) {
      const i = order ? order[n] : n;
      for (const [of, fits] of tests) if (!fits[of[i]]) continue next;
      for (const word of words) if (!data.folded[i].includes(word)) continue next;
      shown.push(i);
      states.set(state.of[i], (states.get(state.of[i]) ?? 0) + 1);
    }
    await data.load(shown.slice(0, this.limit));
    if (turn !== this.turn) return;
    this.shown = shown;
    this.tell(data, shown.length, new Map([...states].map(([i, n]) => [state.values[i], n])));
    const rows = (from, to) => shown.slice(from, to).map((i) => this.row(data, i));
    const held = again && this.body.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    this.body.replaceChildren(...rows(0, again ? this.limit : SCREEN));
    if (held) [...this.body.querySelectorAll("a")].find((a) => a.getAttribute("href") === held)?.focus({ preventScroll: true });
    this.more.hidden = shown.length <= this.limit;
    if (shown.length > SCREEN && !again) setTimeout(() => turn === this.turn && this.body.append(...rows(SCREEN, this.limit)), 60);
  }

  tell(data, n, states) {
    const key = this.tools.dataset.key;
    const number = (k) => k.toLocaleString("en").replaceAll(",", "\u202f");
    this.count.textContent = `${number(n)}${n === data.size ? "" : ` of ${number(data.size)}`} ${data.size === 1 ? "requirement" : "requirements"}${data.part ? " on this page" : ""}`;
    for (const figure of document.querySelectorAll("[data-counts]")) figure.querySelector("b").textContent = number(states.get(figure.dataset.counts) ?? 0);
    const pages = document.querySelector(".requirements .pages");
    if (pages && !data.part) pages.hidden = true;
    const what = document.querySelector(".takeaway-what");
    if (what) what.textContent = n === data.size && !key ? ": every requirement of the portfolio" : `: the ${number(n)} that are shown`;
  }

  row(data, i) {
    const [id, text, word, cited, done, tasks, href] = data.cells[i];
    const plan = data.plans[data.columns.plan.of[i]];
    const state = data.columns.state.values[data.columns.state.of[i]];
    const row = document.createElement("tr");
    const cell = (kind, name, ...content) => {
      const e = row.appendChild(document.createElement(kind));
      if (name) e.className = name;
      e.append(...content);
      return e;
    };
    const link = (label, to, name) => Object.assign(document.createElement("a"), { textContent: label, href: to, className: name });
    for (const [key, column] of Object.entries(data.columns)) row.dataset[key] = column.values[column.of[i]];
    const own = link(id, href, "id");
    const hue = data.hues[data.columns.kind.of[i]];
    if (hue) own.dataset.hue = hue;
    cell("th", "", own).scope = "row";
    cell("td", "requirement-words", Object.assign(document.createElement("span"), { textContent: text }));
    cell("td", "requirement-plan", plan.href ? link(plan.title, plan.href, "") : plan.title);
    cell("td", "requirement-is", ...(this.signs.has(state) ? [this.signs.get(state).cloneNode(true)] : []), word);
    cell("td", "num", String(cited));
    cell("td", "num", tasks ? `${done}/${tasks}` : Object.assign(document.createElement("span"), { className: "none", textContent: "none" }));
    return row;
  }

  // take hands out the rows that are shown, as a file that is made here.
  async take(event, link) {
    if (!this.shown) return; // nothing is chosen: the file of all
    event.preventDefault();
    const data = await this.data();
    await data.load(this.shown);
    const records = this.shown.map((i) => {
      const [id, text, , cited, done, tasks, href] = data.cells[i];
      const value = (key) => data.columns[key].values[data.columns[key].of[i]];
      return {
        plan: value("plan"), id, kind: value("kind"), state: value("state"), coverage: value("coverage"),
        phases: value("phase") ? value("phase").split(" ") : [], cited, tasks_done: done, tasks, text, url: new URL(href, location.href).href,
      };
    });
    const csv = link.dataset.take === "csv";
    const quote = (v) => (/[",\r\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v);
    const field = (v) => quote(Array.isArray(v) ? v.join(" ") : typeof v === "string" ? v.replace(/^[=+\-@\t\r]/, "'$&") : String(v));
    const lines = () => [Object.keys(records[0] ?? {}).join(","), ...records.map((r) => Object.values(r).map(field).join(","))].join("\n") + "\n";
    const file = new Blob([csv ? lines() : JSON.stringify(records)], { type: csv ? "text/csv" : "application/json" });
    const url = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), { href: url, download: link.download }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

const table = document.querySelector("#pf-requirements-table");
if (table) new Index(table);
