/** Text as a snippet that inserts just that text. */
export function plain(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function isMapping(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** The lines of YAML, in snippet syntax, of a body from the schema (its texts hold `${1:…}` themselves). */
function linesOf(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap((item) => asItem(linesOf(item)));
  if (!isMapping(body)) return [String(body)];
  return Object.entries(body).flatMap(([name, value]) => {
    if (typeof value !== 'object') return [`${name}: ${String(value)}`];
    return [`${name}:`, ...linesOf(value).map((line) => `  ${line}`)];
  });
}

function asItem(lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

/**
 * The snippet of a body of the schema.
 * @param dash true where it is a new item of a list
 * @param inset columns of the cursor right of its line's white space: VS Code repeats only the white space
 */
export function snippetOf(body: unknown, dash: boolean, inset: number): string {
  const lines = dash ? asItem(linesOf(body)) : linesOf(body);
  return lines.join(`\n${' '.repeat(inset)}`);
}
