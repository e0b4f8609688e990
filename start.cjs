'use strict';
// Everything up to the check of the version must be readable for any Node: ES5 only, no packages.

var NEEDED = [20, 19];

function isOldNode(version) {
  var parts = version.replace(/^v/, '').split('.').map(Number);
  return parts[0] < NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] < NEEDED[1]);
}

function main(args) {
  if (isOldNode(process.version)) {
    var wanted = 'Amtsweg needs Node ' + NEEDED.join('.') + ' or later; ';
    console.error(wanted + 'this is ' + process.version + ' (' + process.execPath + ').');
    process.exit(1);
  }
  // Newer syntax from here on, so in files that an old Node never reads.
  var isTest = args[0] === '--test';
  require('./tools/launch/install-packages.cjs').installPackages(__dirname, isTest);
  var program = require('./tools/launch/run-program.cjs');
  if (isTest) program.runTool(__dirname, 'tools/launch/run-tests.ts', args.slice(1));
  else program.runApplication(__dirname, args);
}

main(process.argv.slice(2));
