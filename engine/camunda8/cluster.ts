import { setTimeout as delay } from 'node:timers/promises';
import { Camunda8 } from '@camunda8/sdk';
import type { JsonObject } from '../../core/json.ts';
import { EngineError } from '../errors.ts';
import { COMMAND_MS } from './settings.ts';
import type { Camunda8Settings } from './settings.ts';
import { isPushedBack, toEngineError } from './to-engine-error.ts';

export type Commands = ReturnType<Camunda8['getZeebeGrpcApiClient']>;
export type RestCommands = ReturnType<Camunda8['getCamundaRestClient']>;

/** The cluster behind the vendor's client, with our errors and our patience. */
export interface Cluster {
  /** Commands and jobs; asks again while the cluster pushes back, for at most `COMMAND_MS`. */
  call<Answer>(doing: string, ask: (client: Commands) => Promise<Answer>): Promise<Answer>;
  /** User tasks, which only REST knows. */
  callRest<Answer>(doing: string, ask: (client: RestCommands) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

type Document = Parameters<Commands['completeJob']>[0]['variables'];

/** The client's types forget that JSON knows null; its wire format does not. */
export function asDocument(variables: JsonObject): Document {
  return { ...variables } as Document;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1_000;
const CLOSE_MS = 2_000;

export function openCluster(settings: Camunda8Settings): Cluster {
  const sdk = new Camunda8(configuration(settings));
  const grpc = sdk.getZeebeGrpcApiClient();
  const rest = sdk.getCamundaRestClient();
  return {
    call: (doing, ask) => patiently(doing, () => ask(grpc)),
    callRest: (doing, ask) => patiently(doing, () => ask(rest)),
    close: async () => {
      rest.stopWorkers();
      await grpc.close(CLOSE_MS);
    },
  };
}

async function patiently<Answer>(doing: string, ask: () => Promise<Answer>): Promise<Answer> {
  const until = Date.now() + COMMAND_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await within(COMMAND_MS, doing, ask());
    } catch (error) {
      if (!isPushedBack(error) || Date.now() + pauseMs > until) throw toEngineError(error, doing);
      await delay(pauseMs);
    }
  }
}

/** The client has been seen to wait for ever after a broken stream. */
async function within<Answer>(ms: number, doing: string, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new EngineError('timeout', `${doing}: no answer within ${ms} ms`)),
      ms,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every value is said: what is not, the client would take from the environment. */
function configuration({ grpcUrl, restUrl, oauth }: Camunda8Settings): object {
  return {
    ZEEBE_GRPC_ADDRESS: grpcUrl,
    ZEEBE_REST_ADDRESS: restUrl,
    CAMUNDA_TENANT_ID: '',
    CAMUNDA_OAUTH_DISABLED: oauth === undefined,
    CAMUNDA_AUTH_STRATEGY: oauth === undefined ? 'NONE' : 'OAUTH',
    ...(oauth === undefined
      ? {}
      : {
          ZEEBE_CLIENT_ID: oauth.clientId,
          ZEEBE_CLIENT_SECRET: oauth.clientSecret,
          CAMUNDA_OAUTH_URL: oauth.tokenUrl,
          CAMUNDA_ZEEBE_OAUTH_AUDIENCE: oauth.audience,
          CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
        }),
    // Repetition is ours: theirs goes on for ever and writes to the terminal.
    zeebeGrpcSettings: {
      ZEEBE_GRPC_CLIENT_RETRY: false,
      ZEEBE_GRPC_CLIENT_EAGER_CONNECT: false,
      ZEEBE_CLIENT_LOG_LEVEL: 'NONE',
    },
    CAMUNDA_LOG_LEVEL: 'none',
    CAMUNDA_SUPPORT_LOG_ENABLED: false,
  };
}
