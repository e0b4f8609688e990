export interface ConfigProblem {
  readonly variable: string;
  /** What is wrong, in one sentence without a full stop; holds no secret. */
  readonly message: string;
}

/** Names everything that is wrong at once, so that nobody mends one variable per start. */
export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const list = problems.map(({ variable, message }) => `${variable} ${message}`);
    super(`The configuration is wrong: ${list.join('; ')}. See docs/configuration.md.`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
