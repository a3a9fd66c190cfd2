/* Which response the answer in a chat's field began as, until it is sent or emptied. */
const begun = new Map<number, number>();

export function beginAs(chatId: number, cannedId: number): void {
  begun.set(chatId, cannedId);
}

export function beganAs(chatId: number): number | null {
  return begun.get(chatId) ?? null;
}

export function forgetBegun(chatId: number): void {
  begun.delete(chatId);
}
