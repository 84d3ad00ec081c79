import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseStatement, STATEMENT_TYPE } from '../../../core/attestation/index.js';
import { EncodingError, utf8 } from '../../../core/encoding/index.js';

const digest = { sha256: 'ab' };
const GOOD = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'a', digest }],
  predicateType: 'https://example.test/p',
  predicate: { x: 1 },
};
const parse = (value: unknown) => parseStatement(utf8(JSON.stringify(value)));
const refused = (value: unknown, what: string) =>
  throws(() => parse(value), new EncodingError('JSON_MALFORMED', `the in-toto statement ${what}`));

test('a statement is read with its subjects, digests and predicate', () => {
  const subject = [
    { name: 'a', digest: { sha256: 'ab', gitCommit: 'x y' } },
    { digest },
    { name: 1, digest },
  ];
  deepEqual(parse({ ...GOOD, subject }), {
    type: GOOD._type,
    subjects: [
      { name: 'a', digests: new Map(Object.entries({ sha256: 'ab', gitCommit: 'x y' })) },
      { name: '', digests: new Map([['sha256', 'ab']]) },
      { name: '', digests: new Map([['sha256', 'ab']]) },
    ],
    predicateType: GOOD.predicateType,
    predicate: GOOD.predicate,
  });
  equal(parse({ ...GOOD, _type: 'https://in-toto.io/Statement/v0.1' }).subjects.length, 1);
  equal(parse({ ...GOOD, predicate: undefined }).predicate, undefined);
  equal(STATEMENT_TYPE, 'application/vnd.in-toto+json');
});

test('a statement of another version or form is malformed', () => {
  for (const value of [[], null, 'x', 1]) refused(value, 'is not an object');
  for (const _type of [undefined, 1, '', 'https://in-toto.io/Statement/v2', [GOOD._type]])
    refused({ ...GOOD, _type }, 'is of no known version');
  for (const predicateType of [undefined, 1, '', ['x']])
    refused({ ...GOOD, predicateType }, 'has no predicate type');
});

test('a statement has subjects, each with a digest that is text', () => {
  for (const subject of [undefined, [], {}, 'x', { length: 1 }])
    refused({ ...GOOD, subject }, 'has no subject');
  for (const subject of [[1], [null], [[]], [{ digest }, 'x']])
    refused({ ...GOOD, subject }, 'has a subject that is not an object');
  for (const wrong of [undefined, null, [], 'x', {}])
    refused({ ...GOOD, subject: [{ name: 'a', digest: wrong }] }, 'has a subject without digest');
  for (const wrong of [1, null, ['ab']])
    refused(
      { ...GOOD, subject: [{ digest: { sha256: 'ab', sha512: wrong } }] },
      'has a digest that is not text',
    );
});

test('the number of subjects and the length of a type are limited', () => {
  const subjects = (length: number) => ({ ...GOOD, subject: Array.from({ length }, () => ({ digest })) });
  equal(parse(subjects(10_000)).subjects.length, 10_000);
  refused(subjects(10_001), 'has more than 10000 subjects');
  equal(parse({ ...GOOD, predicateType: 'x'.repeat(2000) }).predicateType.length, 2000);
  refused({ ...GOOD, predicateType: 'x'.repeat(2001) }, 'has a predicate type of more than 2000 characters');
});
