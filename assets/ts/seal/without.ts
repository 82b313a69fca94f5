// Stands in for the parts of age-encryption that nothing here uses (post-quantum and passphrase recipients), so that a page
// does not carry them. Sealing here is X25519 alone.
export const MLKEM768X25519 = undefined;
export const MLKEM768P256 = undefined;
export const p256 = undefined;
export const scrypt = undefined;
