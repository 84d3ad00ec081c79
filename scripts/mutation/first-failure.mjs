// A reporter for Node's test runner that ends the process at the first failure, because the mutant is then killed.

/** Takes the runner's events; prints the name of the test that failed. */
export default async function* firstFailure(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:fail' || data.todo !== undefined) continue;
    const { cause, message } = data.details?.error ?? {};
    yield `${data.name}\n${cause?.message ?? message ?? ''}\n`;
    process.exitCode = 1;
    setImmediate(() => process.exit(1));
  }
}
