export { InstallationError, type InstallationErrorCode } from './error.js';
export { type FetchedBundle, fetchBundle } from './fetch-bundle.js';
export { findInstallations, PLACES } from './find.js';
export { type InstallationRequest, verifyInstallation } from './verify.js';
