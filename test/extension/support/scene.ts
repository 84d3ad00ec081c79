import { TestInstance } from '../../support/instance.js';
import { type EditorRepository, editorRepository, swapped } from './repository.js';

const POLICY = `signers:
  dev:
    issuer: https://issuer.example.test
    subject: dev@example.test
rules:
  - name: everything
    signers: dev
`;

/** Text that would do harm in a terminal, in Markdown or in HTML. */
export const HOSTILE = {
  message:
    '\u001b[31m\u202eevil\u202c <img src=x onerror=alert(1)> [click](command:workbench.action.quit) $(verified-filled) Verified',
  author: '<b>$(verified) Verified</b>\u202e <dev@example.test>',
  tag: '</script><b>v9',
} as const;

/**
 * A repository with a branch under review. The policy of origin/main allows only dev@example.test; the branch has every kind of
 * commit; there are tags of all kinds.
 */
export function reviewScene(instance = new TestInstance()): EditorRepository {
  const repo = editorRepository(instance);
  const late = instance.start + 1000 + 3600;
  repo.commit({ message: 'Begin', sign: {}, files: { '.waxseal.yaml': POLICY, 'README.md': '# One\n' } });
  repo.commit({ message: 'Write more', sign: {}, files: { 'README.md': '# One\nTwo\n' } });
  repo.push();
  repo.tag({ name: 'v1.0', message: 'Release one', sign: {} });
  repo.git('checkout', '-q', '-b', 'feature');
  repo.git('config', 'branch.feature.remote', 'origin');
  repo.git('config', 'branch.feature.merge', 'refs/heads/main');
  repo.commit({
    message: 'Add three',
    sign: { subject: 'mallory@example.test' },
    files: { 'README.md': '# One\nTwo\nThree\n' },
  });
  repo.commit({ message: 'Sign nothing', files: { 'other.txt': 'unsigned\n' } });
  repo.commit({
    message: 'Change me afterwards',
    sign: {},
    alter: swapped('me afterwards', 'it afterwards'),
  });
  repo.commit({ message: 'Lack a timestamp of the certificate', sign: { withSct: false } });
  repo.commit({ message: 'Log it too late', sign: { integratedTime: late } });
  repo.commit({ message: 'Leave the log out', sign: { embed: false } });
  repo.commit({ message: 'Come from elsewhere', sign: {}, by: new TestInstance() });
  repo.commit({
    message: HOSTILE.message,
    author: HOSTILE.author,
    sign: { subject: 'mallory@example.test' },
  });
  repo.tag({ name: 'v2.0-refused', sign: { subject: 'mallory@example.test' } });
  repo.tag({ name: 'v2.0-tampered', sign: {}, message: 'Release two', alter: swapped('two', 'six') });
  repo.tag({ name: 'release/unsigned' });
  repo.git('update-ref', `refs/tags/${HOSTILE.tag}`, 'HEAD');
  repo.commit({ message: 'End well', sign: {}, files: { 'README.md': '# One\nTwo\nThree\nFour\n' } });
  return repo;
}
