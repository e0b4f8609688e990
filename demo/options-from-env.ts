import { z } from 'zod';
import { demoCredentials } from './credentials.ts';
import type { DemoCityOptions } from './start-demo-city.ts';

const port = z.coerce.number().int().min(0).max(65_535).default(0);

const environmentSchema = z.object({
  DEMO_HOST: z.string().min(1).default('127.0.0.1'),
  DEMO_CITY_PORT: port,
  DEMO_SMTP_PORT: port,
  DEMO_CONTROL_PORT: port,
  DEMO_PUBLIC_URL: z.url().optional(),
  DEMO_PORTAL_URL: z.url().optional(),
  DEMO_STATE_DIR: z.string().min(1).optional(),
  DEMO_PAYMENT_CLIENT_ID: z.string().min(1).default(demoCredentials.payment.clientId),
  DEMO_PAYMENT_CLIENT_SECRET: z.string().min(1).default(demoCredentials.payment.clientSecret),
  DEMO_PAYMENT_ORIGINATOR_ID: z.string().min(1).default(demoCredentials.payment.originatorId),
  DEMO_PAYMENT_ENDPOINT_ID: z.string().min(1).default(demoCredentials.payment.endPointId),
  DEMO_LIBRARY_TOKEN: z.string().min(1).default(demoCredentials.libraryToken),
  DEMO_REGISTER_TOKEN: z.string().min(1).default(demoCredentials.registerToken),
  DEMO_DMS_USER: z.string().min(1).default(demoCredentials.dms.user),
  DEMO_DMS_PASSWORD: z.string().min(1).default(demoCredentials.dms.password),
  DEMO_IDENTITY_CLIENT_SECRET: z.string().min(1).default(demoCredentials.identity.personSecret),
  DEMO_STAFF_IDENTITY_CLIENT_SECRET: z
    .string()
    .min(1)
    .default(demoCredentials.identity.staffSecret),
  DEMO_SMTP_USER: z.string().min(1).optional(),
  DEMO_SMTP_PASSWORD: z.string().min(1).optional(),
});

/** Options of the demo city from environment variables; throws one error that names all wrong ones. */
export function optionsFromEnv(env: Record<string, string | undefined>): DemoCityOptions {
  const read = environmentSchema.safeParse(env);
  if (!read.success) {
    const complaints = read.error.issues.map((issue) => `${issue.path.join()}: ${issue.message}`);
    throw new Error(`Demo city: ${complaints.join('; ')}`);
  }
  return toOptions(read.data);
}

function toOptions(env: z.infer<typeof environmentSchema>): DemoCityOptions {
  const smtp = { user: env.DEMO_SMTP_USER, password: env.DEMO_SMTP_PASSWORD };
  return {
    host: env.DEMO_HOST,
    cityPort: env.DEMO_CITY_PORT,
    smtpPort: env.DEMO_SMTP_PORT,
    controlPort: env.DEMO_CONTROL_PORT,
    payment: {
      clientId: env.DEMO_PAYMENT_CLIENT_ID,
      clientSecret: env.DEMO_PAYMENT_CLIENT_SECRET,
      originatorId: env.DEMO_PAYMENT_ORIGINATOR_ID,
      endPointId: env.DEMO_PAYMENT_ENDPOINT_ID,
    },
    libraryToken: env.DEMO_LIBRARY_TOKEN,
    registerToken: env.DEMO_REGISTER_TOKEN,
    dms: { user: env.DEMO_DMS_USER, password: env.DEMO_DMS_PASSWORD },
    identity: {
      personSecret: env.DEMO_IDENTITY_CLIENT_SECRET,
      staffSecret: env.DEMO_STAFF_IDENTITY_CLIENT_SECRET,
    },
    ...(env.DEMO_PUBLIC_URL ? { publicUrl: env.DEMO_PUBLIC_URL.replace(/\/$/, '') } : {}),
    ...(env.DEMO_PORTAL_URL ? { portalUrl: env.DEMO_PORTAL_URL } : {}),
    ...(env.DEMO_STATE_DIR ? { stateDir: env.DEMO_STATE_DIR } : {}),
    ...(isComplete(smtp) ? { smtpCredentials: smtp } : {}),
  };
}

function isComplete(smtp: {
  user: string | undefined;
  password: string | undefined;
}): smtp is { user: string; password: string } {
  return smtp.user !== undefined && smtp.password !== undefined;
}
