/* What is typed into a form survives a sign-in that has ended: it is kept in this tab until the form is open again at
   the same address, and gone from it as soon as any other page is. */

const KEPT = "words";
const here = () => location.pathname + location.search;

function bringBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept?.at !== here()) return;
  for (const [name, value] of kept.values) {
    const field = form.elements[name];
    if (field && "value" in field) field.value = value;
  }
}

function keep(form) {
  const values = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && form.elements[name]?.type !== "hidden");
  sessionStorage.setItem(KEPT, JSON.stringify({ at: here(), values }));
}

export function keepWords(root) {
  const form = root.querySelector("form[data-keep-words]");
  const isSigningIn = root.querySelector("[data-signing-in]") !== null;
  if (form && !form.querySelector(".errors, .errorlist")) bringBack(form);
  if (!isSigningIn) sessionStorage.removeItem(KEPT);
  form?.addEventListener("submit", () => keep(form));
}
