import {
  checkSmimeLeaf,
  parseCertificate,
  readPssParameters,
  smimeSigner,
} from '../../core/certificate/index.js';
import { nameConstraintProblem } from '../../core/certificate/name-constraints.js';
import { berToDer, concatBytes, der, EncodingError, utf8 } from '../../core/encoding/index.js';
import { distinguishedName, extension, generalName } from '../sandbox/pki.js';
import { pssParameters, withIndefiniteLengths } from '../support/smime.js';
import * as seeds from './seeds.js';
import type { FuzzTarget } from './targets.js';

const PSS_PARAMETERS = pssParameters('2.16.840.1.101.3.4.2.1', 32);

const NAME_CONSTRAINTS = der.sequence(
  der.explicit(
    0,
    der.sequence(generalName.email('example.test')),
    der.sequence(der.explicit(4, distinguishedName('sigstore.test', 'dev'))),
  ),
  der.explicit(1, der.sequence(generalName.email('.evil.test'))),
);

/** An S/MIME certificate with every structure that this program reads. */
function certificate(): Uint8Array {
  const algorithm = der.sequence(der.oid('1.2.840.113549.1.1.10'), PSS_PARAMETERS);
  const names = der.sequence(generalName.email('dev@example.test'));
  return der.sequence(
    der.sequence(
      der.explicit(0, der.integer(2)),
      der.integer(seeds.DIGEST.subarray(0, 20)),
      algorithm,
      distinguishedName('sigstore.test', 'authority'),
      der.sequence(der.time(1_780_000_000), der.time(1_790_000_000)),
      distinguishedName('sigstore.test', 'dev'),
      seeds.SPKI,
      der.explicit(
        3,
        der.sequence(
          extension('2.5.29.17', false, names),
          extension('2.5.29.30', true, NAME_CONSTRAINTS),
          extension('2.5.29.37', false, der.sequence(der.oid('1.3.6.1.5.5.7.3.4'))),
        ),
      ),
    ),
    algorithm,
    der.bitString(seeds.SIGNATURE),
  );
}

const PIECES = concatBytes(
  Uint8Array.of(0x30, 0x80, 0x24, 0x80),
  der.octetString(utf8('in ')),
  der.octetString(utf8('pieces')),
  new Uint8Array(4),
);

/** Structures that only S/MIME has, and Sigstore does not. */
export const SMIME_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'ber',
    seeds: () => {
      const signedData = der.sequence(der.integer(1), der.setOf(der.sequence(der.oid('1.2.3'))));
      const cms = der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, signedData));
      return [withIndefiniteLengths(cms), PIECES];
    },
    run: berToDer,
    refusals: [EncodingError],
  },
  {
    name: 'smime-certificate',
    seeds: () => [certificate()],
    run(input) {
      const parsed = parseCertificate(input);
      checkSmimeLeaf(parsed);
      smimeSigner(parsed);
      nameConstraintProblem(parsed, parsed, [parsed]);
    },
    refusals: [EncodingError],
  },
  { name: 'pss', seeds: () => [PSS_PARAMETERS], run: readPssParameters, refusals: [EncodingError] },
];
