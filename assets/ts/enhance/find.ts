// On the page that asks "Which State?" the list follows typing. The form still works: Enter sends it.
const fold = (s: string): string =>
  s.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N} ]/gu, " ").toLowerCase().trim();

export function finding(root: ParentNode): void {
  const form = root.querySelector<HTMLFormElement>("[data-which]");
  const list = root.querySelector<HTMLElement>("[data-states]");
  const input = form?.querySelector("input");
  const status = form?.querySelector<HTMLElement>("[data-which-status]");
  if (!form || !list || !input) return;
  const entries = [...list.querySelectorAll<HTMLElement>("li")].map((li) => ({
    li,
    text: fold(`${li.textContent ?? ""} ${li.dataset.find ?? ""}`),
  }));
  const narrow = (): void => {
    const q = fold(input.value);
    let found = 0;
    for (const e of entries) {
      const fits = q === "" || e.text.startsWith(q) || e.text.includes(` ${q}`);
      e.li.hidden = !fits;
      if (fits) found++;
    }
    for (const s of list.querySelectorAll("section")) s.hidden = !s.querySelector("li:not([hidden])");
    if (status) status.textContent = q === "" ? "" : found === 0 ? status.dataset.none ?? "" : status.dataset.some ?? "";
  };
  input.addEventListener("input", narrow);
  form.addEventListener("submit", (e) => {
    const shown = entries.filter((x) => !x.li.hidden);
    const only = shown.length === 1 ? shown[0]?.li.querySelector("a") : null;
    if (input.value.trim() !== "" && only) {
      e.preventDefault();
      location.assign(only.href);
    }
  });
  if (input.value) narrow();
}
