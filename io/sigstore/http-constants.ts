// @sigstore/sign loads node:http2 for these six names, which costs 5 ms at every signature. The build puts this module in
// its place (scripts/build/bundle.mjs).

/** The members of http2.constants that @sigstore/sign uses. */
export const constants = {
  HTTP2_HEADER_LOCATION: 'location',
  HTTP2_HEADER_CONTENT_TYPE: 'content-type',
  HTTP2_HEADER_USER_AGENT: 'user-agent',
  HTTP_STATUS_REQUEST_TIMEOUT: 408,
  HTTP_STATUS_TOO_MANY_REQUESTS: 429,
  HTTP_STATUS_INTERNAL_SERVER_ERROR: 500,
} as const;
