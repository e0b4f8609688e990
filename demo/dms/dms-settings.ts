export interface DmsSettings {
  user: string;
  password: string;
  repositoryId: string;
  /** False: documents are overwritten, as in a plain repository. */
  versionable: boolean;
}
