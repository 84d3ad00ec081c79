/** What the checks of evidence find, from English to German. */
export const GERMAN_EVIDENCE: Readonly<Record<string, string>> = {
  // structure, payload-digest, signature
  'one signature of one signer, strict DER': 'genau eine Signatur, streng nach DER',
  'one signature of one signer': 'genau eine Signatur',
  'a Sigstore bundle of version {.version}': 'ein Sigstore-Bundle der Version {version}',
  'the {type} holds {what}, which the signature does not cover and git does not write':
    'im Objekt ({type}) steht etwas, das die Signatur nicht abdeckt und git nicht schreibt: {what}',
  'the signature is of no known kind: neither CMS, SSH nor OpenPGP':
    'die Art der Signatur ist nicht bekannt: weder CMS noch SSH noch OpenPGP',
  'the signature does not carry the certificate of its signer':
    'in der Signatur fehlt das Zertifikat zu ihrem Schlüssel',
  'an indefinite length (BER, not DER)': 'eine unbestimmte Länge (BER statt DER)',
  'the signature is over something that is not plain data':
    'die Signatur gilt etwas anderem als einfachen Daten',
  'the signature uses a digest this program does not know':
    'die Signatur verwendet einen Digest, den Waxseal nicht kennt',
  'the signature uses SHA-1': 'die Signatur verwendet SHA-1',
  '{digest} of exactly these bytes': '{digest} genau dieser Bytes',
  'the object was changed after it was signed': 'das Objekt wurde nach dem Signieren verändert',
  'the signature algorithm is not one this program accepts':
    'der Algorithmus der Signatur gehört nicht zu denen, die Waxseal annimmt',
  'the signer’s key is not one this program accepts':
    'der Schlüssel gehört nicht zu denen, die Waxseal annimmt',
  'the RSASSA-PSS parameters are not accepted': 'die Parameter von RSASSA-PSS werden nicht angenommen',
  'made with the certificate’s {key} key': 'erzeugt mit dem {key}-Schlüssel des Zertifikats',
  'made with the certificate’s RSA key (PSS)': 'erzeugt mit dem RSA-Schlüssel des Zertifikats (PSS)',
  'made with the signer’s {key} key': 'erzeugt mit dem angegebenen {key}-Schlüssel',
  'the signature was not made with the certificate’s key':
    'die Signatur wurde nicht mit dem Schlüssel des Zertifikats erzeugt',
  'the signature was not made with the signer’s key':
    'die Signatur wurde nicht mit dem angegebenen Schlüssel erzeugt',
  'the artifact’s {digest} is not known': 'der Digest der Datei ({digest}) ist nicht bekannt',
  'the bundle is for another artifact': 'das Bundle gehört zu einer anderen Datei',
  'the envelope does not hold an in-toto statement but {type}':
    'der Umschlag (DSSE) enthält kein in-toto-Statement, sondern {type}',
  'a subject of the attestation': 'eine der Dateien, denen die Attestierung gilt',
  'the artifact is not a subject of the attestation': 'die Attestierung gilt dieser Datei nicht',
  'an Ed25519 signature is over the bytes themselves or, as Ed25519ph, over their SHA-512, which is not known':
    'eine Ed25519-Signatur gilt den Bytes selbst oder (als Ed25519ph) ihrem SHA-512, und der ist nicht bekannt',
  'not an Ed25519ph signature of this SHA-512; plain Ed25519 is over the bytes themselves and cannot be checked by digest':
    'keine Ed25519ph-Signatur dieses SHA-512; reines Ed25519 gilt den Bytes selbst und lässt sich mit einem Digest nicht prüfen',
  'a {key} key signs the {digest} of the artifact, which is not known':
    'ein {key}-Schlüssel signiert den Digest der Datei ({digest}), und der ist nicht bekannt',
  'the bundle is signed with a certificate, not with the public key that was given':
    'das Bundle ist mit einem Zertifikat signiert, nicht mit dem angegebenen öffentlichen Schlüssel',
  'the bundle is signed with a bare key, and no public key was given':
    'das Bundle ist mit einem bloßen Schlüssel signiert, und es wurde kein öffentlicher Schlüssel angegeben',

  // of images
  '--check-claims=false takes this check away': '--check-claims=false schaltet diese Prüfung ab',
  'a signature with its evidence, as cosign keeps it under a tag':
    'eine Signatur mit ihren Nachweisen, wie cosign sie unter einem Tag ablegt',
  'the layer has no signature': 'im Layer steht keine Signatur',
  'a bundle of version {.version}: beside an image, one counts from version 0.3 on':
    'ein Bundle der Version {version}: an einem Image zählt es ab Version 0.3',
  'the bundle signs the manifest itself and holds no statement about the image':
    'das Bundle signiert das Manifest selbst und sagt nichts über das Image aus',
  'the signed payload names exactly this image': 'der signierte Inhalt nennt genau dieses Image',
  'the signed payload names another image': 'der signierte Inhalt nennt ein anderes Image',
  'the signed payload names no image': 'der signierte Inhalt nennt kein Image',
  'the signer did not state {name}={value}': 'mit der Signatur wurde nicht angegeben: {name}={value}',
  'the signer stated what was asked for': 'mit der Signatur wurde angegeben, was verlangt ist',
  'the key {key} that was given': 'der angegebene Schlüssel {key}',
  'the log entry is of {kind} {.version}, which needs the text of the envelope':
    'der Logeintrag ist von der Art {kind} {version}; dafür muss der Text des Umschlags bekannt sein',
  'no log proves the time; the certificate is valid now':
    'kein Log beweist die Zeit; das Zertifikat ist jetzt gültig',

  // certificate, chain, sct
  'a code-signing certificate that names one identity':
    'ein Zertifikat zum Signieren von Code, das genau eine Identität nennt',
  'a code-signing certificate that names one identity, and no issuer':
    'ein Zertifikat zum Signieren von Code, das genau eine Identität und keinen Issuer nennt',
  'a certificate for signatures': 'ein Zertifikat für Signaturen',
  'needs the certificate’s trusted issuer': 'dazu muss feststehen, wer das Zertifikat ausgestellt hat',
  'issued by {~authority}, valid at {.time}': 'ausgestellt von {authority}, gültig am {time}',
  'a trusted authority': 'einer vertrauenswürdigen Stelle',
  'the certificate carries no SCT': 'das Zertifikat enthält keinen SCT',
  'an SCT is not the CT log’s for this certificate': 'ein SCT stammt nicht vom CT-Log für dieses Zertifikat',
  'an SCT is dated outside the period its CT log is trusted for':
    'ein SCT ist aus einer Zeit, für die seinem CT-Log nicht vertraut wird',
  'a CT log promised it at {.time}': 'ein CT-Log hat es am {time} zugesagt',
  'CT log {.id}… is not in the trusted root': 'das CT-Log {id}… steht nicht im Trusted Root',
  'no trusted authority has the name and key of its issuer':
    'keine vertrauenswürdige Zertifizierungsstelle hat Namen und Schlüssel seines Ausstellers',
  'its authority was not trusted at that time':
    'seiner Zertifizierungsstelle wurde zu dieser Zeit nicht vertraut',
  'the certificate was not valid at that time': 'das Zertifikat war zu dieser Zeit nicht gültig',
  'too many possible paths': 'es gibt zu viele mögliche Ketten',
  'signed with {algorithm}, or by a key, that is not accepted':
    'der Algorithmus ({algorithm}) oder der Schlüssel, mit dem signiert wurde, wird nicht angenommen',
  'the authority it names did not sign it': 'die genannte Zertifizierungsstelle hat es nicht signiert',
  'an authority on its path was not valid at that time':
    'eine Zertifizierungsstelle der Kette war zu dieser Zeit nicht gültig',
  'its issuer is not a certificate authority': 'sein Aussteller ist keine Zertifizierungsstelle',
  'its issuer may not sign certificates (key usage)':
    'sein Aussteller darf keine Zertifikate signieren (Key Usage)',
  'more than {.most} intermediate authorities below one that allows no more':
    'mehr als {most} Zwischenstellen unter einer Zertifizierungsstelle, die nicht mehr erlaubt',
  'an authority on its path may not issue for this use (extended key usage)':
    'eine Zertifizierungsstelle der Kette darf nicht für diesen Zweck ausstellen (Extended Key Usage)',
  'an authority on its path has critical extension {.oid}, which is not understood':
    'eine Zertifizierungsstelle der Kette hat die kritische Erweiterung {oid}, die Waxseal nicht kennt',
  'a certificate authority, not a signer': 'das Zertifikat einer Zertifizierungsstelle, keines zum Signieren',
  'key usage does not include digital signature': 'Key Usage enthält keine digitale Signatur',
  'key usage does not include signatures over content': 'Key Usage enthält keine Signaturen über Inhalte',
  'extended key usage does not include code signing':
    'Extended Key Usage enthält nicht das Signieren von Code',
  'extended key usage includes neither e-mail protection nor code signing':
    'Extended Key Usage enthält weder E-Mail-Schutz noch das Signieren von Code',
  'extended key usage {.oid} next to code signing':
    'Extended Key Usage enthält {oid} neben dem Signieren von Code',
  'critical extension {.oid} is not understood': 'die kritische Erweiterung {oid} kennt Waxseal nicht',
  '{.number} subject alternative names instead of exactly one': '{number} SANs statt genau einem',
  'the subject alternative name is not an email, URI or username':
    'der SAN ist weder eine E-Mail-Adresse noch eine URI noch ein Benutzername',
  'the subject alternative name is empty or holds control characters':
    'der SAN ist leer oder enthält Steuerzeichen',
  'no OpenID Connect issuer is stated': 'es ist kein Issuer (OpenID Connect) angegeben',
  'the OpenID Connect issuer holds control characters': 'der Issuer (OpenID Connect) enthält Steuerzeichen',
  'not an ECDSA P-256/384/521, Ed25519 or RSA (2048 bits or more) key':
    'kein Schlüssel für ECDSA P-256/384/521, Ed25519 oder RSA (ab 2048 Bit)',
  'up to {root}, valid at {.time}; revocation is not checked':
    'bis zu {root}, gültig am {time}; Widerruf wird nicht geprüft',
  'up to {root}; revocation is not checked': 'bis zu {root}; Widerruf wird nicht geprüft',

  'an authority above the certificate is not valid today; nothing proves that the signature is from a time when it was':
    'eine Zertifizierungsstelle über dem Zertifikat ist heute nicht gültig; nichts beweist, dass die Signatur aus einer Zeit ist, in der sie es war',

  // log-entry, set, inclusion, checkpoint
  'the log entry is not a hashedrekord 0.0.1 or 0.0.2':
    'der Logeintrag ist kein hashedrekord 0.0.1 oder 0.0.2',
  'no log records such a signature': 'kein Log verzeichnet solche Signaturen',
  '{kind} {.version} for exactly this digest, signature and certificate':
    '{kind} {version} für genau diesen Digest, diese Signatur und dieses Zertifikat',
  '{kind} {.version} for exactly this content, signature and {~what}':
    '{kind} {version} für genau diesen Inhalt, diese Signatur und {what}',
  'the log entry’s body is not in its canonical form':
    'der Inhalt des Logeintrags hat nicht seine kanonische Form',
  'the log entry is for {=what}': 'der Logeintrag gehört zu {what}',
  'another digest': 'einem anderen Digest',
  'another signature': 'einer anderen Signatur',
  'another certificate': 'einem anderen Zertifikat',
  'another public key': 'einem anderen öffentlichen Schlüssel',
  'a DSSE envelope, the bundle holds none': 'einem DSSE-Umschlag, und das Bundle enthält keinen',
  'another payload': 'einem anderen Inhalt',
  'another envelope': 'einem anderen Umschlag (DSSE)',
  'another type of payload': 'einer anderen Art von Inhalt',
  'the log entry names the {digest} of the artifact, which is not known':
    'der Logeintrag nennt den Digest der Datei ({digest}), und der ist nicht bekannt',
  'the log entry is of another kind than its body': 'der Logeintrag ist von anderer Art als sein Inhalt',
  'the log entry has no canonicalized body': 'im Logeintrag fehlt der kanonische Inhalt',
  'the bundle holds no log entry': 'das Bundle enthält keinen Logeintrag',
  'looked up: entry {.index} names this object': 'nachgeschlagen: Eintrag {index} nennt dieses Objekt',
  'the log showed no entry that holds for this object':
    'das Log zeigte keinen Eintrag, der für dieses Objekt gilt',
  'log entry not embedded; --online looks it up':
    'der Logeintrag ist nicht enthalten; --online schlägt ihn nach',
  'the signature is younger than the period its log is trusted for':
    'die Signatur ist jünger als die Zeit, für die ihrem Log vertraut wird',
  'log {.id}… is not in the trusted root': 'das Log {id}… steht nicht im Trusted Root',
  'a Rekor v2 entry with a time or a signed entry timestamp':
    'ein Eintrag von Rekor v2 mit einer Zeit oder einem SET',
  'a Rekor v2 entry that is not at the index it is proven at':
    'ein Eintrag von Rekor v2, der nicht an dem bewiesenen Index steht',
  'the log entry has no signed entry timestamp': 'im Logeintrag fehlt die signierte Zusage des Logs (SET)',
  'the entry is dated outside the period its log is trusted for':
    'der Eintrag ist aus einer Zeit, für die seinem Log nicht vertraut wird',
  'the log signed index {.index} and its time': 'das Log hat Index {index} und die Zeit dazu signiert',
  'the signed entry timestamp is not the log’s for this entry':
    'die Zusage (SET) stammt nicht vom Log für diesen Eintrag',
  'the log entry has no inclusion proof': 'im Logeintrag fehlt der Inklusionsbeweis',
  'entry {.index} of a tree of {.size}': 'Eintrag {index} in einem Baum aus {size} Einträgen',
  'the Merkle path does not lead from this entry to the root':
    'der Merkle-Pfad führt nicht von diesem Eintrag zur Wurzel',
  'the checkpoint is of another tree than the inclusion proof':
    'der Checkpoint gehört zu einem anderen Baum als der Inklusionsbeweis',
  'signed by {log}': 'signiert von {log}',
  'the checkpoint names another log': 'der Checkpoint nennt ein anderes Log',
  'the checkpoint’s signature is not the log’s': 'die Signatur des Checkpoints stammt nicht vom Log',
  'the checkpoint is not signed by the log’s key':
    'der Checkpoint ist nicht mit dem Schlüssel des Logs signiert',

  // timestamp, time, name, and checks that are not required
  '{option} takes this check away': 'die Option {option} lässt diese Prüfung aus',
  'the profile {name} of the authority does not ask for {=what}':
    'das Profil {name} der Zertifizierungsstelle verlangt {what} nicht',
  'a log entry': 'einen Logeintrag',
  'an SCT': 'einen SCT',
  'the signature carries no timestamp, and one is asked for':
    'die Signatur enthält keinen Zeitstempel, und einer wird verlangt',
  'signed by {.time}; a public key does not expire':
    'signiert spätestens am {time}; ein öffentlicher Schlüssel läuft nicht ab',
  'no log proves the time; a public key does not expire':
    'kein Log beweist die Zeit; ein öffentlicher Schlüssel läuft nicht ab',
  'no log time and no timestamp proves when this was signed':
    'weder eine Zeit des Logs noch ein Zeitstempel beweist, wann signiert wurde',
  'nothing proves when this was signed': 'nichts beweist, wann signiert wurde',
  '{.time} is before the certificate’s life began ({.from} to {.to})':
    '{time} liegt vor der Gültigkeit des Zertifikats ({from} bis {to})',
  '{.time} is after the certificate had expired ({.from} to {.to})':
    '{time} liegt nach dem Ablauf des Zertifikats ({from} bis {to})',
  '{.time} is within the certificate’s life': '{time} liegt in der Gültigkeit des Zertifikats',
  'the certificate expired on {.day}; nothing proves that the signature is older':
    'das Zertifikat ist am {day} abgelaufen; nichts beweist, dass die Signatur älter ist',
  'the certificate is not valid before {.day}': 'das Zertifikat ist erst ab dem {day} gültig',
  'the certificate is still valid, until {.day}; the time is not proven':
    'das Zertifikat ist noch gültig, bis zum {day}; die Zeit ist nicht bewiesen',
  '{.time}Z by {~authority}': '{time}Z von {authority}',
  'the token uses a hash other than SHA-256, SHA-384 or SHA-512':
    'der Zeitstempel verwendet einen anderen Hash als SHA-256, SHA-384 oder SHA-512',
  'the token stamps other data': 'der Zeitstempel gilt anderen Daten',
  'the signed digest is not that of the token content': 'der signierte Digest ist nicht der des Zeitstempels',
  'the certificate that signed the token is not known':
    'das Zertifikat, mit dem der Zeitstempel signiert ist, ist nicht bekannt',
  'the token is signed with an algorithm that is not accepted':
    'der Zeitstempel ist mit einem Algorithmus signiert, der nicht angenommen wird',
  'the signature of the token does not verify': 'die Signatur des Zeitstempels ist falsch',
  'no trusted timestamp authority issued the token':
    'keine vertrauenswürdige Zeitstempel-Autorität hat den Zeitstempel ausgestellt',
  'the certificate of the token: {=why}': 'das Zertifikat des Zeitstempels: {why}',
  'the token names its certificate with a hash that is not accepted':
    'der Zeitstempel nennt sein Zertifikat mit einem Hash, der nicht angenommen wird',
  'the signed attributes of the token name another certificate':
    'die signierten Attribute des Zeitstempels nennen ein anderes Zertifikat',
  'the certificate of the token is not for timestamping only (critical extended key usage)':
    'das Zertifikat des Zeitstempels ist nicht nur für Zeitstempel (kritische Extended Key Usage)',
  'the certificate of the token is a certificate authority':
    'das Zertifikat des Zeitstempels ist das einer Zertifizierungsstelle',
  'the certificate of the token may not sign data (key usage)':
    'das Zertifikat des Zeitstempels darf keine Daten signieren (Key Usage)',
  'the certificate of the token has critical extension {.oid}, which is not understood':
    'das Zertifikat des Zeitstempels hat die kritische Erweiterung {oid}, die Waxseal nicht kennt',
  'the object is not in this repository': 'das Objekt ist nicht in diesem Repository',
  'it has {.size} bytes, which is too large to read': 'es hat {size} Bytes und ist damit zu groß zum Lesen',
  'the repository is damaged: it holds other bytes under this id':
    'das Repository ist beschädigt: unter dieser ID enthält es andere Bytes',
  'it is a {type}, which no signature can be on':
    'es ist ein Objekt der Art {type}, das keine Signatur haben kann',
  'it points to a {type}, which no signature can be on':
    'es zeigt auf ein Objekt der Art {type}, das keine Signatur haben kann',
  'the tag calls itself {name}': 'das Tag nennt sich {name}',
  'the tag calls itself {name} and was asked for as {asked}':
    'das Tag nennt sich {name} und wurde als {asked} verlangt',
};
