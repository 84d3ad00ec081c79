import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { workspace } from 'vscode';
import {
  EDITOR_PROTOCOL,
  type EditorSocket,
  type FromEditor,
  type Link,
  listenForPrograms,
} from '../../io/window/index.js';
import type { Store } from '../signatures/state/store.js';

/** What this window does for programs that sign. */
export interface Host {
  /** Opens a page, shows a code or asks for consent. If it throws, the user has given up. */
  answer(
    message: Readonly<Record<string, unknown>> & { readonly type: string },
    link: Link<FromEditor>,
  ): Promise<void>;
  /** A program that used this window has ended. */
  ended(): void;
}

/** Listens for programs that sign in a repository of this window, or that this window has started. */
export class SigningWindow {
  #listening: Promise<EditorSocket> | undefined;
  #name: string | undefined;
  #isDisposed = false;

  constructor(
    private readonly store: Store,
    private readonly host: Host,
  ) {}

  /** Listens, unless it listens already. Returns the window's name. @throws Error why it cannot listen */
  async listen(): Promise<string> {
    this.#listening ??= listenForPrograms(process.env, (link) => void this.#serve(link));
    try {
      const socket = await this.#listening;
      if (this.#isDisposed) socket.dispose();
      this.#name = socket.name;
      return socket.name;
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listening?.then(
      (socket) => socket.dispose(),
      () => undefined,
    );
  }

  async #serve(link: Link<FromEditor>): Promise<void> {
    const offer = await link.next();
    if (!offer || !(await this.#isHere(offer))) {
      link.say({ type: 'not-here' });
      await link.finish();
      return;
    }
    link.say({ type: 'here' });
    for (;;) {
      const message = await link.next();
      if (message === undefined) break;
      try {
        await this.host.answer(message, link);
      } catch {
        link.say({ type: 'cancelled' }); // otherwise the program would wait for an answer
      }
    }
    this.host.ended();
  }

  async #isHere(offer: { readonly type: string; readonly [name: string]: unknown }): Promise<boolean> {
    const { type, version, cwd, editor } = offer;
    if (type !== 'offer' || version !== EDITOR_PROTOCOL || !workspace.isTrusted) return false;
    if (typeof editor === 'string' && editor !== 'off') return editor === this.#name;
    if (typeof cwd !== 'string') return false;
    const [there, ...roots] = await Promise.all(
      [cwd, ...this.store.repositories.map(({ root }) => root)].map((path) => resolved(path)),
    );
    return roots.some((root) => there === root || there?.startsWith(root.endsWith(sep) ? root : root + sep));
  }
}

function resolved(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
