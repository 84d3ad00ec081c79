import { basename } from 'node:path';
import { type Disposable, l10n, StatusBarAlignment, window, workspace } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { isChanged, setting } from '../frame/settings.js';
import { SETTINGS } from '../signatures/ids.js';
import type { Store } from '../signatures/state/store.js';
import { currentRepository } from '../signatures/views/current.js';
import { type SigningFacts, sessionOf, signingFacts } from './facts.js';
import { COMMANDS } from './ids.js';
import type { Programs } from './program.js';
import type { SetUp } from './status.js';

const SETTLED_MS = 300;
const FRESH_MS = 30_000;
/** A timer cannot run longer than 24 days. The session is checked again before that. */
const LONGEST_MS = 3_600_000;

/** What the git configuration of a repository says about signing. */
export async function setUpOf(programs: Programs, root: string): Promise<SetUp> {
  const pattern = '^(gpg\\.format|gpg\\.x509\\.program|commit\\.gpgsign)$';
  const { stdout } = await programs.git(['config', '-z', '--get-regexp', pattern], root);
  const values = new Map(stdout.split('\0').map((pair) => pair.split('\n') as [string, string]));
  const program = basename(values.get('gpg.x509.program') ?? '').replace(/\.(?:exe|js)$/, '');
  return {
    signsWithUs: values.get('gpg.format') === 'x509' && program === 'waxseal',
    signsAll: /^(?:true|yes|on|1)$/i.test(values.get('commit.gpgsign') ?? ''),
  };
}

/** Shows in the status bar who is signed in, if git signs with Waxseal there; otherwise nothing. */
export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem('waxseal.signing', StatusBarAlignment.Left, 4.9);
  readonly #listeners: Disposable[];
  #soon: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #asked = 0;
  #turn = 0;
  #shown: string | undefined;

  constructor(
    private readonly programs: Programs,
    private readonly store: Store,
  ) {
    this.#item.name = l10n.t('Waxseal: who is signed in');
    this.#item.command = COMMANDS.signingStatus;
    this.#listeners = [
      store.onDidChange(({ what }) => what === 'all' && this.refresh()),
      window.onDidChangeActiveTextEditor(() => this.#root() !== this.#shown && this.refresh()),
      workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      workspace.onDidChangeConfiguration((event) => isChanged(event, SETTINGS.statusBar) && this.refresh()),
      window.onDidChangeWindowState(
        ({ focused }) => focused && performance.now() - this.#asked > FRESH_MS && this.refresh(),
      ),
    ];
  }

  /** Checks again after changes have stopped for a moment. */
  refresh(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void this.#look(), SETTLED_MS);
  }

  dispose(): void {
    clearTimeout(this.#soon);
    clearTimeout(this.#expiry);
    for (const one of [this.#item, ...this.#listeners]) one.dispose();
  }

  /** The repository that the user works in now. */
  #root(): string | undefined {
    return workspace.isTrusted ? currentRepository(this.store)?.root : undefined;
  }

  async #look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#asked = performance.now();
    const root = this.#root();
    this.#shown = root;
    try {
      if (root === undefined || !setting(SETTINGS.statusBar)) return this.#item.hide();
      const setUp = await setUpOf(this.programs, root);
      if (turn !== this.#turn) return;
      if (!setUp.signsWithUs) return this.#item.hide();
      const facts = await signingFacts(this.programs, root);
      if (turn === this.#turn) this.#draw(facts, setUp);
    } catch {
      if (turn === this.#turn) this.#item.hide(); // what is wrong is said where somebody asks
    }
  }

  #draw(facts: SigningFacts, { signsAll }: SetUp): void {
    const session = sessionOf(facts);
    const amount = signsAll
      ? l10n.t('Git signs every commit here with Waxseal.')
      : l10n.t('Git signs with Waxseal here what you ask it to.');
    const text = session ? l10n.t('Signed in') : l10n.t('Not signed in');
    const who = session
      ? l10n.t('Signed in as {0} ({1}).', harmless(session.subject), harmless(session.issuer))
      : l10n.t('The next signature asks you to sign in.');
    this.#item.text = `$(${session ? 'key' : 'circle-slash'}) ${text}`;
    this.#item.tooltip = `${who}\n${amount}`;
    this.#item.accessibilityInformation = { label: `Waxseal: ${who} ${amount}`, role: 'button' };
    this.#item.show();
    clearTimeout(this.#expiry);
    if (!session) return;
    const left = Date.parse(session.validUntil) - Date.now();
    this.#expiry = setTimeout(() => this.refresh(), Math.min(Math.max(1000, left), LONGEST_MS));
    this.#expiry.unref();
  }
}
