'use strict';
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { bundlePrograms } = require('./bundle-programs.cjs');

/** The application, and what it starts beside itself. */
const PROGRAMS = ['main.ts', 'demo/main.ts'];

/**
 * Runs the application in this very process: signals and the exit code need no forwarding, and no
 * second process has to start.
 */
exports.runApplication = function runApplication(root, args) {
  run(root, args).catch(tell);
};

async function run(root, args) {
  const folder = await bundled(root);
  if (folder === undefined) return runWithTsx(root, 'main.ts', args);
  process.setSourceMapsEnabled(true);
  await runFile(join(folder, 'main.js'), args);
}

/** Where nothing can be written, or the files do not compile, tsx reads them, or says where. */
async function bundled(root) {
  try {
    return await bundlePrograms(root, PROGRAMS);
  } catch {
    return undefined;
  }
}

/** Runs one of our tools: started seldom, so that no bundle is worth its while. */
exports.runTool = function runTool(root, file, args) {
  runWithTsx(root, file, args).catch(tell);
};

async function runWithTsx(root, file, args) {
  await import('tsx');
  await runFile(join(root, file), args);
}

async function runFile(entry, args) {
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}

function tell(error) {
  console.error(`Amtsweg did not start: ${error instanceof Error ? error.stack : error}`);
  process.exitCode = 1;
}
