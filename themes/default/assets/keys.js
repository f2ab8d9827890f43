// The keyboard: "/" search, "?" legend, "g" and a letter for the great pages,
// "[" and "]" for the neighbours, "e" to edit.

const root = document.documentElement.dataset.root || "./";
const places = { p: "", r: "requirements/", m: "roadmap/", c: "completeness/" };
const patience = 1200; // ms between "g" and its letter
let since = -Infinity;

const typing = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));

const follow = (selector) => {
  const link = document.querySelector(selector);
  if (link) link.click();
  return Boolean(link);
};

const search = () => {
  const field = [...document.querySelectorAll("#pf-search, #pf-lost, #pf-find")].find((f) => f.offsetParent);
  if (!field) return void location.assign(`${root}search/`);
  field.focus();
  field.select();
};

const press = (key, time) => {
  if (time - since < patience && key in places) {
    since = -Infinity;
    location.assign(root + places[key]);
    return true;
  }
  since = key === "g" ? time : -Infinity;
  switch (key) {
    case "/":
      search();
      return true;
    case "?":
      return follow("[data-legend]");
    case "[":
      return follow('a[rel="prev"]');
    case "]":
      return follow('a[rel="next"]');
    case "e":
      return follow('a[rel="edit"]');
  }
  return false;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (press(event.key, event.timeStamp)) event.preventDefault();
});
