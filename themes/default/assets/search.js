// Search. The format of the index and what a term is are written down in the
// comment of package search; this is the other half of it.

const page = document.querySelector("[data-index]");
let base = new URL(page.dataset.index, location.href);
const root = new URL(document.documentElement.dataset.root || "./", location.href);
const form = page.querySelector(".search-form");
const field = page.querySelector("#pf-search");
const state = page.querySelector("#pf-search-state");
const list = page.querySelector("#pf-results");
const letters = page.querySelector("#pf-letters");
const screen = 20; // results at a time

// The files of the index, each fetched once.
const files = new Map();
const load = (name) => {
  if (!files.has(name)) {
    const file = fetch(new URL(name, base)).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    });
    file.catch(() => files.delete(name));
    files.set(name, file);
  }
  return files.get(name);
};

const fold = (s) => s.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replaceAll("ς", "σ");
const wordPattern = /[\p{L}\p{N}\p{M}]+(?:[-._][\p{L}\p{N}\p{M}]+)*/gu;
const unspaced = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const runPattern = new RegExp(`[${unspaced}]+|[^${unspaced}]+`, "gu");
const unspacedRun = new RegExp(`^[${unspaced}]`, "u");
const cut = (s, n) => [...s].slice(0, n).join("");

// termsOf gives the terms of a word of the query. The parts of "fr-1.1" are
// left out: whoever writes the whole means the whole.
const termsOf = (word) =>
  (word.match(runPattern) ?? []).flatMap((run) => {
    if (!unspacedRun.test(run)) {
      const part = run.replace(/^[-._]+|[-._]+$/g, "");
      return part ? [cut(part, 32)] : [];
    }
    const letters = [...run];
    return letters.length === 1 ? letters : letters.slice(1).map((letter, i) => letters[i] + letter);
  });

const utf8 = new TextEncoder();
const shardOf = (term, manifest) => {
  let hash = 2166136261;
  for (const byte of utf8.encode(cut(term, manifest.key))) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 0) % manifest.shards;
};

// postings gives entry → weight for a term, or for all that begin with it, and
// whether that is every entry that has it.
const postings = async (term, manifest, prefix) => {
  const shard = await load(`terms-${shardOf(term, manifest)}.json`);
  const open = prefix && [...term].length >= manifest.key;
  const names = open ? Object.keys(shard).filter((name) => name.startsWith(term)) : Object.hasOwn(shard, term) ? [term] : [];
  const found = new Map();
  let whole = true;
  for (const name of names) {
    const flat = shard[name];
    if (flat.length / 2 >= manifest.cap) whole = false;
    const exact = name === term ? 1 : 0.6;
    for (let i = 0; i < flat.length; i += 2) found.set(flat[i], Math.max(found.get(flat[i]) ?? 0, flat[i + 1] * exact));
  }
  return { found, whole };
};

// find gives the numbers of the entries that have all terms, the best first.
const find = async (query) => {
  const manifest = await load(base.pathname.split("/").pop());
  const words = fold(query).match(wordPattern) ?? [];
  const last = words.at(-1);
  const terms = words.flatMap((word) => termsOf(word).map((term, i, all) => [term, word === last && i === all.length - 1]));
  if (!terms.length) return { hits: [], words, manifest };
  const lists = await Promise.all(terms.map(([term, prefix]) => postings(term, manifest, prefix)));
  const scores = new Map();
  for (const { found } of lists) for (const [entry, weight] of found) scores.set(entry, (scores.get(entry) ?? 0) + weight);
  for (const { found, whole } of lists) {
    if (!whole) continue;
    for (const entry of scores.keys()) if (!found.has(entry)) scores.delete(entry);
  }
  const hits = [...scores].sort(([a, x], [b, y]) => y - x || a - b).map(([entry]) => entry);
  return { hits, words, manifest };
};

const entryOf = async (number, manifest) => (await load(`entries-${Math.floor(number / manifest.chunk)}.json`))[number % manifest.chunk];

// marked gives text as nodes, with the words of the query in <mark>.
const marked = (text, words) => {
  const folded = fold(text);
  if (!words.length || folded.length !== text.length) return [text];
  const pattern = new RegExp(words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  const nodes = [];
  let end = 0;
  for (const hit of folded.matchAll(pattern)) {
    nodes.push(text.slice(end, hit.index));
    const mark = document.createElement("mark");
    end = hit.index + hit[0].length;
    mark.textContent = text.slice(hit.index, end);
    nodes.push(mark);
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
};

// sentence gives the part of text round the first hit.
const sentence = (text, words) => {
  const folded = fold(text);
  const hits = folded.length === text.length ? words.map((w) => folded.indexOf(w)).filter((i) => i >= 0) : [];
  const at = hits.length ? Math.min(...hits) : 0;
  const before = text.slice(0, at);
  const start = Math.max(before.lastIndexOf(". ") + 1, before.lastIndexOf("\n") + 1, at - 100, 0);
  const rest = text.slice(start, start + 260);
  const stop = rest.indexOf("\n", at - start);
  return (start && text[start - 1] !== "\n" && start === at - 100 ? "… " : "") + (stop > 0 ? rest.slice(0, stop) : rest).trim();
};

const element = (name, className, ...children) => {
  const e = document.createElement(name);
  if (className) e.className = className;
  e.append(...children);
  return e;
};

const result = (entry, words) => {
  const link = element("a", "", ...marked(entry.title, words));
  link.href = new URL(entry.url, root).href;
  const item = element("li", "result", element("p", "result-title", element("span", "result-kind", entry.kind), " ", link));
  if (entry.path) item.append(element("p", "result-path", entry.path));
  const quote = sentence(entry.text ?? "", words);
  if (quote && quote !== entry.title) item.append(element("p", "result-text", ...marked(quote, words)));
  return item;
};

let turn = 0; // of the latest query: an older answer is dropped

const show = async (query) => {
  const mine = ++turn;
  letters.hidden = query.trim() !== "";
  if (!query.trim()) {
    list.replaceChildren();
    state.textContent = "";
    return;
  }
  try {
    const { hits, words, manifest } = await find(query);
    let shown = 0;
    const more = async () => {
      const next = await Promise.all(hits.slice(shown, shown + screen).map((n) => entryOf(n, manifest)));
      if (mine !== turn) return;
      if (!shown) list.replaceChildren();
      list.append(...next.map((entry) => result(entry, words)));
      shown += next.length;
      button.hidden = shown >= hits.length;
      button.textContent = `Show ${Math.min(screen, hits.length - shown)} more of ${hits.length}`;
    };
    button.onclick = more;
    await more();
    if (mine !== turn) return;
    state.textContent = hits.length ? `${hits.length} ${hits.length === 1 ? "place" : "places"}` : `Nothing has all of these words. Fewer words, or the beginning of one, find more.`;
  } catch {
    if (mine !== turn) return;
    list.replaceChildren();
    letters.hidden = false;
    state.textContent = "The index could not be read; the list below is complete.";
  }
};

const button = element("button", "more");
button.type = "button";
button.hidden = true;
list.after(button);

const remember = (query) => {
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(history.state, "", address);
};

let timer = 0;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    remember(field.value);
    show(field.value);
  }, 80);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.focus();
});
page.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [field, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next || !stops.includes(document.activeElement)) return;
  event.preventDefault();
  next.focus();
});

// The preview has changed the page, or what it fetches: the index is another.
const renew = () => {
  base = new URL(page.dataset.index, location.href);
  files.clear();
  if (field.value.trim()) show(field.value);
};
document.addEventListener("pf:morphed", renew);
document.addEventListener("pf:rebuilt", renew);

field.value = new URL(location.href).searchParams.get("q") ?? "";
field.focus();
show(field.value);
