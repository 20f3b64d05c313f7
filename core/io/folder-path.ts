/** Folders as programs name them. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute path of a folder given as a path or a `file:` URL. A relative path counts from where Node's own do. */
export function folderPath(folder: string | URL): string {
  const isUrl = folder instanceof URL || folder.startsWith('file:');
  return resolve(isUrl ? fileURLToPath(folder) : folder);
}
