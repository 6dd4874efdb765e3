/** On a phone the filters start closed: the list comes first. Where there is room they stand open. */
export function filters(root) {
  const box = root.querySelector("[data-filters]");
  if (!box) return;
  const narrow = matchMedia("(max-width: 52rem)");
  const set = () => {
    box.open = !narrow.matches;
  };
  set();
  narrow.addEventListener("change", set);
}
