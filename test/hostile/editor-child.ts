// Runs in its own process: what the editor's policy thread does with the text on standard input, at some places of the text.
import { readFileSync } from 'node:fs';
import { check } from '../../extension/policy/language/check.js';
import { complete } from '../../extension/policy/language/complete.js';
import { hover } from '../../extension/policy/language/hover.js';
import { PolicySchema } from '../../extension/policy/language/schema.js';
import { NOW } from '../support/policy.js';

const text = readFileSync(0, 'utf8');
const schema = new PolicySchema(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const found = await check(text, NOW);
const lineStart = text.indexOf('\n') + 1;
for (const offset of [lineStart, text.length]) {
  complete(text, offset, schema);
  hover(text, offset, schema);
}
process.stdout.write(JSON.stringify(found.map(({ rule }) => rule)));
