/** What the console keeps about its owner's habits; opaque to the hub. */
export interface Preferences {
  sound?: boolean;
  desktop?: boolean;
  enterSends?: boolean;
  firstRunDone?: boolean;
  /** The contact that its owner is, who gets tests of campaigns. */
  testContact?: string;
}
