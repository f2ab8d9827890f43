// Marks the section that is read in the table of contents.

const decoded = (s) => {
  try {
    return decodeURIComponent(s);
  } catch {
    return s;
  }
};

const links = new Map();
let headings = [];
let current = null;
const collect = () => {
  links.clear();
  for (const link of document.querySelectorAll(".toc li a[href^='#']")) {
    const heading = document.getElementById(decoded(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  headings = [...links.keys()];
};
collect();

if (document.querySelector(".toc")) {
  const line = 96; // px below the top edge: what has passed it is being read

  const mark = () => {
    let found = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > line) break;
      found = heading;
    }
    if (found === current) return;
    links.get(current)?.removeAttribute("aria-current");
    current = found;
    const link = links.get(found);
    if (!link) return;
    link.setAttribute("aria-current", "location");
    const box = link.closest(".toc");
    if (box.scrollHeight > box.clientHeight) {
      const top = link.offsetTop - box.offsetTop;
      if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 40) box.scrollTop = top - box.clientHeight / 3;
    }
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  // The preview has changed the page: headings may have come and gone.
  document.addEventListener("pf:morphed", () => {
    links.get(current)?.removeAttribute("aria-current");
    current = null;
    collect();
    mark();
  });
  mark();
}
