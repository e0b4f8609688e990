'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { pathToFileURL } = require('node:url');

const ONE_DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes programs of ours into JavaScript files that Node reads without help: hundreds of TypeScript
 * modules one by one would cost most of the start. Packages stay what they are. The folder is named
 * after the content, so that two starts at once do not disturb each other.
 *
 * @param {string} root of the checkout
 * @param {string[]} entries TypeScript files, relative to the root
 * @returns {Promise<string>} the folder that holds them under the same names, ending in `.js`
 */
exports.bundlePrograms = async function bundlePrograms(root, entries) {
  const esbuild = require('esbuild');
  const cache = join(root, 'node_modules/.cache/amtsweg');
  // As deep as the folder that the files come to lie in: source maps lead to sources from there.
  const place = join(cache, 'place');
  // Its service has nothing more to do, and would stay a child of ours, even when it failed.
  const built = await esbuild
    .build({
      absWorkingDir: root,
      entryPoints: entries,
      outbase: '.',
      outdir: place,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      supported: { 'import-attributes': true },
      sourcemap: 'linked',
      logLevel: 'silent',
      write: false,
      plugins: [ownPlaces],
    })
    .finally(() => esbuild.stop());
  const hash = createHash('sha256');
  for (const file of built.outputFiles) hash.update(file.path).update(file.contents);
  const folder = join(cache, hash.digest('hex').slice(0, 16));
  if (!fs.existsSync(folder)) writeFolder({ cache, place, folder }, built.outputFiles);
  return folder;
};

/** What a module says of its place is said of its source. */
const ownPlaces = {
  name: 'own-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, (args) => ({
      loader: 'ts',
      contents: fs
        .readFileSync(args.path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(args.path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(args.path).href)),
    }));
  },
};

function writeFolder({ cache, place, folder }, files) {
  const temporary = `${folder}.${process.pid}`;
  for (const file of files) {
    const path = join(temporary, relative(place, file.path));
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(path, file.contents);
  }
  fs.writeFileSync(join(temporary, 'package.json'), '{ "type": "module" }\n');
  try {
    fs.renameSync(temporary, folder);
  } catch (error) {
    fs.rmSync(temporary, { recursive: true, force: true });
    // Another start was faster with the same content.
    if (!fs.existsSync(folder)) throw error;
  }
  removeOld(cache, folder);
}

function removeOld(cache, current) {
  for (const name of fs.readdirSync(cache)) {
    const path = join(cache, name);
    const isOld = Date.now() - fs.statSync(path).mtimeMs > ONE_DAY_MS;
    if (path !== current && isOld) fs.rmSync(path, { recursive: true, force: true });
  }
}
