// A card for each citation: what its title says, set to be read. It comes after
// a quarter of a second under the pointer, at once with focus, and goes with
// Escape. Without this the browser shows the title itself.

const selector = ".id[title], .cite[title]";
const delay = 250;

const card = document.createElement("div");
card.className = "card";
card.id = "pf-card";
card.setAttribute("role", "tooltip");
card.hidden = true;

let owner = null;
let title = "";
let timer = 0;

const place = () => {
  const at = owner.getBoundingClientRect();
  const own = card.getBoundingClientRect();
  const gap = 6;
  const edge = 8;
  const above = at.bottom + gap + own.height > innerHeight - edge && at.top > own.height + gap + edge;
  const left = Math.min(Math.max(at.left, edge), innerWidth - own.width - edge);
  card.style.left = `${Math.max(left, edge)}px`;
  card.style.top = `${above ? at.top - own.height - gap : at.bottom + gap}px`;
};

const hide = () => {
  clearTimeout(timer);
  if (!owner) return;
  owner.title = title;
  owner.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
};

const show = (element) => {
  hide();
  owner = element;
  title = element.title;
  // The title goes while the card is there, or both would be shown.
  owner.removeAttribute("title");
  owner.setAttribute("aria-describedby", card.id);
  const [text, ...rest] = title.split("\n");
  const lines = [text, rest.join(" ")].filter(Boolean).map((line, i) => {
    const p = document.createElement("p");
    p.className = i ? "card-foot" : "card-text";
    p.textContent = line;
    return p;
  });
  card.replaceChildren(...lines);
  card.dataset.state = element.dataset.state ?? "";
  card.hidden = false;
  place();
};

const find = (event) => (event.target instanceof Element ? event.target.closest(selector) : null);

document.body.append(card);
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  const element = find(event);
  if (!element) return;
  clearTimeout(timer);
  timer = setTimeout(show, delay, element);
});
document.addEventListener("pointerout", (event) => {
  clearTimeout(timer);
  const inside = owner?.contains(event.relatedTarget) || card.contains(event.relatedTarget);
  if (owner && !inside && document.activeElement !== owner) hide();
});
document.addEventListener("focusin", (event) => {
  const element = find(event);
  if (element?.matches(":focus-visible")) show(element);
  else if (event.target !== owner) hide();
});
document.addEventListener("focusout", hide);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
addEventListener("scroll", hide, { passive: true, capture: true });
