/** What is found about SSH and OpenPGP signatures and about the user's own trust, from English to German. */
export const GERMAN_OF_KEYS: Readonly<Record<string, string>> = {
  'one SSH signature, version 1': 'eine SSH-Signatur, Version 1',
  'made with the {type} key {key}': 'erzeugt mit dem {type}-Schlüssel {key}',
  'the SSH signature is for the namespace "{namespace}", not "{own}"':
    'die SSH-Signatur gilt für den Namespace „{namespace}“ und nicht für „{own}“',
  'issued by the SSH authority {key}': 'ausgestellt von der SSH-Zertifizierungsstelle {key}',
  "the signature of the certificate's authority: {=why}": 'die Signatur der Zertifizierungsstelle: {why}',
  'not in the revocation file': 'nicht in der Liste der widerrufenen Schlüssel',
  'the key is revoked': 'der Schlüssel ist widerrufen',
  'the certificate is revoked': 'das Zertifikat ist widerrufen',
  'the authority that issued the certificate is revoked':
    'die Zertifizierungsstelle, die das Zertifikat ausgestellt hat, ist widerrufen',
  'an RSA signature over SHA-1 (ssh-rsa) is not accepted':
    'eine RSA-Signatur über SHA-1 (ssh-rsa) wird nicht angenommen',
  'an RSA key of {.bits} bits; at least {least} are needed':
    'ein RSA-Schlüssel mit {bits} Bit; nötig sind mindestens {least}',
  'the signature is not of the kind its key makes': 'die Signatur ist nicht von der Art ihres Schlüssels',
  'security key signatures made by a web page are not supported':
    'Signaturen eines Sicherheitsschlüssels, die eine Webseite erzeugt hat, werden nicht unterstützt',
  'the SSH public key is not a valid key of its kind':
    'der öffentliche SSH-Schlüssel ist kein gültiger Schlüssel seiner Art',
  'the SSH signature does not match the content and key':
    'die SSH-Signatur passt nicht zu Inhalt und Schlüssel',
  'the signature does not hold': 'die Signatur hat die Prüfung nicht bestanden',

  'allowed signers line {.line} allows {name}':
    'Zeile {line} der Datei der erlaubten Schlüssel erlaubt {name}',
  'allowed signers: {=why}': 'Datei der erlaubten Schlüssel: {why}',
  'no allowed signers file': 'es gibt keine Datei der erlaubten Schlüssel',
  'the object has no date to judge the allowed signers at':
    'das Objekt hat kein Datum, für das die erlaubten Schlüssel gelten könnten',
  'no line is for this key': 'keine Zeile gilt diesem Schlüssel',
  'line {.line}: {=why}': 'Zeile {line}: {why}',
  'it names nobody': 'sie nennt niemanden',
  'its line allows no principal it names': 'die Zeile erlaubt keinen der Namen, die sie nennt',
  'its key may not sign in the namespace "{namespace}"':
    'ihr Schlüssel darf im Namespace „{namespace}“ nicht signieren',
  'no principal of the certificate matches': 'kein Name (Principal) des Zertifikats passt',
  'the certificate does not name the principal': 'das Zertifikat nennt diesen Namen (Principal) nicht',
  'the certificate is not a user certificate': 'das Zertifikat ist kein Benutzerzertifikat',
  'the certificate is not yet valid': 'das Zertifikat ist noch nicht gültig',
  'the certificate has expired': 'das Zertifikat ist abgelaufen',
  'the certificate names no principal': 'das Zertifikat nennt keinen Namen (Principal)',
  'the certificate has an unknown critical option': 'das Zertifikat hat eine unbekannte kritische Option',
  'the certificate wants its user verified, and the security key did not':
    'das Zertifikat verlangt, dass der Sicherheitsschlüssel den Benutzer prüft, und er hat es nicht getan',
  'its key is valid from {.time}': 'ihr Schlüssel ist erst ab {time} gültig',
  'its key was valid until {.time}': 'ihr Schlüssel war bis {time} gültig',
  'comparing the names and patterns on the lines for this key takes more than {.most} steps':
    'die Namen und Muster in den Zeilen für diesen Schlüssel zu vergleichen, braucht mehr als {most} Schritte',

  'one OpenPGP signature': 'eine OpenPGP-Signatur',
  'a key it does not name': 'einem Schlüssel, den sie nicht nennt',
  'key {key}': 'Schlüssel {key}',
  'gpg: a good signature by {~key}': 'gpg: eine gute Signatur von {key}',
  '{~key} has expired; nothing proves that the signature is older':
    '{key} ist abgelaufen; nichts beweist, dass die Signatur älter ist',
  'the signature itself has expired': 'die Signatur selbst ist abgelaufen',
  '{~key} is revoked': '{key} ist widerrufen',
  'gpg: the signature by {~key} does not match the content':
    'gpg: die Signatur von {key} passt nicht zum Inhalt',
  "{~key} is not in gpg's keyring: import it to verify this signature":
    '{key} ist nicht im Schlüsselbund von gpg: importieren, um diese Signatur zu prüfen',
  "gpg can't verify the signature by {~key} (gpg error {.code})":
    'gpg kann die Signatur von {key} nicht prüfen (Fehler {code} von gpg)',
  'the signature is over MD5, which does not protect what it is over':
    'die Signatur beruht auf MD5, und MD5 schützt den Inhalt nicht',
  'the signature is over {hash}, which no longer proves what it is over':
    'die Signatur beruht auf {hash}, und das beweist den Inhalt nicht mehr',
  'gpg does not know how far to trust the key': 'gpg weiß nicht, wie weit dem Schlüssel zu vertrauen ist',
  'gpg is told never to trust the key': 'gpg soll dem Schlüssel nie vertrauen',
  'gpg trusts the key marginally': 'gpg vertraut dem Schlüssel geringfügig',
  'gpg trusts the key fully': 'gpg vertraut dem Schlüssel vollständig',
  'gpg trusts the key ultimately': 'gpg vertraut dem Schlüssel uneingeschränkt',
  '{=why}: the signature by {~key} is not verified': '{why}: die Signatur von {key} ist nicht geprüft',
  'gpg was not asked': 'gpg wurde nicht gefragt',
  'gpg answered about another signature': 'gpg hat über eine andere Signatur geantwortet',
  'the signature is not verified': 'die Signatur ist nicht geprüft',

  'the certificate is not verified': 'das Zertifikat ist nicht geprüft',
  'issued below {root}, a root you gave':
    'ausgestellt unter {root}, einem von Ihnen genannten Wurzelzertifikat',
  'issued below {root}, a root of the system': 'ausgestellt unter {root}, einem Wurzelzertifikat des Systems',
};
