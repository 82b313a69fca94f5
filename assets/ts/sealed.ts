// The pages of sealed submissions: sealing and opening in the browser. Without this script, or where the browser cannot (no
// HTTPS, no Web Crypto), the program seals and opens in memory, and the page says so.
import { answering } from "./seal/answers";
import { contributing } from "./seal/contribute";
import { making, reading } from "./seal/desk";

function begin(): void {
  if (!isSecureContext || typeof crypto === "undefined" || !crypto.subtle) return;
  for (const f of document.querySelectorAll<HTMLFormElement>("form[data-seal]")) contributing(f);
  for (const f of document.querySelectorAll<HTMLFormElement>("form[data-sealed-answer]")) answering(f);
  for (const e of document.querySelectorAll<HTMLElement>("[data-sealed-making]")) making(e);
  for (const f of document.querySelectorAll<HTMLFormElement>("form[data-sealed-reading]")) reading(f);
}

begin();
