/** The review page: the original follows the record, keys, nothing typed is lost. */
const page = document.querySelector("[data-review]");
const KEPT = "review-typed:";

const points = () => [...page.querySelectorAll("[data-point]")];
const pointOf = (element) => element?.closest?.("[data-point]");
const typing = (element) => element?.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

function showLines(point, scroll) {
  const key = point?.dataset.point;
  let first = null;
  for (const line of page.querySelectorAll(".lines li")) {
    const here = Boolean(key) && line.dataset.agreement === key;
    line.classList.toggle("is-here", here);
    if (here && !first) first = line;
  }
  const side = page.querySelector(".original");
  if (first && scroll && side.scrollHeight > side.clientHeight) {
    side.scrollTo({ top: first.offsetTop - side.clientHeight / 3 });
  }
}

function step(by) {
  const all = points();
  const now = all.indexOf(pointOf(document.activeElement));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const place = pointOf(document.activeElement) ?? page.querySelector("#record");
  (place.querySelector(`[data-key="${key}"]`) ?? page.querySelector(`[data-key="${key}"]`))?.click();
}

/* Whatever was typed in an open form and not sent yet. */
function changed(form) {
  return [...form.elements].some((field) =>
    field.matches("textarea, input[type=text], input[type=number], input[type=date], input[type=time]")
      ? field.value !== field.defaultValue
      : field.matches("select") && [...field.options].some((option) => option.selected !== option.defaultSelected),
  );
}
const unsaved = () => [...page.querySelectorAll("form[data-keep]")].filter(changed);

function keep(form) {
  const values = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  sessionStorage.setItem(KEPT + form.action, JSON.stringify(values));
}

function bringBack() {
  for (const form of page.querySelectorAll("form[data-keep]")) {
    const kept = sessionStorage.getItem(KEPT + form.action);
    if (!kept) continue;
    for (const [name, value] of JSON.parse(kept)) {
      const field = form.elements[name];
      if (name !== "seen" && field && "value" in field) field.value = value;
    }
    sessionStorage.removeItem(KEPT + form.action);
  }
}

/* Of a deadline only what its kind needs. */
function fitDeadline() {
  const kind = page.querySelector("select[name=deadline_kind]");
  for (const field of page.querySelectorAll("[data-deadline]")) {
    field.closest(".row").hidden = field.dataset.deadline !== kind?.value;
  }
}

if (page) {
  let sending = null;
  bringBack();
  fitDeadline();
  page.addEventListener("change", (event) => {
    if (event.target.name === "deadline_kind") fitDeadline();
  });
  showLines(pointOf(document.activeElement) ?? page.querySelector("[data-point]:target"), true);

  page.addEventListener("focusin", (event) => showLines(pointOf(event.target), true));
  page.addEventListener("pointerover", (event) => {
    if (!pointOf(document.activeElement)) showLines(pointOf(event.target), false);
  });
  page.addEventListener("click", (event) => {
    const line = event.target.closest(".lines li[data-agreement]");
    if (line) page.querySelector(`#agreement-${line.dataset.agreement}`)?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") {
      const form = document.activeElement?.closest("form[data-keep]");
      if (form) form.requestSubmit();
      else press("confirm");
      return;
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && pointOf(document.activeElement)) {
      event.preventDefault();
      press(event.key === "ArrowUp" ? "up" : "down");
      return;
    }
    if (typing(document.activeElement) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "e") press("edit");
    else if (event.key === "a") press("add");
    else if (event.key === "d") page.querySelector("#doubts .todo a, #doubts .todo button")?.focus();
    else if (event.key === "Escape") page.querySelector("details.more[open]")?.removeAttribute("open");
  });

  document.body.addEventListener("htmx:confirm", (event) => {
    const others = unsaved().filter((form) => form !== event.detail.elt && !form.contains(event.detail.elt));
    if (others.length && !window.confirm(page.dataset.unsaved)) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt.closest("form[data-keep]");
    if (form) keep(form);
    sending = { point: pointOf(event.detail.elt)?.id, focus: document.activeElement?.id, form: form?.action };
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    if (sending?.form) sessionStorage.removeItem(KEPT + sending.form);
    fitDeadline();
    const opened = page.querySelector("form[data-keep]");
    if (opened) opened.querySelector(".field")?.focus();
    else if (!document.getElementById(sending?.focus)) document.getElementById(sending?.point)?.focus({ preventScroll: true });
    sending = null;
  });
  for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
    document.body.addEventListener(trouble, () => window.alert(page.dataset.refused));
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length && !sending) event.preventDefault();
  });
}
