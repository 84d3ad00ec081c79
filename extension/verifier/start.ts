// The verifier starts here. This file is almost empty, so that V8 finds everything after it compiled in the cache.
void import('./main.js');
