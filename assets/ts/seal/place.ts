// Where the scripts of sealed pages speak: sentences stand in the page, in the reader's language, and are only shown.
export function shown(name: string, yes: boolean): void {
  for (const e of document.querySelectorAll<HTMLElement>(`[data-sealed-when="${name}"]`)) e.hidden = !yes;
}

// say shows one sentence of those that tell what went wrong, and leads back to where.
export function say(code: string, at?: HTMLElement): void {
  for (const e of document.querySelectorAll<HTMLElement>("[data-sealed-say]")) e.hidden = e.dataset.sealedSay !== code;
  const said = document.querySelector<HTMLElement>(`[data-sealed-say="${code}"]`);
  said?.scrollIntoView({ block: "center" });
  (at?.matches("input, textarea") ? at : said)?.focus();
}

export function reveal(e: HTMLElement): void {
  say("");
  e.hidden = false;
  e.tabIndex = -1;
  e.focus();
}

// busy keeps a form from being sent twice; what it gives frees it.
export function busy(form: HTMLElement): () => void {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>("button")];
  say("");
  form.setAttribute("aria-busy", "true");
  for (const b of buttons) b.disabled = true;
  return () => {
    form.removeAttribute("aria-busy");
    for (const b of buttons) b.disabled = false;
  };
}
