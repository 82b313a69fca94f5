// What the pages gain with a script: dropping files, filters that answer at once, keys, copying. Every page works
// without it; nothing here fetches from another host or writes markup from data.
import { dropping } from "./enhance/drop";
import { filtering } from "./enhance/filter";
import { asking } from "./enhance/ask";
import { keys } from "./enhance/keys";
import { copying } from "./enhance/copy";
import { finding } from "./enhance/find";
import { passkeys } from "./enhance/passkey";

function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}

focusErrors();
dropping(document);
copying(document);
finding(document);
passkeys(document);
filtering();
asking();
keys();
