/** What the file is called that says who may sign (io/policy says the same; this part takes nothing of io). */
export const POLICY_FILE_NAME = '.waxseal.yaml';
