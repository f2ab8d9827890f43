// Follow: the tab goes to the page and the section that is being edited, and
// marks it for a moment. It is a choice of this tab, remembered while it is open.

const chosen = "pf-follow";
const target = "pf-follow-to"; // the section to mark on the page that is coming
let on = false;
try {
  on = sessionStorage.getItem(chosen) === "on";
} catch {
  // Storage is closed to this page: it holds for this page, then.
}
const listeners = [];

const store = (name, value) => {
  try {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
  } catch {
    // as above
  }
};

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

// mark shows a section: it is brought into sight where it is not, and stands out
// for a moment, without any motion where the reader wants none.
const mark = (anchor) => {
  const element = document.getElementById(decoded(anchor));
  if (!element) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { top } = element.getBoundingClientRect();
  if (top < 56 || top > innerHeight * 0.7) element.scrollIntoView({ block: "start", behavior: still ? "instant" : "smooth" });
  const ring = { outline: "2px solid var(--focus, Highlight)", outlineOffset: "4px", borderRadius: "2px" };
  const clear = { ...ring, outlineColor: "transparent" };
  element.animate(still ? [ring, ring] : [ring, { ...ring, offset: 0.6 }, clear], { id: "pf-edited", duration: 1600 });
};

export const follow = {
  get on() {
    return on;
  },
  set(value) {
    on = value;
    store(chosen, on ? "on" : "");
    for (const listener of listeners) listener(on);
  },
  listen(listener) {
    listeners.push(listener);
  },
  // start marks the section for which the tab came to this page.
  start() {
    let anchor = null;
    try {
      anchor = sessionStorage.getItem(target);
    } catch {
      // as above
    }
    if (!anchor) return;
    store(target, "");
    mark(anchor);
  },
  // build goes where the last edit was.
  build(event) {
    if (!on || !event.edited) return;
    const to = new URL(event.edited, location.href);
    if (decoded(to.pathname) === decoded(location.pathname)) return mark(to.hash.slice(1));
    store(target, to.hash.slice(1));
    location.assign(to);
  },
};
