import { random } from '../../support/random.js';

/** Parts of objects. They are combined by hand below, and at random by `fuzzObjects`. */
const ARMOR = ['-----BEGIN SIGNED MESSAGE-----', 'MIIB', 'Zm9v', '-----END SIGNED MESSAGE-----', ''].join(
  '\n',
);
const PGP = ['-----BEGIN PGP SIGNATURE-----', '', 'iQEz', '-----END PGP SIGNATURE-----', ''].join('\n');
const SSH = ['-----BEGIN SSH SIGNATURE-----', 'U1NI', '-----END SSH SIGNATURE-----', ''].join('\n');
const NAME = 'A U Thor <author@example.com> 1700000000 +0100';

export const folded = (name: string, armor: string): string =>
  `${name} ${armor.replace(/\n$/, '').replaceAll('\n', '\n ')}\n`;

const ids = { sha1: 'a'.repeat(40), sha256: 'a'.repeat(64) };

function commit(id: string, headers: string, body: string): string {
  return `tree ${id}\nauthor ${NAME}\ncommitter ${NAME}\n${headers}${body}`;
}

function tag(id: string, headers: string, body: string): string {
  return `object ${id}\ntype commit\ntag v1\ntagger ${NAME}\n${headers}${body}`;
}

const HEADERS: Record<string, string> = {
  'no other header': '',
  'a signature': folded('gpgsig', ARMOR),
  'a signature of the other format': folded('gpgsig-sha256', ARMOR),
  'both, ours first': folded('gpgsig', ARMOR) + folded('gpgsig-sha256', PGP),
  'both, ours last': folded('gpgsig-sha256', PGP) + folded('gpgsig', ARMOR),
  'both with a header between': `${folded('gpgsig', ARMOR)}encoding x\n${folded('gpgsig-sha256', PGP)}`,
  'an OpenPGP signature': folded('gpgsig', PGP),
  'an SSH signature': folded('gpgsig', SSH),
  'headers after the signature': `${folded('gpgsig', ARMOR)}encoding ISO-8859-1\nchange-id xyz\n`,
  'another header beginning gpgsig': `gpgsig-other a\n b\n${folded('gpgsig', ARMOR)}`,
  'another header beginning gpgsig behind it': `${folded('gpgsig', ARMOR)}gpgsigother a\n b\nx y\n z\n`,
  'a bare gpgsig line': 'gpgsig\n abc\nx y\n',
  'a mergetag with a signature of its own': `${folded('mergetag', tag(ids.sha1, '', `\nm\n${ARMOR}`))}${folded('gpgsig', ARMOR)}`,
  'a mergetag that speaks of gpgsig': `mergetag object x\n gpgsig y\n  z\n${folded('gpgsig', ARMOR)}`,
  'a continuation without a header': ` stray\n${folded('gpgsig', ARMOR)}`,
  'carriage returns': folded('gpgsig', ARMOR).replaceAll('\n', '\r\n'),
  'a NUL in a header': `x a\0b\n${folded('gpgsig', ARMOR)}`,
  'an empty continuation': `gpgsig -----BEGIN SIGNED MESSAGE-----\n \n abc\n  \n`,
  'a signature header with nothing in it': 'gpgsig \n',
};

const BODIES: Record<string, string> = {
  'a message': '\nHello\n',
  'no message': '\n',
  'no blank line': '',
  'no final newline': '\nHello',
  'carriage returns': '\r\nHello\r\n',
  'a message with CRLF': '\nHello\r\n\r\nthere\r\n',
  'a NUL in the message': '\nHel\0lo\n',
  'a message that quotes a header': `\nHello\n\n${folded('gpgsig', ARMOR)}`,
  'a trailing signature': `\nHello\n${ARMOR}`,
  'a trailing PGP signature': `\nHello\n${PGP}`,
  'a trailing SSH signature': `\nHello\n${SSH}`,
  'two trailing signatures': `\nHello\n${PGP}${ARMOR}`,
  'text behind the signature': `\nHello\n${ARMOR}more\n`,
  'a signature inside a line': `\nHello ${ARMOR}`,
  'an indented signature': `\nHello\n ${ARMOR}`,
  'an armor without newline': `\nHello\n${ARMOR.slice(0, -1)}`,
  'an unknown armor behind it': `\nHello\n${ARMOR}-----BEGIN OTHER-----\n`,
  'an opening cut short at the end': '\nHello\n-----BEGIN SIGNED MESSAGE----',
  'only the opening line': '\n-----BEGIN PGP MESSAGE-----',
};

export interface WeirdObject {
  readonly name: string;
  readonly type: 'commit' | 'tag';
  readonly raw: Buffer;
}

/** Every header above with every body above, as a commit and as a tag. */
export function weirdObjects(format: 'sha1' | 'sha256'): WeirdObject[] {
  const swap = (text: string): string =>
    format === 'sha1'
      ? text
      : text.replace(/gpgsig(-sha256)?(?= )/g, (_, other) => (other ? 'gpgsig' : 'gpgsig-sha256'));
  return Object.entries(HEADERS).flatMap(([headerName, header]) =>
    Object.entries(BODIES).flatMap(([bodyName, body]) =>
      (['commit', 'tag'] as const).map((type) => ({
        name: `a ${type} with ${headerName} and ${bodyName}`,
        type,
        raw: Buffer.from((type === 'commit' ? commit : tag)(ids[format], swap(header), body), 'latin1'),
      })),
    ),
  );
}

const TOKENS = [
  ...[
    '\n',
    '\n',
    '\n ',
    ' ',
    '\0',
    '\r\n',
    'gpgsig ',
    '\ngpgsig ',
    '\ngpgsig-sha256 ',
    '\ngpgsig',
    '\ngpgsig-x y',
  ],
  ...[
    '\nmergetag x',
    '\nencoding y',
    'text',
    '\n\n',
    '-----BEGIN SIGNED MESSAGE-----',
    '\n-----BEGIN PGP SIGNATURE-----',
  ],
  ...[
    '\n-----BEGIN SSH SIGNATURE-----',
    ' -----BEGIN PGP MESSAGE-----\n',
    '\ngpgsig -----BEGIN SIGNED MESSAGE-----\n abc',
  ],
];

/** `count` objects from random parts; the same seed gives the same objects. */
export function fuzzObjects(format: 'sha1' | 'sha256', seed: number, count: number): WeirdObject[] {
  const { below, pick } = random(seed);
  return Array.from({ length: count }, (_, n) => {
    const type = pick(['commit', 'tag'] as const);
    const tail = Array.from({ length: below(14) }, () => pick(TOKENS)).join('');
    const start = (type === 'commit' ? commit : tag)(ids[format], '', '');
    return {
      name: `random ${type} ${n} of seed ${seed}`,
      type,
      raw: Buffer.from(`${start.slice(0, -1)}${tail}`, 'latin1'),
    };
  });
}
