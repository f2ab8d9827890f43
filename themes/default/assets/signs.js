// A page has the shapes of its own signs only. What is taken over from another
// page brings those that it needs.

export const bringSigns = (page) => {
  const sprite = document.querySelector(".sprite");
  for (const shape of page.querySelectorAll(".sprite > [id]")) {
    if (sprite && !document.getElementById(shape.id)) sprite.append(document.adoptNode(shape));
  }
};
