// Runs in its own process, in a repository: prints what a commit changes, and what git had to read for it.

import { GitObjects } from '../../../io/git/index.js';
import { RepositoryFacts } from '../../../io/repository-policy/index.js';

const [id = ''] = process.argv.slice(2);
const objects = new GitObjects({ env: process.env });
const object = await objects.read(id);
const facts = new RepositoryFacts({ env: process.env });
let said: { paths?: number; why?: string };
try {
  if ('missing' in object) throw new Error('the commit is not there');
  const { paths } = await facts.of({ id, type: 'commit', raw: object.raw });
  const changed = await paths();
  said = changed ? { paths: changed.length } : { why: 'unreadable' };
} catch (error) {
  said = { why: error instanceof Error ? `${error.name}: ${error.message}` : '' };
}
await facts.close();
await objects.close();
process.stdout.write(JSON.stringify(said));
