/** Escapes a text, so that a snippet inserts it unchanged. */
export function plain(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function isMapping(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

/** The YAML lines, in snippet syntax, for a body from the schema. The texts of a body already contain `${1:…}`. */
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
 * The snippet for a body of the schema.
 * @param dash true when it starts a new item of a list
 * @param inset columns from the white space of the line to the cursor: VS Code repeats only the white space
 */
export function snippetOf(body: unknown, dash: boolean, inset: number): string {
  const lines = dash ? asItem(linesOf(body)) : linesOf(body);
  return lines.join(`\n${' '.repeat(inset)}`);
}
