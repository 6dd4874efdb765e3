/** Files dropped on the form go into its control; what is chosen is named below it. */
const form = document.querySelector("[data-dropzone]");
const input = form?.querySelector("input[type=file]");
const chosen = form?.querySelector("[data-chosen]");

function say() {
  chosen.textContent = [...input.files].map((file) => file.name).join(" · ");
}

if (input) {
  input.after(chosen);
  input.addEventListener("change", say);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    say();
  });
}
