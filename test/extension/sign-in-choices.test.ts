import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FromEditor, Link } from '../../io/window/index.js';
import { l10n, withVscode } from './support/with-vscode.js';

interface Question {
  readonly title: string;
  readonly detail: string;
}

const asked: Question[] = [];
const ask = async (title: string, { detail }: { readonly detail: string }) => {
  asked.push({ title, detail });
};
const vscode = {
  l10n,
  window: { showInformationMessage: ask, showWarningMessage: ask },
  env: { asExternalUri: async (uri: URL) => uri },
  Uri: { parse: (text: string) => new URL(text) },
  workspace: { getConfiguration: () => ({ get: () => 'browser' }) },
  ProgressLocation: {},
};

const { answerSignIn } = await withVscode<typeof import('../../extension/signing/sign-in.js')>(
  'extension/signing/sign-in.ts',
  vscode,
);

const ISSUER = 'https://issuer.example.test';
const identity = { subject: 'dev@example.test', issuer: ISSUER };
const from = (key: string) => `waxseal.${key} (local, file:.git/config)`;
const CHOSEN = [
  { what: 'issuer', value: ISSUER, from: from('issuer') },
  { what: 'client', value: 'team', from: from('clientID') },
  { what: 'fulcio', value: 'https://fulcio.example.test', from: from('fulcio') },
  { what: 'rekor', value: 'https://rekor.example.test', from: from('rekor') },
  { what: 'also-log', value: 'https://log.example.test', from: from('alsoLog') },
  { what: 'timestamp', value: 'https://tsa.example.test', from: from('timestampServerURL') },
];
/** What a program asks before a sign-in in the browser, before one with a code, and before a signature is published. */
const questions = (chosen: unknown) => [
  {
    type: 'browser',
    issuer: ISSUER,
    url: 'http://localhost:8123/Zm9vYmFy',
    leadsTo: 'issuer.example.test',
    callback: 'http://localhost:8123/auth/callback',
    chosen,
  },
  { type: 'code', issuer: ISSUER, address: `${ISSUER}/device`, code: 'AAAA-BBBB', seconds: 300, chosen },
  {
    type: 'consent',
    publication: {
      identity,
      fulcio: 'https://fulcio.example.test',
      logs: ['https://rekor.example.test'],
      chosen,
    },
  },
];

async function shown(question: { readonly type: string }): Promise<{ detail?: string; said: unknown[] }> {
  const said: unknown[] = [];
  const link = {
    say: (message: FromEditor) => said.push(message.type),
    gone: new AbortController().signal,
  } as unknown as Link<FromEditor>;
  asked.length = 0;
  await answerSignIn(question, link);
  return { ...(asked[0] && { detail: asked[0].detail }), said };
}

test('the questions before a sign-in and a signature name every server that the repository chose, and where it says so', async () => {
  for (const question of questions(CHOSEN)) {
    const { detail = '' } = await shown(question);
    for (const { value, from } of CHOSEN)
      assert.ok(detail.includes(`: ${from} is ${value}`), `${question.type}: ${from}\n${detail}`);
    assert.equal(detail.match(/The repository chose/g)?.length, CHOSEN.length, question.type);
  }
});

test('they name no choice where the repository made none', async () => {
  for (const question of questions([])) {
    const { detail = 'The repository chose' } = await shown(question);
    assert.doesNotMatch(detail, /The repository chose/, question.type);
  }
});

test('nothing is asked where the program does not say what the repository chose, or says it in another way', async () => {
  for (const chosen of [undefined, [{}], [{ ...CHOSEN[0], what: 'other' }], [...CHOSEN, ...CHOSEN]])
    for (const question of questions(chosen))
      assert.deepEqual(await shown(question), { said: ['cancelled'] });
});

test('a choice cannot write lines of its own into a question', async () => {
  const sly = [
    { what: 'issuer', value: 'https://a.example\n\nNothing is published', from: 'x\u202e\u001b[2J' },
  ];
  for (const question of questions(sly)) {
    const { detail = '\n\nNothing' } = await shown(question);
    assert.doesNotMatch(detail, /\n\nNothing is published|[\u202e\u001b]/, question.type);
  }
});
