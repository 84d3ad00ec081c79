// What an editor of policies needs in addition to what verdicts need. This loads the YAML parser.

export { parseYaml } from '../signer-policy/parse-yaml.js';
export { isBounded, LARGEST_POLICY } from './document.js';
export { readRepositoryPolicy } from './parse.js';
export { doubtsAbout } from './regexp-intent.js';
export { nearest } from './suggest.js';
