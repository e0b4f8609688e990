/** Why a request was not taken. All but the first three go away by themselves, or never. */
export type RefusalCode =
  | 'unavailable'
  | 'busy'
  | 'stopping'
  | 'unauthorised'
  | 'too-large'
  | 'unreadable'
  | 'encoding'
  | 'not-found';

const STATUS: Readonly<Record<RefusalCode, number>> = {
  unavailable: 503,
  busy: 503,
  stopping: 503,
  unauthorised: 401,
  'too-large': 413,
  unreadable: 400,
  encoding: 415,
  'not-found': 404,
};

/** The exporter keeps its position and sends the same again, whatever the status. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;

  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.code = code;
    this.status = STATUS[code];
  }
}
