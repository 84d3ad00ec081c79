#!/usr/bin/env node
// Writes the SBOM of the published programs: a CycloneDX 1.6 document of the packages that are really in the
// command and the extension, with the digests from package-lock.json. The same sources give the same bytes: it has
// no time and no serial number.
// usage: node scripts/sbom.mjs [DIR [EXECUTABLE]]     default: build/sbom; writes DIR/waxseal-VERSION.cdx.json, or for a
// standalone executable EXECUTABLE.cdx.json, with the Node that runs this (and is inside it)
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
const { bundle } = await import('./build/bundle.mjs');
const { bundleExtension } = await import('./build/extension.mjs');

const NODE = `pkg:generic/node@${process.versions.node}`;
const dir = process.argv[2] ?? join('build', 'sbom');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const bundled = await bundledPackages();
const purls = new Map(bundled.map((folder) => [purlOf(folder), folder]));
const executable = process.argv[3];
const path =
  executable === undefined
    ? join(dir, `${manifest.name}-${manifest.version}.cdx.json`)
    : `${executable}.cdx.json`;
mkdirSync(dir, { recursive: true });
writeFileSync(path, `${JSON.stringify(document(), undefined, 2)}\n`);
console.log(`${path}: ${purls.size} packages`);

// Paths of packages as in the lock file, sorted.
async function bundledPackages() {
  const built = await Promise.all([bundle(), bundleExtension()]);
  const folders = built.flatMap(({ inputs }) => inputs).map(folderOf);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

function folderOf(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
}

// https://cyclonedx.org/docs/1.6/json/
function document() {
  const { name, version, description, license, repository } = manifest;
  const self = `pkg:npm/${name}@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': self,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        ...(executable !== undefined && { hashes: [sha256(executable)] }),
        purl: self,
        externalReferences: [{ type: 'vcs', url: repository.url }],
      },
    },
    components: [...purls.values()].map(component).concat(executable === undefined ? [] : [node()]),
    dependencies: [
      { ref: self, dependsOn: executable === undefined ? direct() : [...direct(), NODE] },
      ...[...purls].map(([ref, folder]) => ({ ref, dependsOn: neededBy(folder) })),
      ...(executable === undefined ? [] : [{ ref: NODE, dependsOn: [] }]),
    ],
  };
}

// The Node inside the executable, with the libraries inside Node.
function node() {
  const { node: version, modules: _, napi: __, ...libraries } = process.versions;
  return {
    type: 'platform',
    'bom-ref': NODE,
    name: 'node',
    version,
    scope: 'required',
    licenses: [{ license: { id: 'MIT' } }],
    purl: NODE,
    components: Object.entries(libraries)
      .sort()
      .map(([name, own]) => ({ type: 'library', 'bom-ref': `${NODE}#${name}`, name, version: own })),
  };
}

function sha256(file) {
  return { alg: 'SHA-256', content: createHash('sha256').update(readFileSync(file)).digest('hex') };
}

// The packages that package.json names, and those that no other package of the bundle depends on.
function direct() {
  const needed = new Set([...purls.values()].flatMap(neededBy));
  const named = new Set(Object.keys(manifest.devDependencies).map((name) => `node_modules/${name}`));
  return [...purls]
    .flatMap(([purl, folder]) => (named.has(folder) || !needed.has(purl) ? [purl] : []))
    .sort();
}

function component(folder) {
  const { version, integrity, license } = locked(folder);
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [scope, short] = name.startsWith('@') ? name.split('/') : [undefined, name];
  return {
    type: 'library',
    'bom-ref': purlOf(folder),
    ...(scope && { group: scope }),
    name: short,
    version,
    scope: 'required',
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') },
    ],
    licenses: [/^[\w.-]+$/.test(license) ? { license: { id: license } } : { expression: license }],
    purl: purlOf(folder),
  };
}

function locked(folder) {
  const entry = packages[folder];
  if (!entry?.integrity?.startsWith('sha512-'))
    throw new Error(`package-lock.json has no digest of ${folder}`);
  if (typeof entry.license !== 'string') throw new Error(`package-lock.json names no licence of ${folder}`);
  return entry;
}

// https://github.com/package-url/purl-spec: the @ of a scope is encoded.
function purlOf(folder) {
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return `pkg:npm/${name.replace('@', '%40')}@${locked(folder).version}`;
}

// The dependencies of a package, as npm resolves them (nearest node_modules upwards), that are in the bundle.
function neededBy(folder) {
  const { dependencies = {}, optionalDependencies = {} } = locked(folder);
  const found = Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((name) => {
    for (let at = folder; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
      const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
      if (bundled.includes(candidate)) return [purlOf(candidate)];
      if (at === '') return [];
    }
  });
  return [...new Set(found)].sort();
}
