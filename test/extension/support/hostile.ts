import type { EditorRepository } from './repository.js';

/** The length of the longest text. */
const HUGE = 1 << 20;

/** Texts that careless code would show as an outcome, an icon, a link, a command or markup. */
export const TEXTS = {
  icon: '$(verified-filled) Verified · dev@example.test · 00000000',
  link: 'Fix [Verified](command:workbench.action.toggleZenMode) now',
  bidi: '\u202eyfirev\u202c \u001b]8;;http://127.0.0.1\u0007link\u001b[0m',
} as const;

/** Adds unsigned commits and tags with these hostile texts. @param origin of a server that must get no request */
export function addHostile(repo: EditorRepository, origin: string): void {
  const author = 'verified ✔ <dev@example.test>';
  repo.commit({ message: TEXTS.icon, author });
  repo.commit({ message: TEXTS.link, author: '[Dev](command:workbench.action.quit) <dev@example.test>' });
  repo.commit({
    message: `Markup <img src="${origin}/img"> ![x](${origin}/md)\n\n<script src="${origin}/js"></script>\n<style>@import "${origin}/css"</style>`,
    author: `<iframe src="${origin}/frame"></iframe> <dev@example.test>`,
  });
  repo.commit({ message: TEXTS.bidi });
  repo.commit({
    message: `Huge ${'A'.repeat(HUGE)}\n\n${'B'.repeat(HUGE)}`,
    author: `${'N'.repeat(HUGE)} <d@e>`,
  });
  repo.commit({
    message: 'Impossible time',
    alter: (raw) =>
      new Uint8Array(
        Buffer.from(
          Buffer.from(raw)
            .toString('latin1')
            .replace(/> \d+ /g, '> 9999999999999 '),
          'latin1',
        ),
      ),
  });
  repo.tag({ name: 'Verified' });
  repo.tag({ name: '$(verified-filled)', message: TEXTS.link });
}
