// Passkeys: the one way of signing in that needs a script, because only a script can ask the device. The server makes the
// challenge and checks the answer; the answer goes back in a form, so that what follows is a page like any other.
type Kind = typeof PublicKeyCredential & {
  parseCreationOptionsFromJSON?: (o: unknown) => PublicKeyCredentialCreationOptions;
  parseRequestOptionsFromJSON?: (o: unknown) => PublicKeyCredentialRequestOptions;
};

async function answer(address: string, creating: boolean): Promise<string> {
  const offered = await fetch(address, { method: "POST", headers: { Accept: "application/json" } });
  if (!offered.ok) throw new Error(String(offered.status));
  const options = ((await offered.json()) as { publicKey: unknown }).publicKey;
  const kind = PublicKeyCredential as Kind;
  const credential = creating
    ? await navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON!(options) })
    : await navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON!(options) });
  if (!credential) throw new Error("no passkey");
  return JSON.stringify((credential as PublicKeyCredential & { toJSON(): unknown }).toJSON());
}

export function passkeys(root: ParentNode): void {
  if (typeof PublicKeyCredential === "undefined" || !("parseRequestOptionsFromJSON" in PublicKeyCredential)) return;
  for (const place of root.querySelectorAll<HTMLElement>("[data-passkey]")) {
    const form = place.querySelector("form");
    const field = form?.querySelector<HTMLInputElement>('input[name="credential"]');
    const failed = place.querySelector<HTMLElement>("[data-passkey-failed]");
    if (!form || !field) continue;
    place.hidden = false;
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      if (failed) failed.hidden = true;
      try {
        field.value = await answer(place.dataset.passkey ?? "", place.dataset.passkeyKind === "create");
        form.submit();
      } catch {
        if (failed) failed.hidden = false;
      }
    });
  }
}
