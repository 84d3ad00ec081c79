import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameConstraintProblem } from '../../../core/certificate/name-constraints.js';
import { der, TAG, utf8 } from '../../../core/encoding/index.js';
import { commonName, EMPTY_NAME, type Issued, issue } from '../../support/pki.js';
import {
  dns,
  type Extension,
  email,
  extension,
  nameConstraints,
  subjectAltName,
  uri,
} from '../../support/pki-extensions.js';

const permitted = (...names: Uint8Array[]) => nameConstraints({ permitted: names });
const excluded = (...names: Uint8Array[]) => nameConstraints({ excluded: names });
const directory = (name: Uint8Array) => der.explicit(4, name);
const ip = (...octets: number[]) => der.element(0x87, Uint8Array.from(octets));
const attribute = (oid: string, value: Uint8Array) => der.sequence(der.oid(oid), value);
const text = (oid: string, value: string) => attribute(oid, der.utf8String(value));
const name = (...rdns: Uint8Array[][]) => der.sequence(...rdns.map((rdn) => der.element(TAG.set, ...rdn)));
const [C, O, CN, EMAIL_ADDRESS] = ['2.5.4.6', '2.5.4.10', '2.5.4.3', '1.2.840.113549.1.9.1'];

const OUTSIDE = 'a name outside what an authority on its path may issue for (name constraints)';
const UNCOMPARED = 'name constraints are for a kind of name this program does not compare';

function problem(
  constraints: Extension,
  names: readonly Uint8Array[],
  subject = EMPTY_NAME,
  below: Issued[] = [],
) {
  const authority = issue({ extensions: [constraints] }).certificate;
  const extensions = names.length > 0 ? [subjectAltName(...names)] : [];
  const leaf = issue({ name: subject, extensions }).certificate;
  return nameConstraintProblem(
    authority,
    leaf,
    below.map(({ certificate }) => certificate),
  );
}

type Case = readonly [string, Uint8Array, Uint8Array, 'inside' | 'outside' | 'not compared'];

/** Each name is compared with the constraint twice: as a permitted name, and as an excluded one. */
function compare(cases: readonly Case[]): void {
  for (const [what, constraint, one, place] of cases)
    it(`${what} is ${place}`, () => {
      const answers = [problem(permitted(constraint), [one]), problem(excluded(constraint), [one])];
      const expected = {
        inside: [undefined, OUTSIDE],
        outside: [OUTSIDE, undefined],
        'not compared': [UNCOMPARED, UNCOMPARED],
      };
      assert.deepEqual(answers, expected[place]);
    });
}

describe('an e-mail address', () => {
  compare([
    ['at the host', email('x.test'), email('dev@x.test'), 'inside'],
    ['at the host in other letters, either side,', email('X.test'), email('dev@x.TEST'), 'inside'],
    ['below the host', email('x.test'), email('dev@a.x.test'), 'outside'],
    ['at a host that ends alike', email('x.test'), email('dev@ax.test'), 'outside'],
    ['below the domain', email('.x.test'), email('dev@a.b.x.test'), 'inside'],
    ['at the domain itself', email('.x.test'), email('dev@x.test'), 'outside'],
    ['at the domain with an empty label', email('.x.test'), email('dev@.x.test'), 'outside'],
    ['at another longer host', email('.x.test'), email('dev@long.example'), 'outside'],
    ['that is the address', email('dev@x.test'), email('dev@x.test'), 'inside'],
    [
      'that is the address in other letters, either side,',
      email('Dev@X.test'),
      email('dEv@x.TEST'),
      'inside',
    ],
    ['of another person', email('dev@x.test'), email('eve@x.test'), 'outside'],
    ['of a person whose name begins alike', email('dev@x.test'), email('d@x.test'), 'outside'],
    ['of a person whose name ends alike', email('dev@x.test'), email('pev@x.test'), 'outside'],
    ['of that person elsewhere', email('dev@x.test'), email('dev@y.test'), 'outside'],
    ['of that person at a host that ends alike', email('dev@x.test'), email('dev@z.test'), 'outside'],
    ['with the host before its last sign', email('x.test'), email('"dev@x.test"@y.test'), 'outside'],
    ['with the sign in its name', email('y.test'), email('"dev@x.test"@y.test'), 'inside'],
    ['where only a name-less address is named', email('@x.test'), email('dev@x.test'), 'outside'],
    ['without a name, where that is the address,', email('@x.test'), email('@x.test'), 'inside'],
    ['without a sign', email('x.test'), email('x.test'), 'not compared'],
  ]);
});

describe('a host', () => {
  compare([
    ['that is the one', dns('x.test'), dns('x.test'), 'inside'],
    ['in other letters, either side,', dns('X.test'), dns('x.TEST'), 'inside'],
    ['below it', dns('x.test'), dns('a.b.x.test'), 'inside'],
    ['that ends alike', dns('x.test'), dns('ax.test'), 'outside'],
    ['below the domain', dns('.x.test'), dns('a.x.test'), 'inside'],
    ['that is the domain itself', dns('.x.test'), dns('x.test'), 'outside'],
    ['elsewhere', dns('x.test'), dns('y.test'), 'outside'],
    ['of any kind, for the empty constraint,', dns(''), dns('y.test'), 'inside'],
  ]);
});

describe('a URI', () => {
  compare([
    ['at the host', uri('x.test'), uri('https://x.test/a'), 'inside'],
    ['at the host alone', uri('x.test'), uri('https://x.test'), 'inside'],
    ['at the host in other letters, either side,', uri('X.test'), uri('HTTPS://x.TEST?a'), 'inside'],
    ['with a port and a fragment', uri('x.test'), uri('git+ssh://x.test:22#a'), 'inside'],
    ['with a user', uri('x.test'), uri('ssh://git@x.test/a'), 'inside'],
    ['with the host as its user', uri('x.test'), uri('ssh://x.test@y.test/a'), 'outside'],
    ['below the domain', uri('.x.test'), uri('https://a.x.test/'), 'inside'],
    ['at the domain itself', uri('.x.test'), uri('https://x.test/'), 'outside'],
    ['below the host', uri('x.test'), uri('https://a.x.test/'), 'outside'],
    ['at a host with figures at its start', uri('1.x.test'), uri('https://1.x.test/'), 'inside'],
    ['at a host with figures at its end', uri('x.1'), uri('https://x.1/'), 'inside'],
    ['without a host', uri('x.test'), uri('urn:x.test'), 'not compared'],
    ['with text before its scheme', uri('x.test'), uri('1 https://x.test/'), 'not compared'],
    ['with a host that goes on', uri('x.test'), uri('https://x.test\\@y.test/'), 'not compared'],
    ['at an IPv4 address', uri('x.test'), uri('https://192.0.2.1/'), 'not compared'],
    ['at an IPv6 address', uri('x.test'), uri('https://[2001:db8::1]/'), 'not compared'],
  ]);
});

describe('a name of a kind that cannot be compared', () => {
  compare([
    ['an IP address', ip(10, 0, 0, 0, 255, 0, 0, 0), ip(10, 0, 0, 1), 'not compared'],
    [
      'a registered identifier',
      der.element(0x88, Uint8Array.of(42)),
      der.element(0x88, Uint8Array.of(42)),
      'not compared',
    ],
  ]);

  it('is not restricted when the constraints are for other kinds', () => {
    for (const constraints of [permitted(email('x.test')), excluded(email('x.test'))])
      assert.equal(problem(constraints, [ip(10, 0, 0, 1)]), undefined);
  });
});

describe('a directory name', () => {
  const base = name([text(C, 'SE')], [text(O, 'Waxseal  test')]);
  const cases: readonly (readonly [string, Uint8Array, 'inside' | 'outside'])[] = [
    ['that is the one', base, 'inside'],
    ['below it', name([text(C, 'SE')], [text(O, 'Waxseal  test')], [text(CN, 'dev')]), 'inside'],
    ['in other letters and spaces', name([text(C, 'se')], [text(O, ' waxseal\t \ttest ')]), 'inside'],
    [
      'in another kind of string',
      name([attribute(C, der.element(TAG.printableString, utf8('SE')))], [text(O, 'waxseal test')]),
      'inside',
    ],
    ['above it', name([text(C, 'SE')]), 'outside'],
    ['with another part first', name([text(C, 'NO')], [text(O, 'waxseal test')]), 'outside'],
    ['with another part last', name([text(C, 'SE')], [text(O, 'other')]), 'outside'],
    ['with spaces left out', name([text(C, 'SE')], [text(O, 'waxsealtest')]), 'outside'],
    ['with the same texts under other types', name([text(CN, 'SE')], [text(O, 'waxseal test')]), 'outside'],
    ['with its parts in another order', name([text(O, 'waxseal test')], [text(C, 'SE')]), 'outside'],
    [
      'with a part of two attributes',
      name([text(C, 'SE'), text(CN, 'x')], [text(O, 'waxseal test')]),
      'outside',
    ],
  ];
  for (const [what, subject, place] of cases)
    it(`${what} is ${place}, as a subject and as an alternative name`, () => {
      const expected = place === 'inside' ? [undefined, OUTSIDE] : [OUTSIDE, undefined];
      for (const [names, own] of [
        [[], subject],
        [[directory(subject)], EMPTY_NAME],
      ] as const)
        assert.deepEqual(
          [problem(permitted(directory(base)), names, own), problem(excluded(directory(base)), names, own)],
          expected,
        );
    });

  it('with many attributes in one part is compared without regard to their order', () => {
    const [a, b] = [text(C, 'SE'), text(CN, 'b')];
    assert.equal(problem(permitted(directory(name([a, b]))), [], name([b, a])), undefined);
    assert.equal(problem(permitted(directory(name([a, b]))), [], name([a], [b])), OUTSIDE);
  });

  it('does not match a name with one attribute whose text looks like two', () => {
    const two = permitted(directory(name([text(C, 'se'), text(CN, 'b')])));
    for (const between of ['+', '', ',', '","'])
      assert.equal(problem(two, [], name([text(CN, `b${between}${C}=se`)])), OUTSIDE, between);
  });

  it('with several runs of spaces matches one with single spaces', () => {
    const constraint = permitted(directory(name([text(O, 'a b c')])));
    assert.equal(problem(constraint, [], name([text(O, 'a  b  c')])), undefined);
  });

  it('with values that are not text is compared by bytes', () => {
    const bmp = (...octets: number[]) =>
      name([attribute(O, der.element(TAG.bmpString, Uint8Array.from(octets)))]);
    const constraint = permitted(directory(bmp(0, 65)));
    assert.equal(problem(constraint, [], bmp(0, 65)), undefined);
    assert.equal(problem(constraint, [], bmp(0, 66)), OUTSIDE);
    for (const spelled of ['1e020041', '#1e020041', ' 1e020041'])
      assert.equal(
        problem(constraint, [], name([text(O, spelled)])),
        OUTSIDE,
        'text that looks like the bytes',
      );
  });

  it('does not exist when the subject is empty', () => {
    assert.equal(problem(permitted(directory(base)), [email('dev@x.test')]), undefined);
    assert.equal(problem(excluded(directory(EMPTY_NAME)), [email('dev@x.test')]), undefined);
  });

  it('with data after an attribute is refused', () => {
    const long = name([der.sequence(der.oid(O), der.utf8String('a'), der.nullValue())]);
    assert.throws(() => problem(permitted(directory(base)), [], long), { code: 'DER_TRAILING_DATA' });
  });
});

describe('an e-mail address in the subject', () => {
  const subject = (address: string) => name([text(C, 'SE')], [text(EMAIL_ADDRESS, address)]);

  it('is compared with the constraints, with or without alternative names', () => {
    for (const names of [[], [dns('x.test')]]) {
      assert.equal(problem(permitted(email('x.test')), names, subject('dev@x.test')), undefined);
      assert.equal(problem(permitted(email('x.test')), names, subject('dev@y.test')), OUTSIDE);
      assert.equal(problem(permitted(email('dev@x.test')), names, subject('dev@x.test')), undefined);
    }
  });

  it('is read from no other attribute', () => {
    assert.equal(problem(permitted(email('x.test')), [], name([text(CN, 'dev@y.test')])), undefined);
  });
});

describe('name constraints', () => {
  it('that are absent forbid nothing', () => {
    const bare = issue({ extensions: [] }).certificate;
    assert.equal(nameConstraintProblem(bare, bare, []), undefined);
  });

  it('permit a name if any constraint of its kind matches, and exclude it if any matches', () => {
    const several = [email('a.test'), dns('a.test'), email('b.test')];
    assert.equal(problem(permitted(...several), [email('x@b.test')]), undefined);
    assert.equal(problem(permitted(...several), [email('x@c.test')]), OUTSIDE);
    assert.equal(problem(excluded(...several), [email('x@b.test')]), OUTSIDE);
    assert.equal(problem(excluded(...several), [email('x@c.test')]), undefined);
  });

  it('that permit and exclude do both', () => {
    const both = nameConstraints({ permitted: [email('.x.test')], excluded: [email('b.x.test')] });
    assert.equal(problem(both, [email('dev@a.x.test')]), undefined);
    assert.equal(problem(both, [email('dev@b.x.test')]), OUTSIDE);
    assert.equal(problem(both, [email('dev@y.test')]), OUTSIDE);
  });

  it('apply to every name', () => {
    for (const names of [
      [email('dev@x.test'), email('dev@y.test')],
      [email('dev@y.test'), email('dev@x.test')],
    ])
      assert.equal(problem(permitted(email('x.test')), names), OUTSIDE);
  });

  it('apply to the authorities in between, except self-issued ones', () => {
    const constraints = permitted(directory(commonName('good')));
    const top = issue({ name: commonName('top'), extensions: [] });
    const between = (cn: string) => issue({ name: commonName(cn), issuer: top, extensions: [] });
    const own = issue({ name: commonName('bad'), extensions: [] });
    const among = (...below: Issued[]) => problem(constraints, [email('dev@x.test')], EMPTY_NAME, below);
    assert.equal(among(between('good')), undefined);
    assert.equal(among(between('good'), between('bad')), OUTSIDE);
    assert.equal(among(between('good'), own), undefined);
  });

  it('are limited to a thousand on each side', () => {
    const many = (count: number) => Array.from({ length: count }, () => email('x.test'));
    assert.equal(problem(permitted(...many(1000)), [email('dev@x.test')]), undefined);
    assert.throws(() => problem(permitted(...many(1001)), []), { code: 'DER_TOO_LARGE' });
    assert.throws(() => problem(excluded(...many(1001)), []), { code: 'DER_TOO_LARGE' });
  });

  const subtree = (...fields: Uint8Array[]) => der.sequence(email('x.test'), ...fields);
  for (const [what, fields, code] of [
    ['that constrain nothing', [], 'DER_BAD_VALUE'],
    ['with a minimum', [der.explicit(0, subtree(der.element(0x80, Uint8Array.of(0))))], 'DER_TRAILING_DATA'],
    ['in the wrong order', [der.explicit(1, subtree()), der.explicit(0, subtree())], 'DER_TRAILING_DATA'],
    ['with more behind them', [der.explicit(0, subtree()), der.nullValue()], 'DER_TRAILING_DATA'],
    ['that are not constructed', [der.element(0x80, subtree())], 'DER_TRAILING_DATA'],
  ] as const)
    it(`${what} are refused: ${code}`, () => {
      const malformed = extension('2.5.29.30', der.sequence(...fields), true);
      assert.throws(() => problem(malformed, [email('dev@x.test')]), { code });
    });

  it('with an empty list permit every name, because it contains no name of that kind', () => {
    const empty = extension('2.5.29.30', der.sequence(der.explicit(0)), true);
    assert.equal(problem(empty, [email('dev@x.test')]), undefined);
  });
});
