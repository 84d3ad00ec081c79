/** The things in a policy file that consist of fields; `{"name"}` stands for a value of the finding, in quotes. */
export const THINGS = {
  policy: 'a policy',
  signers: 'signers',
  signer: 'signer {"signer"}',
  rule: 'rule {number}',
  exception: 'an exception',
  revocation: 'a revocation',
} as const;

/** What holds one text: a field, or an item of a list. */
export const TEXTS = { field: '{field}', item: 'an item of {field}' } as const;

/** One variant of a sentence for each of several words: `VARIANT.KEY`. */
export function each<Variant extends string, Key extends string>(
  variant: Variant,
  words: Readonly<Record<Key, string>>,
  says: (word: string) => string,
): Readonly<Record<`${Variant}.${Key}`, string>> {
  const all = Object.entries<string>(words).map(([key, word]) => [`${variant}.${key}`, says(word)]);
  return Object.fromEntries(all);
}
