// Active time, by hand: it is plain JavaScript.

/** Active time that is being counted. */
export interface ActiveTimeTracking {
  /**
   * Ends it. What was counted is written when the promise resolves; it rejects with what kept it
   * from being written. Ending again changes nothing.
   */
  stop(): Promise<void>;
}
