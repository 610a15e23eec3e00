/** Mocha's spec reporter, which also adds `passed failed skipped` to the file that scripts/test.sh sums up. */
const { appendFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      if (process.env.KOPR_TEST_TOTALS)
        appendFileSync(process.env.KOPR_TEST_TOTALS, `${passes} ${failures} ${pending}\n`);
    });
  }
};
