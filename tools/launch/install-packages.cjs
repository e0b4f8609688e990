'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const STAMP = '.amtsweg-installed';

/** Installs the packages of package-lock.json unless exactly these are there. */
exports.installPackages = function installPackages(root, withDev) {
  const wanted = stampOf(root);
  const stampFile = join(root, 'node_modules', STAMP);
  const omitsDev = !withDev && process.env.NODE_ENV === 'production';
  const stamp = readText(stampFile);
  if (stamp === wanted || (omitsDev && stamp === `${wanted} without dev`)) return;
  if (!isInstalled(root, omitsDev)) runNpm(root, omitsDev);
  writeStamp(stampFile, omitsDev ? `${wanted} without dev` : wanted);
};

function stampOf(root) {
  const lock = readText(join(root, 'package-lock.json'));
  if (lock === undefined)
    fail('package-lock.json is missing: this is no complete copy of Amtsweg.');
  return createHash('sha256').update(lock).digest('hex');
}

/** Somebody else's `npm ci` is as good as ours: npm notes in node_modules what it installed. */
function isInstalled(root, omitsDev) {
  const noted = readText(join(root, 'node_modules', '.package-lock.json'));
  if (noted === undefined) return false;
  const wanted = JSON.parse(readText(join(root, 'package-lock.json'))).packages;
  const installed = JSON.parse(noted).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const isAbsent = installed[path] === undefined || !existsSync(join(root, path));
    if (isAbsent) return entry.optional === true || (omitsDev && entry.dev === true);
    return installed[path].version === entry.version;
  });
}

function runNpm(root, omitsDev) {
  console.log('Installing packages (once; this takes a minute) …');
  const args = [
    'ci',
    // No package runs code of its own at installation; what that leaves open we do ourselves.
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    omitsDev ? '--omit=dev' : '--include=dev',
    '--include=optional',
  ];
  const { file, first, shell } = npmCommand();
  const result = spawnSync(file, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell,
  });
  if (result.error) fail(`npm could not be started: ${result.error.message}`);
  if (result.signal) fail(`The installation was ended by ${result.signal}.`);
  if (result.status !== 0) {
    fail(`The packages could not be installed: "npm ci" ended with ${result.status} (see above).`);
  }
}

/** The npm that called us, else the one beside this Node, else the one on the path. */
function npmCommand() {
  const caller = process.env.npm_execpath;
  if (caller && /npm-cli\.js$/.test(caller)) {
    return { file: process.execPath, first: [caller], shell: false };
  }
  const beside = join(
    process.execPath,
    '..',
    '..',
    'lib',
    'node_modules',
    'npm',
    'bin',
    'npm-cli.js',
  );
  if (existsSync(beside)) return { file: process.execPath, first: [beside], shell: false };
  const isWindows = process.platform === 'win32';
  return { file: isWindows ? 'npm.cmd' : 'npm', first: [], shell: isWindows };
}

/** A read-only installation is checked anew at each start, which is quick enough. */
function writeStamp(file, text) {
  try {
    writeFileSync(file, text);
  } catch {
    // See above.
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
