// A card for each citation: what its title says, set to be read. It comes after
// a quarter of a second under the pointer, at once with focus, at the first tap
// of a finger (the second follows the link), and goes with Escape. Without this
// the browser shows the title itself.

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
let finger = false; // the last press was a finger's

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
  const [, id, words] = element.matches(".prose .id") ? (text.match(/^(\S+): (.*)$/) ?? [, "", text]) : [, (element.querySelector(".id") ?? element).textContent.trim(), text];
  const line = (name, ...content) => {
    const p = document.createElement("p");
    p.className = name;
    p.append(...content);
    return p;
  };
  const head = Object.assign(document.createElement("b"), { className: "card-id", textContent: id });
  const lines = [line("card-text", ...(id ? [head, " "] : []), words)];
  // Beside a sign the title need not say the state again.
  const state = element.matches("a.cite") ? element.querySelector(".g title")?.textContent : "";
  const foot = [...rest, state].filter(Boolean).join(" · ");
  if (foot) lines.push(line("card-foot", foot));
  if (finger && element.href) lines.push(line("card-foot", Object.assign(document.createElement("a"), { href: element.href, textContent: "Open" })));
  card.classList.toggle("card-open", finger);
  card.replaceChildren(...lines);
  card.dataset.state = element.dataset.state ?? "";
  card.hidden = false;
  place();
};

const find = (event) => {
  if (!(event.target instanceof Element)) return null;
  return owner?.contains(event.target) ? owner : event.target.closest(selector);
};

document.body.append(card);
document.addEventListener("pointerdown", (event) => {
  finger = event.pointerType === "touch";
  if (finger && owner && !card.contains(event.target) && find(event) !== owner && !owner.contains(event.target)) hide();
});
document.addEventListener(
  "click",
  (event) => {
    if (!finger || card.contains(event.target)) return;
    const element = find(event);
    if (!element || element === owner) return;
    event.preventDefault();
    show(element);
  },
  true,
);
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
  else if (event.target !== owner && !card.contains(event.target)) hide();
});
document.addEventListener("focusout", () => {
  if (!finger) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
// The preview has changed the page: a title that has come back is a newer one.
document.addEventListener("pf:morphed", () => {
  if (owner?.hasAttribute("title")) title = owner.title;
  hide();
});
addEventListener("scroll", hide, { passive: true, capture: true });
