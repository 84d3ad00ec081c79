/** What a person has for a registry, and in words where it comes from. The source never contains a secret. */
export type Credential = { readonly source: string } & (
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Exchanged at the token server of the registry (OAuth 2 refresh token). */
  | { readonly kind: 'identity-token'; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'registry-token'; readonly token: string }
);

/** The keys under which credentials for one repository are looked up, the most exact first. */
export type Keys = readonly string[];
