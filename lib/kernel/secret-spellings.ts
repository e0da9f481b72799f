/**
 * The characters of a secret's base64 that do not depend on its neighbours, for each of the three places where it
 * can begin within a group: so it is found inside an encoded `user:password` too.
 */
const base64Cores = (secret: string): readonly string[] =>
  [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]);
    const start = Math.ceil((shift * 8) / 6);
    return bytes.toString('base64').slice(start, Math.floor((bytes.length * 8) / 6));
  });

const lowerHex = (text: string): string =>
  text.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

const percentEncoded = (secret: string): readonly string[] => {
  const component = encodeURIComponent(secret);
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  return [component, form, lowerHex(component), lowerHex(form)];
};

/**
 * The ways in which a secret is written in texts: as it is, in a JSON text, percent-encoded, in base64 and in
 * base64url, alone or within something longer.
 */
export const spellingsOf = (secret: string): readonly string[] => {
  const whole = Buffer.from(secret).toString('base64');
  const base64 = [whole, whole.replaceAll('=', ''), ...base64Cores(secret)];
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  // A lone surrogate has no bytes in UTF-8, and so no spelling that is built on them.
  const encoded =
    Buffer.from(secret).toString() === secret ? [...percentEncoded(secret), ...base64, ...url] : [];
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), ...encoded])];
};
