// Dropping a file on a place of a document fills the place's own form and sends it.
export function dropping(root: ParentNode): void {
  for (const zone of root.querySelectorAll<HTMLElement>("[data-drop]")) {
    const input = zone.querySelector<HTMLInputElement>('input[type="file"]');
    const form = input?.form;
    if (!input || !form) continue;
    zone.addEventListener("dragover", (e) => {
      if (!e.dataTransfer?.types.includes("Files")) return;
      e.preventDefault();
      zone.classList.add("dropping");
    });
    zone.addEventListener("dragleave", (e) => {
      if (!zone.contains(e.relatedTarget as Node | null)) zone.classList.remove("dropping");
    });
    zone.addEventListener("drop", (e) => {
      zone.classList.remove("dropping");
      if (!e.dataTransfer?.files.length) return;
      e.preventDefault();
      input.files = e.dataTransfer.files;
      form.requestSubmit();
    });
  }
  // A file that misses its place must not replace the page.
  if (document.querySelector("[data-drop]")) {
    for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (e) => e.preventDefault());
  }
}
