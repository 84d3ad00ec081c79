import { test } from 'node:test';
import { jsonDocument } from '../../../core/render/json.js';
import type { StatusReport } from '../../../signer/agent/report.js';
import { statusJson, statusText } from '../../../signer/commands/agent/status-text.js';
import { matchesGolden } from '../../support/golden.js';

const NOW = 1_790_000_000;
const FULCIO = 'https://fulcio.example';
const REKOR = 'https://rekor.example';
const ISSUER = 'https://issuer.example';

const CHOICE = {
  what: 'timestamp',
  value: 'https://tsa.example',
  from: 'waxseal.timestampServerURL (local, file:.git/config)',
} as const;

const SIGNED_IN: StatusReport = {
  now: NOW,
  agent: { state: 'running', pid: 4711, program: '1.2.3' },
  socket: '/run/user/1000/waxseal/agent-x.sock',
  sessions: [
    {
      subject: 'dev@example.test',
      issuer: ISSUER,
      fulcio: FULCIO,
      rekor: REKOR,
      validUntil: NOW + 545,
      signatures: 1,
    },
    {
      subject: 'evil\x1b[2J\nsigned in  root',
      issuer: ISSUER,
      fulcio: FULCIO,
      rekor: 'https://other.example',
      validUntil: NOW + 65,
      signatures: 50,
    },
  ],
  instance: { fulcio: FULCIO, rekor: REKOR, timestamp: 'https://tsa.example', issuer: ISSUER, chosen: [] },
  consent: {
    logs: [REKOR],
    public: true,
    always: false,
    agreements: [
      {
        identity: { subject: 'dev@example.test', issuer: ISSUER },
        fulcio: FULCIO,
        logs: [REKOR],
        at: NOW - 86_400,
      },
    ],
  },
  sources: [
    { source: 'envvar', available: false, chosen: false, why: 'SIGSTORE_ID_TOKEN is not set' },
    { source: 'interactive', available: true, chosen: true, why: 'there is a display' },
    { source: 'device', available: false, chosen: false, why: 'a browser can be opened here' },
  ],
};

const OTHERS: readonly StatusReport[] = [
  { ...SIGNED_IN, agent: { state: 'not-running' }, sessions: [] },
  { ...SIGNED_IN, agent: { state: 'off', why: 'waxseal.agent is off' }, sessions: [] },
  {
    ...SIGNED_IN,
    agent: { state: 'unusable', why: '/tmp/waxseal belongs to somebody else' },
    sessions: [],
    instance: { ...SIGNED_IN.instance, timestamp: undefined, chosen: [CHOICE] },
    sources: [{ source: 'envvar', available: true, chosen: true, why: 'SIGSTORE_ID_TOKEN is set' }],
  },
];

test('status says who is signed in, until when, and what a signature would publish', () => {
  const texts = [statusText(SIGNED_IN, true), ...OTHERS.map((report) => statusText(report, false))];
  matchesGolden('signer/agent-status.txt', texts.join('\n'));
});

test('status as JSON has this shape', () => {
  matchesGolden('signer/agent-status.json', jsonDocument(statusJson(SIGNED_IN)));
});
