/** Media types of manifests (OCI image specification 1.1, Docker image manifest version 2 schema 2). */
export const MEDIA_TYPE = {
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  emptyConfig: 'application/vnd.oci.empty.v1+json',
} as const;

const KINDS: Readonly<Record<string, 'image' | 'index'>> = {
  [MEDIA_TYPE.ociManifest]: 'image',
  [MEDIA_TYPE.dockerManifest]: 'image',
  [MEDIA_TYPE.ociIndex]: 'index',
  [MEDIA_TYPE.dockerList]: 'index',
};

/** Whether a media type is that of an image manifest or of an index; undefined for every other. */
export function manifestKind(mediaType: string): 'image' | 'index' | undefined {
  return Object.hasOwn(KINDS, mediaType) ? KINDS[mediaType] : undefined;
}

/** What a client that reads manifests sends in `Accept`. */
export const ACCEPT_MANIFEST = Object.keys(KINDS).join(', ');
