/** A ref that a push changes. Ids are in hex; absent if the ref does not exist before or after the push. */
export interface RefUpdate {
  readonly ref: string;
  readonly from?: string;
  readonly to?: string;
}
