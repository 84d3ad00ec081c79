/**
 * A JSON Web Token (RFC 7519) or its beginning. `eyJ` alone also falls into a random challenge or key now and then, so it has to
 * stand where a token can begin, or end with the dot after its first part.
 */
export const TOKEN = /(?<![\w-])eyJ|eyJ[\w-]+\./;
