// The verification thread begins here: almost nothing, so that V8 finds all that follows compiled in the cache.
void import('./main.js');
