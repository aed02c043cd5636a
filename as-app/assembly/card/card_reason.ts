/** Why something could not be put on the card, for the person and the ledger. */
import { errorText, HostError } from "../host/errors";

export function cardReason(error: i32): string {
  if (error == HostError.NO_SPACE || error == HostError.TOO_BIG) return "card full";
  if (error == HostError.READ_ONLY) return "the card cannot be written (is it write-protected?)";
  if (error == HostError.NO_DEVICE) return "no card";
  return "card failed: " + errorText(error);
}
