export { NetworkError, type NetworkErrorCode, publicUrl } from './error.js';
export { isLoopback, type Network, networkFromEnvironment } from './network.js';
export { request } from './request.js';
export { harmlessServerText } from './server-text.js';
export type { HttpRequest, HttpResponse } from './types.js';
