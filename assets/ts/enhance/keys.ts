// "/" find, "j" and "k" move through the entries of a list, Enter opens, "?" explains. Keys with Ctrl, Alt or Meta
// belong to the browser; keys typed into a field belong to the field.
export function keys(): void {
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey || e.defaultPrevented) return;
    const at = e.target as HTMLElement;
    if (at.isContentEditable || at.matches("input, select, textarea") || document.querySelector("dialog[open]")) return;
    switch (e.key) {
      case "/": {
        const field = document.querySelector<HTMLInputElement>("main [data-key-search]") ?? document.querySelector<HTMLInputElement>("[data-key-search]");
        if (!field) return;
        field.focus();
        field.select();
        break;
      }
      case "j":
        if (!move(1)) return;
        break;
      case "k":
        if (!move(-1)) return;
        break;
      case "?":
        document.querySelector<HTMLDialogElement>("#keys")?.showModal();
        break;
      default:
        return;
    }
    e.preventDefault();
  });
}

// move goes to the next or previous entry by focusing its first link, so that Enter opens it as always.
function move(step: number): boolean {
  const entries = [...document.querySelectorAll<HTMLElement>("main [data-entry]")].filter((x) => x.offsetParent !== null);
  if (entries.length === 0) return false;
  const here = entries.findIndex((x) => x.contains(document.activeElement));
  const next = entries[Math.min(Math.max(here + step, 0), entries.length - 1)];
  document.querySelectorAll(".current").forEach((x) => x.classList.remove("current"));
  next?.classList.add("current");
  next?.querySelector<HTMLElement>("a")?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return true;
}
