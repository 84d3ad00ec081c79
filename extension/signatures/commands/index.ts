import type { Feature } from '../../frame/feature.js';
import type { CommandContext } from '../context.js';
import { COMMANDS } from '../ids.js';
import { copyEvidence, copyId } from './copy.js';
import { explainOutcome } from './explain.js';
import { clearFilter, filterOutcome, filterSigner } from './filter.js';
import { refresh, showMore, showSignatures } from './show.js';
import { verifyCommit, verifyRange, verifyTag } from './verify.js';

/** What each command of this feature does. */
export function commandsOf(context: CommandContext): Feature['commands'] {
  return {
    [COMMANDS.verifyCommit]: (given) => verifyCommit(context, given),
    [COMMANDS.verifyRange]: () => verifyRange(context),
    [COMMANDS.verifyTag]: (given) => verifyTag(context, given),
    [COMMANDS.explainOutcome]: (given) => explainOutcome(context, given),
    [COMMANDS.copyEvidence]: (given) => copyEvidence(context, given),
    [COMMANDS.copyId]: (given) => copyId(context, given),
    [COMMANDS.showSignatures]: (given) => showSignatures(context, given),
    [COMMANDS.refresh]: () => refresh(context),
    [COMMANDS.filterOutcome]: () => filterOutcome(context),
    [COMMANDS.filterSigner]: () => filterSigner(context),
    [COMMANDS.clearFilter]: () => clearFilter(context),
    [COMMANDS.showMore]: (given) => showMore(context, given),
  };
}
