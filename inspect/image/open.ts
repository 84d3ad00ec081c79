import { openImage, Repository as RegistryRepository, type RegistryRun } from '../../io/registry/index.js';
import type { ImageSource } from '../../io/registry/source.js';
import { ImageSession } from './session.js';

/** The place of images on disk. No registry has this name: it has neither a dot nor a port. */
const ON_DISK = 'disk';

/**
 * A session for images wherever a person may name them: in a registry, in an OCI layout, or in an archive (see `openImage`). What
 * is beside a copy on disk is looked for beside it, and no registry is asked.
 */
export function openImages(run: RegistryRun): ImageSession {
  const onDisk = new Map<string, ImageSource>();
  return new ImageSession(
    (place) =>
      (place.registry === ON_DISK ? onDisk.get(place.repository) : undefined) ??
      new RegistryRepository(run, place),
    (name) => {
      const { source, name: image, reference } = openImage(name, run);
      if (reference) return reference;
      onDisk.set(name, source);
      return { registry: ON_DISK, repository: name, ...image };
    },
  );
}
