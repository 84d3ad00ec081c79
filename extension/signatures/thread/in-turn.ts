/** The last task for each subject, until it is done. */
const underWay = new Map<string, Promise<unknown>>();

/** Runs the tasks for one subject one after the other, so that the last request decides the final state. */
export async function inTurn<T>(subject: string, work: () => Promise<T>): Promise<T> {
  const mine = (underWay.get(subject) ?? Promise.resolve()).then(work, work);
  underWay.set(subject, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(subject) === mine) underWay.delete(subject);
  }
}
