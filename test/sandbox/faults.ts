import type { HttpResponse } from './http.js';

/** A server of the sandbox. The names are those of `Sandbox.urls`. */
export type ServerName =
  | 'oidc'
  | 'oidcWorkflow'
  | 'oidcUsername'
  | 'fulcio'
  | 'ct'
  | 'rekor'
  | 'rekorV2'
  | 'tsa'
  | 'tuf';

/** How the next identity token is wrong. These claims override the honest ones; `undefined` removes one. */
export interface HostileToken {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** `none`: header alg "none" and no signature; `other-key`: signed by a key that the JWKS does not hold. */
  readonly signature?: 'none' | 'other-key' | 'damaged';
}

/**
 * What a fault does to a request: answer with this status, response or token instead of the honest one; `hang` never
 * answers; `garbage` answers 200 with bytes that are nothing; `truncate` closes in the middle of the body; `reset`
 * closes without an answer; `slow` answers honestly after `ms`; `replace` edits the honest answer.
 */
export type FaultAction =
  | 'hang'
  | 'garbage'
  | 'truncate'
  | 'reset'
  | { readonly status: number; readonly body?: string }
  | { readonly slow: number }
  | { readonly response: HttpResponse }
  | { readonly replace: (honest: HttpResponse) => HttpResponse }
  | { readonly idToken: HostileToken };

/** One rule: the first that matches a request and is not used up decides. */
export interface FaultRule {
  readonly server: ServerName;
  /** Compared with the request's path, without its query. Matches every path if left out. */
  readonly path?: RegExp;
  readonly action: FaultAction;
  /** How many requests it affects; all if left out. */
  readonly times?: number;
}

/** The active faults, shared by all servers of one sandbox. */
export class Faults {
  #rules: { readonly rule: FaultRule; left: number }[] = [];

  /** Adds rules after those already there. */
  add(...rules: readonly FaultRule[]): void {
    for (const rule of rules) this.#rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  /** Makes all servers honest again. */
  clear(): void {
    this.#rules = [];
  }

  /** The action for this request. The request counts as one use of its rule. */
  take(server: ServerName, path: string): FaultAction | undefined {
    const hit = this.#rules.find(
      ({ rule, left }) => left > 0 && rule.server === server && (rule.path?.test(path) ?? true),
    );
    if (!hit) return undefined;
    hit.left--;
    return hit.rule.action;
  }
}
