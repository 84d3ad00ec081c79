/** A scalar that every YAML 1.2 reader takes as plain text: no quotes, no indicator, no space. */
const PLAIN = /^[A-Za-z][A-Za-z0-9@/._+-]*(?::[A-Za-z0-9@/._+-]+)*$/;

/** Plain words that YAML's core schema does not read as text (YAML 1.2.2 section 10.3.2). */
const NOT_TEXT = /^(?:null|true|false)$/i;

const ENTRY = /^(?: {2}- | {4})([A-Za-z]+): (\S+)$/;

/**
 * The list of mappings in a policy file of the simplest form, which is what this program writes itself: comments, blank
 * lines, `identities:`, and below it `  - field: plain text` and `    field: plain text`. So we need not load a YAML parser
 * for every commit that git shows. The result is the same as that of a YAML parser.
 * @returns undefined for every other form, which a YAML parser must read
 */
export function readPlainList(text: string): Record<string, string>[] | undefined {
  const items: Record<string, string>[] = [];
  let begun = false;
  for (const line of text.split('\n')) {
    if (line === '' || /^#[ -~]*$/.test(line)) continue;
    if (line === 'identities:' && !begun) {
      begun = true;
      continue;
    }
    const entry = ENTRY.exec(line);
    if (!begun || !entry) return undefined;
    const [, name = '', value = ''] = entry;
    if (!PLAIN.test(value) || NOT_TEXT.test(value)) return undefined;
    if (line.startsWith('  - ')) items.push({});
    const item = items.at(-1);
    if (!item || Object.hasOwn(item, name) || name === '__proto__') return undefined;
    item[name] = value;
  }
  return items.length > 0 ? items : undefined;
}
