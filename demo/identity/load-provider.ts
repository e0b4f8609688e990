import type * as OidcProvider from 'oidc-provider';

/**
 * Loads the package when it is needed. Whatever Node it wishes for, what the demo city uses of it
 * is tested on ours: its advice would only stand before the line that says why a start failed.
 */
export async function loadProvider(): Promise<typeof OidcProvider> {
  const terminal = globalThis.console;
  const { warn } = terminal;
  terminal.warn = () => undefined;
  try {
    return await import('oidc-provider');
  } finally {
    terminal.warn = warn;
  }
}
