// Brings the document to what a newer answer has, and nothing further. Two trees
// are compared that no script has touched: the page as it came and the page as it
// is now. Only where they differ is the document changed. So what has not changed
// keeps everything that is the reader's or a script's own: focus and caret, typed
// text, checked boxes, open details and dialogs, sorted rows, listeners.

// page is the page as it came; of each of its nodes, live has the document's.
const page = document.cloneNode(true);
const live = new WeakMap();

const pair = (node, own) => {
  live.set(node, own);
  let child = own.firstChild;
  for (const c of node.childNodes) {
    pair(c, child);
    child = child.nextSibling;
  }
};
pair(page, document);

// A script sets attributes of the root before anything is drawn, such as the
// reader's colour mode. They were not the page's.
const root = page.documentElement;
const rootOwn = new Set();

const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const isOurs = (node) => isElement(node) && node.localName === "script" && node.hasAttribute("data-version");

// scripts tells which scripts a page has. One that has run cannot be undone.
const scripts = (doc) =>
  [...doc.querySelectorAll("script")]
    .filter((s) => !isOurs(s))
    .map((s) => s.getAttribute("src") ?? s.textContent)
    .join("\n");

// needsReload tells whether next has other scripts than the page that is shown.
export const needsReload = (next) => scripts(next) !== scripts(page) || !next.body;

// morph brings the document to next. The event that it sends before tells
// scripts of the page to let go; the one after, to look again: page is the page
// as it came, live gives the document's node of one of its.
export const morph = (next) => {
  const focus = focused();
  const anchor = anchored();
  attributes(root, next.documentElement);
  children(root, next.documentElement);
  const detail = { page, live: (node) => live.get(node) };
  document.dispatchEvent(new CustomEvent("pf:morphed", { detail }));
  focus();
  anchor();
};

// become brings one node of the page, and that of the document, to what next is.
const become = (node, next) => {
  if (!isElement(node)) {
    if (node.data === next.data) return;
    node.data = next.data;
    live.get(node).data = next.data;
    return;
  }
  if (node.localName === "script") return;
  attributes(node, next);
  if (node.localName === "template") {
    node.content.replaceChildren(page.importNode(next.content, true));
    live.get(node).content.replaceChildren(document.importNode(next.content, true));
  }
  children(node, next);
};

const attributes = (node, next) => {
  const own = live.get(node);
  if (node.localName === "link" && node.rel === "stylesheet" && node.getAttribute("href") !== next.getAttribute("href")) restyle(node, next);
  for (const { name, value } of next.attributes) {
    if (node === root) rootOwn.add(name);
    if (node.getAttribute(name) === value) continue;
    node.setAttribute(name, value);
    if (!isReaders(node, name)) live.get(node).setAttribute(name, value);
  }
  for (const { name } of [...node.attributes]) {
    if (next.hasAttribute(name) || (node === root && !rootOwn.has(name))) continue;
    node.removeAttribute(name);
    if (!isReaders(node, name)) own.removeAttribute(name);
  }
};

// isReaders tells what the reader opens and closes.
const isReaders = (node, name) => name === "open" && (node.localName === "details" || node.localName === "dialog");

// restyle puts a style sheet in the place of another: the old one goes when the
// new one is there, so that the page is never without.
const restyle = (node, next) => {
  const old = live.get(node);
  const own = old.cloneNode();
  const done = () => old.remove();
  own.addEventListener("load", done);
  own.addEventListener("error", done);
  own.setAttribute("href", next.getAttribute("href"));
  old.after(own);
  live.set(node, own);
};

// children brings the children of node to those of next. Equal ones at both
// ends stay; between them, children find their counterparts: one that is equal,
// one of the same key, the next of the same kind.
const children = (node, next) => {
  let from = [...node.childNodes];
  let to = [...next.childNodes];
  let start = 0;
  while (start < from.length && start < to.length && same(from[start], to[start])) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && same(from.at(-1 - end), to.at(-1 - end))) end++;
  let before = from[start - 1] ?? null;
  from = from.slice(start, from.length - end);
  to = to.slice(start, to.length - end);
  const found = matches(from, to);
  const kept = new Set(found.values());
  for (const gone of from) if (!kept.has(gone)) remove(gone);
  let last = -1;
  for (const wanted of to) {
    let child = found.get(wanted);
    if (!child) {
      child = insert(node, wanted, before);
    } else {
      const at = from.indexOf(child, Math.max(last, 0));
      if (at >= 0) last = at;
      else place(node, child, live.get(child), before);
      if (!same(child, wanted)) become(child, wanted);
    }
    before = child;
  }
};

const same = (a, b) => a.isEqualNode(b) && (!isElement(a) || a.localName !== "template" || a.innerHTML === b.innerHTML);

const matches = (from, to) => {
  const found = new Map();
  const free = new Set(from);
  const take = (wanted, child) => {
    found.set(wanted, child);
    free.delete(child);
  };
  for (const name of [whole, key]) {
    const byName = new Map();
    for (const child of free) {
      const n = name(child);
      if (!n) continue;
      if (!byName.has(n)) byName.set(n, []);
      byName.get(n).push(child);
    }
    for (const wanted of to) {
      if (found.has(wanted)) continue;
      const child = byName.get(name(wanted))?.shift();
      if (child) take(wanted, child);
    }
  }
  // What is left pairs in order, kind by kind; what both have a name for, and
  // not the same, are two things.
  const rest = new Map();
  for (const child of free) {
    const kind = child.nodeName;
    if (!rest.has(kind)) rest.set(kind, []);
    rest.get(kind).push(child);
  }
  for (const wanted of to) {
    if (found.has(wanted)) continue;
    const child = rest.get(wanted.nodeName)?.[0];
    if (!child || (wanted.id && child.id && wanted.id !== child.id)) continue;
    rest.get(wanted.nodeName).shift();
    take(wanted, child);
  }
  return found;
};

const whole = (node) => (isElement(node) ? node.outerHTML : `${node.nodeName} ${node.data}`);

// key names an element among its siblings: its id, or the first link in a row or
// an item.
const key = (node) => {
  if (!isElement(node)) return "";
  if (node.id) return `${node.localName}#${node.id}`;
  if (!/^(tr|li|dt|article)$/.test(node.localName)) return "";
  const href = node.querySelector("a[href]")?.getAttribute("href");
  return href ? `${node.localName} ${href}` : "";
};

const remove = (node) => {
  live.get(node).remove();
  node.remove();
};

const insert = (parent, wanted, before) => {
  const node = page.importNode(wanted, true);
  const own = document.importNode(wanted, true);
  pair(node, own);
  for (const script of isElement(own) ? own.querySelectorAll("script") : []) script.remove();
  place(parent, node, own, before);
  return node;
};

// place puts a node behind before in the page, and its counterpart in the
// document behind that of before, wherever a script may have put that.
const place = (parent, node, own, before) => {
  const here = live.get(parent);
  const previous = before && live.get(before);
  const following = before ? before.nextSibling : parent.firstChild;
  parent.insertBefore(node, following);
  if (previous && here.contains(previous)) {
    previous.after(own);
    return;
  }
  const after = following && live.get(following);
  if (after && here.contains(after)) after.before(own);
  else if (before) here.append(own);
  else here.prepend(own);
};

// focused gives what brings the focus back, with caret and selection, to the
// element that has it now or to the one in its place.
const focused = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return () => {};
  const { id, name, value, selectionStart, selectionEnd, selectionDirection } = element;
  const typed = element.matches("input, textarea");
  return () => {
    const now = element.isConnected ? element : ((id && document.getElementById(id)) || (name && document.getElementsByName(name)[0]));
    if (!now || document.activeElement === now) return;
    if (typed && now !== element && now.value !== value) now.value = value;
    now.focus({ preventScroll: true });
    if (typed && selectionStart !== null) now.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
  };
};

// anchored gives what brings what is at the top of the window back to its place.
const anchored = () => {
  if (scrollY === 0) return () => {};
  const element = [120, 200, 300, 400].map((y) => document.elementFromPoint(innerWidth / 2, y)).find((e) => e?.closest("main")) ?? null;
  const top = element?.getBoundingClientRect().top;
  const left = scrollY;
  return () => {
    if (element?.isConnected) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
    else scrollTo({ top: left, behavior: "instant" });
  };
};
