import { ConnectorError, type ConnectorCheck } from './connector.ts';

/**
 * Stands in for a connector without settings: its check says so, every other call is refused as
 * `misconfigured`, so that the work waits for an operator instead of being lost.
 */
export function unconfigured<Port extends { check(): Promise<ConnectorCheck> }>(
  name: string,
  methods: readonly Exclude<keyof Port & string, 'check'>[],
): Port {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new ConnectorError('misconfigured', 'not-configured', `${name} is not configured`),
    );
  const check = (): Promise<ConnectorCheck> =>
    Promise.resolve({
      configured: false,
      reachable: false,
      credentialsAccepted: false,
      problem: { type: 'not-configured' },
      detail: `${name}: not configured`,
    });
  const refusing = Object.fromEntries(methods.map((method) => [method, refuse]));
  return { ...refusing, check } as unknown as Port;
}
