import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANY_NAME, caseless, spellingsOf } from '../../../core/repository-policy/spelling.js';

const SPELLINGS: [path: string, ...spellings: string[]][] = [
  ['a', 'a'],
  ['A/b.TXT', 'a/b.txt'],
  ['a.', 'a.', 'a'],
  ['a ', 'a ', 'a'],
  ['a. . ', 'a. . ', 'a'],
  ['a.b', 'a.b'],
  ['..', '..', ''],
  ['. ./x', '. ./x', 'x'],
  ['x./y /z', 'x./y /z', 'x/y/z'],
  ['a\\b', 'a\\b', 'a/b'],
  ['a//b', 'a//b', 'a/b'],
  ['a:b:c', 'a:b:c', 'a'],
  ['a.:b', 'a.:b', 'a'],
  ['x/ab:c/y', 'x/ab:c/y', 'x/ab/y'],
  [':a', ':a', ''],
  ['~1', '~1', ANY_NAME],
  ['x/ABC~1/y', 'x/abc~1/y', `x/${ANY_NAME}/y`],
  ['abcdef~1', 'abcdef~1', ANY_NAME],
  ['abcdef~12', 'abcdef~12'],
  ['abcdefghij~1', 'abcdefghij~1'],
  ['abcd~123', 'abcd~123', ANY_NAME],
  ['ab~1.txt', 'ab~1.txt', ANY_NAME],
  ['ab~1.text', 'ab~1.text'],
  ['ab~1.t.t', 'ab~1.t.t'],
  ['a.b~1', 'a.b~1'],
  ['ab~x', 'ab~x'],
  ['ab~', 'ab~'],
  ['ab~1c', 'ab~1c'],
];
for (const [path, ...spellings] of SPELLINGS)
  test(`${path} is spelled ${spellings.length === 1 ? 'in one way' : JSON.stringify(spellings)}`, () => {
    assert.deepEqual(spellingsOf(path), spellings);
  });

const CASELESS: [name: string, same: string][] = [
  ['ABC xyz~', 'abc xyz~'],
  ['\u00c9 A', '\u00e9 a'],
  ['A\u00c9', 'a\u00e9'],
  ['E\u0301', '\u00e9'],
  ['\u1e9b\u0323', '\u1e69'],
  ['stra\u00dfe', 'strasse'],
  ['\u03a3\u03a3', '\u03c3\u03c3'],
  ['\u03c3\u03c2', '\u03c3\u03c3'],
  ['a\u200cb\u202ec\ufeff', 'abc'],
  ['\u{1f600}A', '\u{1f600}a'],
  ['A\n\u00e9', 'a\n\u00e9'],
];
for (const [name, same] of CASELESS)
  test(`${JSON.stringify(name)} without case is ${JSON.stringify(same)}`, () => {
    assert.equal(caseless(name), same);
  });
