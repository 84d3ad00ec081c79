export { signInWithBrowser } from './sign-in.js';
