/** What policies say about an object and who signed it, from English to German. */
export const GERMAN_OF_POLICY: Readonly<Record<string, string>> = {
  '{~source}: {=said}': '{source}: {said}',
  '.waxseal.yaml of {branch} (commit {.id})': '.waxseal.yaml von {branch} (Commit {id})',
  '.waxseal.yaml of {branch} (commit {.id}, self-declared)':
    '.waxseal.yaml von {branch} (Commit {id}, Teil der geprüften Historie)',
  'the command line': 'die Befehlszeile',
  'allowed by {~source}: {rule}': 'erlaubt durch {source}: {rule}',
  'not among the signers allowed by {~source}': 'gehört nicht zu denen, die {source} erlaubt',
  'rule {name} (line {.line})': 'Regel {name} (Zeile {line})',
  'rule {name} (line {.line}) does not name this signer':
    'Regel {name} (Zeile {line}) nennt diese Person nicht',
  '{~source} does not name this signer': '{source} nennt diese Person nicht',
  '{name} is not among the signers of {=rule}': '{name} steht nicht unter signers von {rule}',
  '{=rule} wants {name} to be the {person}, who is {address}':
    '{rule} verlangt, dass {name} auch {person} ist; das ist {address}',
  '{=rule} does not let {name} make merges': '{rule} erlaubt {name} keine Merges',
  '{name}, by {=rule}': '{name}, durch {rule}',
  '{=rule} wants {=what}': '{rule} verlangt {what}',
  'a signature that holds': 'eine Signatur, die die Prüfung besteht',
  'a signature': 'eine Signatur',
  'the tag calls itself {name} but is stored as {stored}':
    'das Tag nennt sich {name}, ist aber als {stored} gespeichert',
  '{=said}; its exception (line {.line}) ended at {.time}':
    '{said}; die Ausnahme (Zeile {line}) endete am {time}',
  'it is a lightweight tag, which no signature can be on, and the policy says who may make it: use git tag -s':
    'es ist ein Lightweight-Tag, das keine Signatur haben kann, und die Richtlinie sagt, wer es anlegen darf: git tag -s verwenden',
  'no rule is for this commit': 'keine Regel gilt diesem Commit',
  'no rule is for this tag': 'keine Regel gilt diesem Tag',
  'no rule is for {~paths}': 'keine Regel gilt für {paths}',
  '{list} and {.number} more': '{list} und {number} weitere',

  'the rule is only for tags': 'die Regel gilt nur für Tags',
  'the rule is not for tags': 'die Regel gilt nicht für Tags',
  'the branch {name} is not among {~patterns}': 'der Branch {name} gehört nicht zu {patterns}',
  'the tag {name} is not among {~patterns}': 'das Tag {name} gehört nicht zu {patterns}',
  'no changed path that is left for this rule matches {~patterns}':
    'kein geänderter Pfad, der für diese Regel übrig ist, passt auf {patterns}',
  'a rule above decides': 'eine Regel darüber entscheidet',
  'the commit changes {~paths}': 'der Commit ändert {paths}',
  'it is the first rule that applies': 'sie ist die erste Regel, die zutrifft',
  'the paths that the commit changes cannot be read (a shallow clone?)':
    'die Pfade, die der Commit ändert, sind nicht lesbar (ein flacher Klon?)',
  'the name of the branch is not known': 'der Name des Branches ist nicht bekannt',
  'the name of the tag is not known': 'der Name des Tags ist nicht bekannt',
  'the headers of the object cannot be read': 'die Header des Objekts sind nicht lesbar',
  '{=work} takes more work than is done for one answer': '{work}, ist für eine Antwort zu aufwendig',
  'finding the signer among those of the policy':
    'unter den Einträgen der Richtlinie zu suchen, wer signiert hat',
  'finding the signer among those who are revoked': 'unter den Widerrufen zu suchen, wer signiert hat',
  '{name} is no longer trusted from {~from} on: {reason}':
    '{name} wird ab {from} nicht mehr vertraut: {reason}',
  'commit {.id}': 'Commit {id}',
  'requiredSince of {=rule}': 'requiredSince von {rule}',
  'exception at line {.line}': 'Ausnahme in Zeile {line}',
  'older than {.id}, since which signatures are required':
    'älter als {id}; erst seit diesem Commit sind Signaturen verlangt',
  'matching what this is about with the patterns of the policy':
    'das Objekt mit den Mustern der Richtlinie zu vergleichen',
};
