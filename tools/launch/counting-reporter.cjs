'use strict';
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Mocha's dots, and the counts in a file for the one who sums up the suites. */
module.exports = class CountingReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const file = options.reporterOptions?.counts;
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      if (file) writeFileSync(file, JSON.stringify({ passes, failures, pending }));
    });
  }
};
