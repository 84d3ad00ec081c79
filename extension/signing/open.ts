import { basename, dirname, join } from 'node:path';
import { commands, type Disposable, l10n, ProgressLocation, window, workspace } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { holds } from '../../core/verdict/holds.js';
import type { Feature } from '../frame/feature.js';
import type { Frame } from '../frame/frame.js';
import { linkless } from '../frame/text/plain.js';
import { currentRepository } from '../signatures/views/current.js';
import { checkDocument, findingsIn } from './check.js';
import { sessionOf, signingFacts } from './facts.js';
import { showFailure } from './failed.js';
import { COMMANDS } from './ids.js';
import { keepLauncher, launcherPath, writeLauncher } from './launcher.js';
import { ProgramError, Programs, succeeded } from './program.js';
import { choosePlace, type Place, setUp, undo } from './set-up.js';
import { answerSignIn } from './sign-in.js';
import { showStatus } from './status.js';
import { StatusItem, setUpOf } from './status-item.js';
import { trySignature } from './try.js';
import type { SigningCommand, SigningContext, SigningNeeds } from './types.js';
import { SigningWindow } from './window.js';

/** Starts the feature: updates the launcher, listens for programs that sign, and shows who is signed in. */
export function open(frame: Frame, needs: SigningNeeds): Feature {
  const desk = new SigningDesk({ ...frame, ...needs });
  const run = (command: SigningCommand) => () => desk.run(command);
  return {
    commands: {
      [COMMANDS.setUpSigning]: run('setUp'),
      [COMMANDS.undoSigning]: run('undo'),
      [COMMANDS.trySigning]: run('try'),
      [COMMANDS.signIn]: run('signIn'),
      [COMMANDS.signOut]: run('signOut'),
      [COMMANDS.signingStatus]: run('status'),
      [COMMANDS.checkSigning]: run('check'),
    },
    dispose: () => desk.dispose(),
  };
}

class SigningDesk {
  readonly #log = window.createOutputChannel('Waxseal', { log: true });
  readonly #launcher = launcherPath(process.env);
  readonly #programs: Programs;
  readonly #window: SigningWindow;
  readonly #item: StatusItem;
  readonly #disposables: Disposable[];
  /** Whether a program had this window show who signed in. */
  #wasShown = false;
  /** A trial reports its own result. */
  #trying = false;
  #started: Promise<void>;

  constructor(private readonly given: SigningContext) {
    const { dist, store } = given;
    this.#programs = new Programs(dist.fsPath, this.#launcher, this.#log);
    this.#item = new StatusItem(this.#programs, store);
    this.#window = new SigningWindow(store, {
      answer: (message, link) =>
        message.type === 'failed' ? this.#failed(message) : this.#answer(message, link),
      ended: () => this.#item.refresh(),
    });
    this.#disposables = [this.#log, this.#window, this.#item];
    const grant = workspace.onDidGrantWorkspaceTrust(() => {
      this.#started = this.#start();
    });
    this.#disposables.push(grant);
    this.#started = this.#start();
  }

  async #start(): Promise<void> {
    try {
      await keepLauncher(this.#launcher, this.#parts());
    } catch (error) {
      this.#log.warn(`the launcher ${this.#launcher} could not be written: ${messageOf(error)}`);
    }
    if (!workspace.isTrusted) return;
    await this.#listen();
    this.#item.refresh();
  }

  /** Runs one of the commands. It reports its own failures. */
  async run(command: SigningCommand): Promise<void> {
    await this.#started;
    try {
      if (command === 'signOut') await this.#signOut();
      else if (!workspace.isTrusted) await refuse();
      else {
        await this.#listen();
        await this.#commands[command]();
      }
    } catch (error) {
      await this.#tell(error);
    } finally {
      this.#item.refresh();
    }
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }

  readonly #commands: Readonly<Record<Exclude<SigningCommand, 'signOut'>, () => Promise<void>>> = {
    setUp: () => this.#setUp(),
    undo: () => this.#undo(),
    try: () => this.#try({ ...(this.#root !== undefined && { root: this.#root }) }),
    signIn: () => this.#signIn(),
    status: () => this.#status(),
    check: () => this.#check(),
  };

  get #root(): string | undefined {
    return currentRepository(this.given.store)?.root;
  }

  #parts() {
    const { dist, extensionUri, version, extensionId } = this.given;
    return {
      node: process.execPath,
      program: join(dist.fsPath, 'waxseal.js'),
      version,
      folders: join(dirname(extensionUri.fsPath), `${extensionId}-`),
    };
  }

  async #listen(): Promise<void> {
    try {
      this.#programs.editor = await this.#window.listen();
    } catch (error) {
      this.#log.warn(`this window cannot be asked to sign in: ${messageOf(error)}`);
    }
  }

  async #setUp(): Promise<void> {
    const roots = this.given.store.repositories.map(({ root }) => root);
    const place = await setUp(this.#programs, roots, () => writeLauncher(this.#launcher, this.#parts()));
    if (!place) return;
    this.#item.refresh();
    void this.given.refresh();
    const [attempt, log] = [l10n.t('Try a Signature'), l10n.t('Show Log')];
    const said =
      place.root === undefined
        ? l10n.t('Git signs with Waxseal in all your repositories.')
        : linkless(l10n.t('Git signs with Waxseal in {0}.', basename(place.root)));
    const choice = await window.showInformationMessage(said, attempt, log);
    if (choice === attempt) await this.#try(place);
    else if (choice === log) this.#log.show();
  }

  async #undo(): Promise<void> {
    const place = await choosePlace(
      this.given.store.repositories.map(({ root }) => root),
      {
        title: l10n.t('Undo Keyless Signing'),
        placeHolder: l10n.t('Where should git’s previous configuration be restored?'),
      },
    );
    if (!place) return;
    const lines = await undo(this.#programs, place);
    for (const line of lines) this.#log.info(line);
    this.#item.refresh();
    void this.given.refresh();
    const log = l10n.t('Show Log');
    const said = lines.some((line) => /^(?:removed|restored|kept) /.test(line))
      ? l10n.t('Git’s configuration is as it was before Waxseal was set up.')
      : l10n.t('There is nothing to undo: Waxseal was not set up there.');
    if ((await window.showInformationMessage(said, log)) === log) this.#log.show();
  }

  async #try({ root }: Place): Promise<void> {
    const options = { location: ProgressLocation.Notification, title: l10n.t('Trying a signature…') };
    const { outcome, subject, issuer } = await window.withProgress(options, async () => {
      this.#trying = true;
      try {
        return await trySignature(this.#programs, root);
      } finally {
        this.#trying = false;
      }
    });
    const works = holds({ outcome }, true);
    const status = l10n.t('Signing Status');
    const said = works
      ? l10n.t(
          'It works: the signature by {0} ({1}) holds. The commit was thrown away; its entry in the log stays.',
          subject,
          issuer,
        )
      : l10n.t('A signature was made, but it does not hold: {0}.', outcome);
    const show = works ? window.showInformationMessage : window.showWarningMessage;
    if ((await show(`Waxseal: ${linkless(said)}`, status)) === status) await this.#status();
  }

  async #signIn(): Promise<void> {
    const options = { location: ProgressLocation.Window, title: l10n.t('Waxseal: signing in…') };
    const root = this.#root;
    this.#wasShown = false;
    await window.withProgress(options, () => this.#programs.succeed(['login'], root));
    this.#item.refresh();
    if (this.#wasShown) return;
    const { subject = '', issuer = '' } = sessionOf(await signingFacts(this.#programs, root)) ?? {};
    const said = l10n.t('Signed in as {0} ({1}).', subject, issuer);
    void window.showInformationMessage(`Waxseal: ${linkless(said)}`);
  }

  async #signOut(): Promise<void> {
    const said = await this.#programs.succeed(['logout']);
    const shown = said.startsWith('signed out')
      ? l10n.t('Signed out: the agent ends, and its keys with it.')
      : l10n.t('Nobody was signed in.');
    void window.showInformationMessage(`Waxseal: ${shown}`);
  }

  async #status(): Promise<void> {
    const root = this.#root;
    const nowhere = { signsWithUs: false, signsAll: false };
    const [facts, setUp] = await Promise.all([
      signingFacts(this.#programs, root),
      root === undefined ? nowhere : setUpOf(this.#programs, root),
    ]);
    const name = root === undefined ? l10n.t('No repository is open') : basename(root);
    await showStatus(facts, setUp, name, (command) => this.run(command));
  }

  async #check(): Promise<void> {
    const title = l10n.t('Waxseal: checking the set-up…');
    const ended = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
      this.#programs.waxseal(['doctor', '--format', 'json'], this.#root),
    );
    const text = checkDocument(findingsIn(ended.status === 1 ? ended.stdout : succeeded(ended)));
    const uri = this.given.documents.put(`${l10n.t('Signing Set-Up')}.md`, text);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  #answer(...[message, link]: Parameters<typeof answerSignIn>): Promise<void> {
    this.#wasShown ||= message.type === 'signed-in';
    return answerSignIn(message, link);
  }

  async #failed(failure: Readonly<Record<string, unknown>>): Promise<void> {
    for (const name of ['message', 'hint', 'code']) {
      const said = failure[name];
      if (typeof said === 'string') this.#log.error(`${name}: ${harmless(said)}`);
    }
    if (this.#trying) return;
    // The program that reported it does not wait for an answer.
    void showFailure(
      failure,
      (command) => this.run(command),
      () => this.#log.show(),
    );
  }

  async #tell(error: unknown): Promise<void> {
    this.#log.error(messageOf(error));
    const hint = error instanceof ProgramError ? error.hint : undefined;
    const message = messageOf(error);
    const whole = linkless(hint === undefined ? message : `${message}. ${hint}`);
    const log = l10n.t('Show Log');
    if ((await window.showErrorMessage(`Waxseal: ${whole}`, log)) === log) this.#log.show();
  }
}

/** In Restricted Mode, the configuration of a repository could choose the program, the instance and the issuer. */
async function refuse(): Promise<void> {
  const manage = l10n.t('Manage Workspace Trust');
  const said = l10n.t(
    'Waxseal does not sign in Restricted Mode: the configuration of this folder could choose the program that git starts, and where you sign in.',
  );
  if ((await window.showWarningMessage(said, manage)) === manage)
    await commands.executeCommand('workbench.trust.manage');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
