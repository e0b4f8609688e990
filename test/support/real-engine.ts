import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../core/config.ts';
import type { Engine } from '../../tools/engines/engine.ts';
import { findJava } from '../../tools/engines/find-java.ts';
import { foldersOf } from '../../tools/engines/folders.ts';

/** Why that engine cannot run on this machine; undefined when it can. */
export function whyNotHere(engine: Engine): string | undefined {
  const config = readConfig();
  try {
    findJava(engine, config.javaHome);
  } catch (error) {
    return (error as Error).message;
  }
  const { programs } = foldersOf(engine, config.dataDir);
  if (existsSync(join(programs, engine.program.key))) return undefined;
  const maven = spawnSync('mvn', ['--version']);
  return maven.error === undefined ? undefined : 'Maven is not installed.';
}

/** As JSON; throws with the answer when it is no success. */
export async function ask(url: string, options: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export function send(url: string, body: unknown, headers: Record<string, string> = {}) {
  return ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Sends a model as browsers send a file. */
export function sendFile(
  url: string,
  file: { readonly field: string; readonly name: string; readonly text: string },
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  form.set(file.field, new Blob([file.text]), file.name);
  return ask(url, { method: 'POST', headers, body: form });
}
