import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface StepResult {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
}

export interface StepLimits {
  readonly limitMs: number;
  /** From the moment that this file appears, a shorter limit counts. */
  readonly whenThere?: { readonly file: string; readonly limitMs: number };
}

const WATCH_MS = 500;

/** Runs a Node script as a process of its own, with our terminal, and ends it when it takes too long. */
export function runStep(args: readonly string[], limits: StepLimits): Promise<StepResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    let timedOut = false;
    const stopWatching = watch(limits, () => {
      timedOut = true;
      child.kill('SIGKILL');
    });
    const forward = (signal: NodeJS.Signals): void => {
      child.kill(signal);
      process.exitCode = 1;
    };
    process.once('SIGTERM', forward);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      stopWatching();
      process.off('SIGTERM', forward);
      resolve({ exitCode, timedOut });
    });
  });
}

function watch(limits: StepLimits, onLimit: () => void): () => void {
  let deadlineMs = Date.now() + limits.limitMs;
  let seen = false;
  const timer = setInterval(() => {
    if (!seen && limits.whenThere !== undefined && existsSync(limits.whenThere.file)) {
      seen = true;
      deadlineMs = Math.min(deadlineMs, Date.now() + limits.whenThere.limitMs);
    }
    if (Date.now() > deadlineMs) onLimit();
  }, WATCH_MS);
  return () => clearInterval(timer);
}
