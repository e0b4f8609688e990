import { compileExpression } from '../../feel/index.ts';
import type { FlowNode, ProcessGraph } from '../../model/graph.ts';
import type { StepResult } from '../step.ts';
import { obey, startInstance } from './sandbox.ts';
import type { BufferedMessage, OpenSubscription, Sandbox } from './sandbox.ts';

/**
 * Publishes a message: to the oldest subscription of each process, and to message start events;
 * what is left is kept until it expires. False when the id is taken or nobody wanted it in time.
 */
export function publish(sandbox: Sandbox, message: BufferedMessage): boolean {
  dropExpired(sandbox);
  if (message.messageId !== undefined && sandbox.messages.some((kept) => isSame(kept, message))) {
    return false;
  }
  const keeps = message.expiresAtMs > sandbox.nowMs;
  if (keeps) sandbox.messages.push(message);
  correlateOne(sandbox, message);
  return keeps || message.taken.size > 0;
}

/** Gives kept messages to what has begun to wait for them. Answers whether any was given. */
export function correlateKept(sandbox: Sandbox): boolean {
  dropExpired(sandbox);
  return sandbox.messages.some((message) => correlateOne(sandbox, message));
}

/** How long a message that a model throws is kept for those who begin to wait later. */
const THROWN_MESSAGE_TTL_MS = 3_600_000;

/** What a step published by itself. */
export function publishEffects(sandbox: Sandbox, { effects }: StepResult): void {
  for (const { name, correlationKey, variables } of effects) {
    publish(sandbox, {
      name,
      correlationKey,
      variables,
      expiresAtMs: sandbox.nowMs + THROWN_MESSAGE_TTL_MS,
      taken: new Set(),
    });
  }
}

function isSame(kept: BufferedMessage, message: BufferedMessage): boolean {
  return (
    kept.messageId === message.messageId &&
    kept.name === message.name &&
    kept.correlationKey === message.correlationKey
  );
}

function dropExpired(sandbox: Sandbox): void {
  const alive = sandbox.messages.filter((message) => message.expiresAtMs > sandbox.nowMs);
  sandbox.messages.splice(0, sandbox.messages.length, ...alive);
}

function correlateOne(sandbox: Sandbox, message: BufferedMessage): boolean {
  const before = message.taken.size;
  startByMessage(sandbox, message);
  for (const open of [...sandbox.subscriptions]) {
    if (message.taken.has(open.processId) || !fits(open, message)) continue;
    // The message may have ended others that waited for it too.
    if (!sandbox.subscriptions.includes(open)) continue;
    message.taken.add(open.processId);
    const command = { type: 'correlateMessage', waitKey: open.wait.key } as const;
    const { variables } = message;
    publishEffects(sandbox, obey(sandbox, open.instance, { ...command, variables }));
  }
  return message.taken.size > before;
}

function fits({ wait }: OpenSubscription, message: BufferedMessage): boolean {
  return wait.name === message.name && wait.correlationKey === message.correlationKey;
}

/** One running instance per correlation key; without a key every message starts one. */
function startByMessage(sandbox: Sandbox, message: BufferedMessage): void {
  for (const graph of sandbox.graphs) {
    const start = messageStart(graph, message.name, sandbox);
    if (start === undefined || message.taken.has(graph.processId)) continue;
    if (isRunning(sandbox, graph.processId, message)) continue;
    message.taken.add(graph.processId);
    const { name, correlationKey, variables } = message;
    const result = startInstance(sandbox, {
      processId: graph.processId,
      startEventId: start.id,
      variables,
      startedBy: { name, correlationKey },
    });
    publishEffects(sandbox, result);
  }
}

function isRunning(sandbox: Sandbox, processId: string, message: BufferedMessage): boolean {
  if (message.correlationKey === '') return false;
  return sandbox.instances.some(
    ({ processId: other, state, startedBy }) =>
      other === processId &&
      state.status === 'active' &&
      startedBy?.name === message.name &&
      startedBy.correlationKey === message.correlationKey,
  );
}

function messageStart(graph: ProcessGraph, name: string, sandbox: Sandbox): FlowNode | undefined {
  return (graph.root.startEventIds ?? [])
    .map((id) => graph.nodes.get(id) as FlowNode)
    .find((node) => startMessageName(node, sandbox) === name);
}

/** The name that a message start event waits for: an expression without variables. */
export function startMessageName(node: FlowNode, sandbox: Sandbox): string | undefined {
  if (node.event?.kind !== 'message') return undefined;
  const { name } = node.event;
  if (name.kind === 'text') return name.text;
  const env = { nowMs: sandbox.nowMs, zone: sandbox.zone };
  const value = compileExpression(name.source).evaluateJson({}, env);
  return typeof value === 'string' ? value : undefined;
}
