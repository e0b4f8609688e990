/** Why a file is not kept. Stable: texts (`field.<code>`), tests and logs go by these. */
export type UploadProblemCode =
  | 'upload-empty'
  /** Larger than one file may be (`maxMegabytes`). */
  | 'upload-too-large'
  /** All files of an application together (`maxMegabytes`). */
  | 'upload-too-much'
  | 'upload-too-many'
  /** The same content is there under another name (`other`): not wrong, but not kept twice. */
  | 'upload-same'
  | 'upload-type'
  | 'upload-heic'
  /** Cut off or not what its first bytes say. */
  | 'upload-damaged'
  /** So many pixels that opening it could bring a computer to its knees. */
  | 'upload-pixels'
  | 'upload-pdf-encrypted'
  | 'upload-pdf-active'
  | 'upload-pdf-attachment'
  /** Built in a way that keeps its content from being examined. */
  | 'upload-pdf-hidden'
  | 'upload-infected'
  /** Beyond what the scanner takes, which is less than we take: an operator must act. */
  | 'upload-not-scannable'
  /** The scanner did not answer: nothing is kept unseen. */
  | 'upload-scanner-away';

export interface UploadProblem {
  readonly code: UploadProblemCode;
  readonly values?: Readonly<Record<string, string | number>>;
}
