// The switch of colour modes: as the system has it, light, dark.

const page = document.documentElement;
const button = document.querySelector("#pf-mode");
const modes = ["", "light", "dark"];
const words = { "": "as the system", light: "light", dark: "dark" };

const show = () => {
  const label = `Colour mode: ${words[page.dataset.mode ?? ""]}`;
  button.setAttribute("aria-label", label);
  button.title = label;
};

if (button) {
  show();
  button.addEventListener("click", () => {
    const next = modes[(modes.indexOf(page.dataset.mode ?? "") + 1) % modes.length];
    if (next) page.dataset.mode = next;
    else delete page.dataset.mode;
    try {
      if (next) localStorage.setItem("pf-mode", next);
      else localStorage.removeItem("pf-mode");
    } catch {
      // It holds for this page, then.
    }
    show();
  });
}
