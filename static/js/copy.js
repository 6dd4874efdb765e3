/** A button with data-copy="ID" copies the text of that element and says so for a moment. */
export function copyOnClick(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && root.getElementById(button.dataset.copy);
    if (!source) return;
    if (!(await copied(source))) return;
    const words = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = words;
    }, 2000);
  });
}

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    // Without HTTPS there is no clipboard: the text is selected, and the reader copies it.
    getSelection().selectAllChildren(source);
    return false;
  }
}
