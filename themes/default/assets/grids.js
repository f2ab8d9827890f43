// In the matrix and the heat map the column under the pointer or the focus lights
// up; its row does so by the style sheet alone.

const grids = new WeakMap(); // table → what measures it again

const bind = (table) => {
  const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
  const group = document.createElement("colgroup");
  table.caption.after(group);
  let lit = -1;
  const measure = () => group.replaceChildren(...Array.from(heads, () => document.createElement("col")));
  measure();
  grids.set(table, measure);

  const light = (index) => {
    if (index === lit) return;
    for (const part of [group.children[lit], heads[lit]]) part?.classList.remove("lit");
    lit = index;
    for (const part of [group.children[lit], heads[lit]]) part?.classList.add("lit");
  };
  const over = (event) => {
    const cell = event.target.closest("td, th");
    const inside = cell && cell.closest("tbody") && cell.matches("td");
    light(inside ? cell.cellIndex : -1);
  };
  // Arrow keys go from one filled cell to the next in their direction.
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target.closest?.("td, tbody th");
    if (!step || !cell || event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = table.tBodies[0].rows;
    let [y, x] = [cell.parentElement.sectionRowIndex + step[0], cell.cellIndex + step[1]];
    for (; rows[y]?.cells[x]; y += step[0], x += step[1]) {
      const link = rows[y].cells[x].querySelector("a");
      if (!link) continue;
      event.preventDefault();
      link.focus();
      return;
    }
  });
  table.addEventListener("pointerover", over);
  table.addEventListener("focusin", over);
  table.addEventListener("pointerleave", () => light(-1));
  table.addEventListener("focusout", () => light(-1));
};

const look = () => {
  for (const table of document.querySelectorAll(".matrix, .heat")) (grids.get(table) ?? bind)(table);
};
look();
// The preview has changed the page: a grid may have other columns, or be new.
document.addEventListener("pf:morphed", look);
