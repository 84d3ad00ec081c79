import type { RepositoryChoice } from '../../io/config/index.js';
import type { Programs } from './program.js';

/** The part of `waxseal status --format json` (docs/json.md) that is used here. */
export interface SigningFacts {
  readonly agent: {
    readonly state: string;
    readonly pid?: number;
    readonly program?: string;
    readonly why?: string;
  };
  readonly sessions: readonly {
    readonly subject: string;
    readonly issuer: string;
    readonly fulcio: string;
    readonly rekor: string;
    /** RFC 3339. */
    readonly validUntil: string;
    readonly signatures: number;
  }[];
  readonly instance: {
    readonly fulcio: string;
    readonly rekor: string;
    readonly timestamp?: string;
    readonly issuer: string;
    readonly chosen: readonly RepositoryChoice[];
  };
  readonly consent: {
    readonly public: boolean;
    readonly always: boolean;
    readonly logs: readonly string[];
    readonly agreements: readonly { readonly fulcio: string; readonly logs: readonly string[] }[];
  };
}

/** Who is signed in, and what a signature in this folder would publish. @throws ProgramError */
export async function signingFacts(programs: Programs, cwd: string | undefined): Promise<SigningFacts> {
  return JSON.parse(await programs.succeed(['status', '--format', 'json'], cwd)) as SigningFacts;
}

/** The identity that the next signature there uses; undefined when the user must sign in first. */
export function sessionOf({
  sessions,
  instance,
}: SigningFacts): SigningFacts['sessions'][number] | undefined {
  return sessions.find(({ fulcio, rekor }) => fulcio === instance.fulcio && rekor === instance.rekor);
}

/** Whether the user has agreed to what signatures there publish, or need not agree. */
export function isAgreed({ consent, instance }: SigningFacts): boolean {
  if (!consent.public || consent.always) return true;
  return consent.agreements.some(
    ({ fulcio, logs }) => fulcio === instance.fulcio && consent.logs.every((log) => logs.includes(log)),
  );
}
