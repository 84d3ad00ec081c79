import { nearest } from '../../../core/repository-policy/suggest.js';
import { UsageError } from '../../errors.js';

/** What `waxseal help` says: one line a command, from which completions take their words. */
export const OVERVIEW = `waxseal signs git commits and tags with your OpenID Connect identity and checks who really signed what.

  waxseal setup [--global] [--sign-all]   make git sign with waxseal; --remove undoes it
  waxseal verify [REV|RANGE|TAG ...]      do the signatures hold, and may their signers sign?
  waxseal hook install HOOK               refuse pushes that do not hold, where they leave or arrive
  waxseal verify-blob FILE --bundle B     does a Sigstore bundle vouch for this file?
  waxseal verify-extension [FOLDER ...]   is the installed editor extension what its release workflow built?
  waxseal policy init|explain|check       who may sign here: .waxseal.yaml
  waxseal show [REV]                      certificate, signer, log entry and every check of one signature
  waxseal login | logout                  sign in now, or out of everything
  waxseal status [--explain]              who is signed in, and what a signature would publish
  waxseal doctor                          what is wrong with this set-up, and the fix
  waxseal trust show|update               the trusted root in use, its age and source
  waxseal completion bash|zsh|fish        completions for your shell
  waxseal --version

"waxseal help COMMAND" or "waxseal COMMAND --help" says more. git itself calls waxseal with other arguments (gpg.x509.program).
`;

/** What `waxseal help COMMAND` says; every option of a command is in it. */
export const TOPICS: Readonly<Record<string, string>> = {
  setup: `usage: waxseal setup [--global] [--sign-all] [--instance FILE|URL [--instance-root FILE]] [--identity ID --issuer URL] [--agree]
       waxseal setup --remove [--global]

  --global          for all your repositories, not only this one
  --sign-all        sign every commit and tag without being asked
  --instance X      use another Sigstore: a trust configuration (ClientTrustConfig), a trusted_root.json, a directory with
                    trusted_root.json and signing_config.v0.2.json, or (with --instance-root root.json) a TUF mirror
  --identity ID     your identity, to be recorded as trusted, and
  --issuer URL      who vouches for it; without them the identity of your first signature is recorded
  --agree           agree now to what signatures publish for ever (docs/privacy.md), for whoever signs in here
  --remove          put back what was configured before
`,
  verify: `usage: waxseal verify [REV|RANGE|TAG|PATTERN ...]     (default: HEAD; verify-tag is the same)

A revision, a tag or a pattern of names (v1.*) is judged itself; a range (A..B, A...B, B ^A) is every commit in it. A name that
means several things is refused; a full one (refs/remotes/origin/main..HEAD) means one.
  --all                every branch and tag, and HEAD; the output names the refs it does not follow
  --since DATE --until DATE --max-count N --first-parent --no-merges
                       walk back from the revisions; a date leaves commits out and does not end the walk
  --stdin              ids or names from standard input, one a line: git rev-list ... | waxseal verify --stdin
  --require-some       nothing to check is no answer (exit 2)

Who may sign (without these your own list counts; .waxseal.yaml speaks of commits and tags, and is not read here):
  --certificate-identity ID         --certificate-identity-regexp RE2
  --certificate-oidc-issuer URL     --certificate-oidc-issuer-regexp RE2
  --certificate-github-workflow-trigger|sha|name|repository|ref VALUE
  --any-signer                      a sound signature by anybody will do
  --policy FILE                     a policy instead of the repository's; --branch NAME: whose rules count
  --policy-branch NAME              whose .waxseal.yaml counts, where the remote's HEAD is not known (waxseal.policyBranch)

  --online             look up log entries that are not embedded
  --trusted-root FILE  believe this trusted_root.json
  --no-cache           check everything again, also what was checked before
  --format text|json|sarif|junit
  --quiet              only what does not hold

Exit status: 0 all hold, 1 at least one does not, 2 no answer.
`,
  hook: `usage: waxseal hook install pre-push|pre-receive|update [--force] [-- OPTIONS]
       waxseal hook remove pre-push|pre-receive|update

  pre-push             in your repository: judges what you push before it leaves
  pre-receive, update  on the server: judges what arrives, by the policy of its default branch before the push
  --force              replace a hook that is there; it is kept beside and "remove" puts it back
  OPTIONS              those of "waxseal help verify" that say who may sign, as --any-signer or --policy FILE

git runs "waxseal hook run HOOK [OPTIONS] -- ..."; call the same from a hook of your own.
`,
  'verify-blob': `usage: waxseal verify-blob FILE --bundle B [--trusted-root FILE] [--format text|json] [--quiet]

FILE is the artifact, - for standard input, or its digest: sha256:HEX, sha384:HEX or sha512:HEX. A digest does for an attestation,
and for a signature over that digest (ECDSA and RSA keys, Ed25519ph); plain Ed25519 signs the bytes themselves: give the file.
B is a Sigstore bundle, version 0.1 to 0.3, with a message signature or an in-toto attestation; JSON lines of several; or the answer
of npm's registry or GitHub's API. Each bundle is judged, and all must hold.

Who may sign (without these your own list counts; .waxseal.yaml speaks of commits and tags, and is not read here):
  the --certificate-... options of "waxseal help verify"
  --key FILE           the public key (PEM) of a bundle that is signed without certificate
  --any-signer         a sound signature by anybody will do

What it must bring is said by the profile of the authority in the trusted root (waxseal trust show). As cosign has them:
  --use-signed-timestamps  ask for a timestamp as well
  --insecure-ignore-tlog   do not ask for a log entry; a certificate then needs a timestamp
  --insecure-ignore-sct    do not ask for an SCT of the certificate log
What is ignored is shown as not made. The answer is then valid at most, and exit status 0 needs an identity or a key.

Exit status: 0 it holds, 1 it does not, 2 no answer.
`,
  'verify-extension': `usage: waxseal verify-extension [FOLDER ...] [--bundle FILE] [--trusted-root FILE] [--format text|json]

Compares every file of an installed extension with the digests its release lists, and checks the build provenance (SLSA) of
that list: a Sigstore bundle by the release workflow of Waxseal's repository, for the tag of that version.
FOLDER is the extension's, for example ~/.vscode/extensions/waxseal.waxseal-0.1.0; without it all that are found are checked.

  --bundle FILE        the bundle of the release (waxseal-VERSION.sigstore.json) instead of downloading it
  --trusted-root FILE  believe this trusted_root.json instead of the public one
  the --certificate-... options of "waxseal help verify": who signs releases, for a build of your own

The editor has the same as "Waxseal: Verify This Extension". Asked from here, a changed extension cannot answer for itself.
The .vsix and every other file of a release are subjects of the same bundle: waxseal verify-blob FILE --bundle B ...

Exit status: 0 verified, 1 not, or it could not be checked, 2 no answer.
`,
  login: `usage: waxseal login [--agree]
       waxseal login --forget-consent

Signs in, and keeps the key and its certificate in an agent that ends itself, so that git can sign for about ten minutes
without asking. The first signature does the same. waxseal.agent = false makes every signature sign in by itself.

  --agree           agree to publish this identity for ever in the logs (docs/privacy.md); otherwise you are asked once
  --forget-consent  take back what was agreed to; what was published stays
`,
  logout: `usage: waxseal logout

Ends the agent, and its keys with it.
`,
  status: `usage: waxseal status [--explain] [--format text|json]

  --explain   where an identity would come from, and why from nowhere else
`,
  policy: `usage: waxseal policy init [--write] [-n COUNT]      propose a .waxseal.yaml from who signed so far
       waxseal policy explain [REV] [--policy FILE | --policy-branch NAME] [--branch NAME] [--format text|json]
       waxseal policy check [FILE] [--format text|json]

  init     looks at the default branch (--policy-branch NAME); --write makes a new .waxseal.yaml and never changes one
  explain  which rule decides about a commit or tag, and why the others do not
  check    the mistakes of a policy, with line and column

Exit status: 0 it passes or can be used, 1 it does not, 2 no answer. What a policy can say: docs/policy.md.
`,
  doctor: `usage: waxseal doctor [--offline] [--format text|json]

  --offline   ask no server; what could not be checked then is "not made"

Exit status: 0 nothing is wrong, 1 something is, 2 no answer. WAXSEAL_DEBUG_LOG=FILE (waxseal.debugLog) has what is done
written to a file, without secrets.
`,
  trust: `usage: waxseal trust show [--format text|json]
       waxseal trust update [--format text|json]

  show     the trusted root in use: source, age, digest, and who is believed when
  update   fetch it through TUF now; what is expired or older than before is refused, and the root in use stays

Exit status: 0 done, 1 the update failed, 2 no answer.
`,
  completion: `usage: waxseal completion bash|zsh|fish

  bash   source <(waxseal completion bash)              in ~/.bashrc
  zsh    source <(waxseal completion zsh)               in ~/.zshrc, after compinit
  fish   waxseal completion fish | source               in ~/.config/fish/config.fish
`,
  show: `usage: waxseal show [REV] [--format text|json|bundle|artifact] [--online] [--trusted-root FILE]

  bundle    a Sigstore bundle v0.3, for other tools
  artifact  the bytes that bundle is over
`,
};

/** The help for a command, or the overview. @throws UsageError for a command that is none */
export function helpText(topic: string | undefined): string {
  if (topic === undefined) return OVERVIEW;
  const name = topic === 'verify-tag' ? 'verify' : topic;
  const text = Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined;
  if (text === undefined) throw unknownCommand(topic);
  return text;
}

/** Commands of gitsign under other names here. */
const GITSIGNS: Readonly<Record<string, string>> = {
  initialize: 'gitsign’s initialize is "waxseal setup --instance MIRROR --instance-root root.json"',
  attest: 'gitsign’s attest has no counterpart yet',
};

/** The error for a command that is none, with what may have been meant. */
export function unknownCommand(name: string): UsageError {
  const near = nearest(name, Object.keys(TOPICS));
  const hint = Object.hasOwn(GITSIGNS, name)
    ? GITSIGNS[name]
    : `${near ? `did you mean "waxseal ${near}"? ` : ''}"waxseal help" lists the commands`;
  return new UsageError(`there is no command ${JSON.stringify(name.slice(0, 40))}`, hint);
}
