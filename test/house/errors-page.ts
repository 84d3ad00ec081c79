import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '../../core/codes/errors.js';
import { POLICY_SENTENCES } from '../../core/signer-policy/index.js';

const LINE = 110;
const FOLDER = 'core/codes/errors';
const HOW = 'UPDATE_GOLDEN=1 node scripts/test.mjs house/error-codes.test.ts';

/** core/codes/errors.ts, made from the tables in the files of core/codes/errors. */
export function errorsFile(): string {
  const files = readdirSync(FOLDER)
    .sort()
    .map((file) => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      return { file, names: [...text.matchAll(/^export const (\w+) = \{$/gm)].map(([, name = '']) => name) };
    });
  const imports = files.map(({ file, names }) => {
    const from = `from './errors/${file.replace(/\.ts$/, '.js')}';\n`;
    const line = `import { ${names.sort().join(', ')} } ${from}`;
    // As the formatter of the project writes it.
    return line.length <= LINE ? line : `import {\n${names.map((name) => `  ${name},\n`).join('')}} ${from}`;
  });
  const members = files.flatMap(({ names }) => names.map((name) => `  ${name},\n`));
  return `// Generated from the files of \`errors/\`: ${HOW}\n\n${imports.join('')}\n/** Every kind of error with its codes. */\nexport const ERRORS = {\n${members.join('')}};\n`;
}

/** `GIT_ERRORS` as a heading: `Git`. */
function heading(name: string): string {
  const words = name
    .replace(/_ERRORS$/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function table(rows: readonly (readonly [code: string, matter: string, todo: string])[]): string {
  const lines = rows.map(([code, matter, todo]) => `| \`${code}\` | ${matter} | ${todo} |`);
  return ['| code | what is the matter | what to do |', '|---|---|---|', ...lines].join('\n');
}

/** docs/errors.md, made from core/codes and the sentences about policies. */
export function errorsPage(): string {
  const kinds = Object.entries(ERRORS).map(([name, codes]) => {
    const rows = Object.entries(codes).map(([code, [matter, todo]]) => [code, matter, todo] as const);
    return `## ${heading(name)}\n\n${table(rows)}`;
  });
  const mistakes = Object.entries(POLICY_SENTENCES.en).map(
    ([code, { title, remedy }]) => [code, title, remedy] as const,
  );
  return `# Errors

When there is no answer (exit status 2), the program says in one line what is the matter, and in another what to do. Each error has
one of these codes, and a code has one meaning. The debug log (\`WAXSEAL_DEBUG=FILE\`) names it. An error about a signature, a
certificate or a bundle that breaks its format has a [reason](reasons.md) as its code, because it becomes the reason of a verdict.
This page is made from \`core/codes/errors\`: \`${HOW}\` writes it.

${kinds.join('\n\n')}

## Mistakes in a policy

${table(mistakes)}
`;
}
