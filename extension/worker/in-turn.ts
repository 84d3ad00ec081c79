/** The last of what was asked about each subject, until it is done. */
const underWay = new Map<string, Promise<unknown>>();

/** Does one thing after the other about a subject, so that what was asked last is what counts in the end. */
export async function inTurn<T>(subject: string, work: () => Promise<T>): Promise<T> {
  const mine = (underWay.get(subject) ?? Promise.resolve()).then(work, work);
  underWay.set(subject, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(subject) === mine) underWay.delete(subject);
  }
}
