import { formatTime } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { choiceLine } from '../../../io/config/index.js';
import type { SessionFacts } from '../../agent/protocol.js';
import type { StatusReport } from '../../agent/report.js';

/** Which identity a new signature here would have, as far as it is known. */
function here({ sessions, instance, sources }: StatusReport): SessionFacts | undefined {
  const chosen = sources.find(({ chosen: taken }) => taken)?.source;
  const signsIn = chosen === undefined || chosen === 'interactive' || chosen === 'device';
  return signsIn
    ? sessions.find(({ fulcio, rekor }) => fulcio === instance.fulcio && rekor === instance.rekor)
    : undefined;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.max(0, Math.trunc(seconds))} s` : `${Math.trunc(seconds / 60)} min`;
}

function agentText({ agent, socket }: StatusReport): string {
  switch (agent.state) {
    case 'running':
      return `running, process ${agent.pid}, version ${agent.program}\n           ${harmless(socket)}`;
    case 'not-running':
      return 'not running; the next signature starts it';
    case 'off':
      return `off: ${harmless(agent.why)}; every signature signs in by itself`;
    case 'unusable':
      return [
        `cannot be used: ${harmless(agent.why)}; every signature signs in by itself`,
        ...(agent.hint === undefined ? [] : [harmless(agent.hint)]),
      ].join('\n           ');
  }
}

function published(report: StatusReport): string {
  const { instance, sources } = report;
  const signer = here(report);
  const chosen = sources.find(({ chosen: taken }) => taken)?.source;
  const who = signer
    ? `${harmless(signer.subject)} (vouched for by ${harmless(signer.issuer)})`
    : chosen === undefined || chosen === 'interactive' || chosen === 'device'
      ? `the identity that you sign in with at ${harmless(instance.issuer)}`
      : `the identity in the token from ${harmless(chosen)}`;
  const stamp =
    instance.timestamp === undefined ? '' : `\n           a timestamp by ${harmless(instance.timestamp)}`;
  return `${who}\n           the time of signing and a digest of the commit${stamp}\n           for ever, in the log ${report.consent.logs.map(harmless).join(' and ')}${readers(report)}`;
}

function readers({ consent }: StatusReport): string {
  return consent.public ? ', which everybody can read' : ', which counts as private';
}

/** Whether a person has agreed, and how to withdraw that. */
function agreed({ consent, instance }: StatusReport): string {
  if (!consent.public) return 'not asked for at a private log';
  if (consent.always) return 'yes, always (waxseal.publicLog)';
  const here = consent.agreements.filter(
    ({ fulcio, logs }) => fulcio === instance.fulcio && consent.logs.every((log) => logs.includes(log)),
  );
  if (here.length === 0) return 'not yet; the first signature with an e-mail address asks';
  const who = here.map(({ identity, at }) => {
    const name = identity
      ? `${harmless(identity.subject)} (${harmless(identity.issuer)})`
      : 'whoever signs in';
    return `yes, for ${name}, on ${formatTime(at).slice(0, 10)}`;
  });
  return `${who.join('\n           ')}\n           take back with: waxseal login --forget-consent`;
}

/** `waxseal status` as text; `explain` adds where an identity would come from. */
export function statusText(report: StatusReport, explain: boolean): string {
  const lines = report.sessions.map(
    ({ subject, issuer, fulcio, validUntil, signatures }) =>
      `signed in  ${harmless(subject)} (${harmless(issuer)})\n` +
      `           until ${formatTime(validUntil)} (${minutes(validUntil - report.now)}), certified by ${harmless(fulcio)}\n` +
      `           ${signatures} ${signatures === 1 ? 'signature' : 'signatures'} made`,
  );
  if (lines.length === 0) lines.push('signed in  nobody');
  lines.push(
    `agent      ${agentText(report)}`,
    `publishes  ${published(report)}`,
    ...report.instance.chosen.map((choice) => `note       ${choiceLine(choice)}`),
    `agreed     ${agreed(report)}`,
  );
  if (explain) {
    lines.push('identity   comes from the first of these that can be used:');
    for (const { source, available, chosen, why } of report.sources) {
      const mark = chosen ? 'chosen' : available ? 'not needed' : 'no';
      lines.push(`           ${harmless(source)}: ${mark}, ${harmless(why)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** `waxseal status` as members of a JSON document (docs/json.md). */
export function statusJson(report: StatusReport): Record<string, unknown> {
  const { agent, socket, sessions, instance, consent, sources } = report;
  return {
    agent: { ...agent, socket },
    sessions: sessions.map((session) => ({ ...session, validUntil: formatTime(session.validUntil) })),
    instance: { ...instance },
    consent: {
      public: consent.public,
      logs: consent.logs,
      always: consent.always,
      agreements: consent.agreements.map((one) => ({ ...one, at: formatTime(one.at) })),
    },
    identitySources: sources.map((source) => ({ ...source })),
  };
}
