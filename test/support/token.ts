/**
 * A JSON Web Token (RFC 7519) or its beginning. `eyJ` alone also occurs in random challenges or keys, so it must be at the
 * start of a possible token, or be followed by the dot after the first part.
 */
export const TOKEN = /(?<![\w-])eyJ|eyJ[\w-]+\./;
