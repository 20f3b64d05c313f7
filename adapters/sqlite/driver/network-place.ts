/**
 * Tells whether a file lies where several computers may share it. WAL mode needs memory that all users of a file share,
 * which such file systems do not give: a database there would be damaged.
 */
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** The number by which Linux knows the file system of a folder; null where it does not say. */
export type FileSystemOf = (folder: string) => number | null;

/** Linux's numbers (statfs), with the names by which people know them. FUSE may be either; most shared folders of virtual machines are. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9p'],
  [0x65735546, 'FUSE'],
  [0x786f4256, 'VirtualBox shared folders'],
  [0xbacbacbc, 'VMware shared folders'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x19830326, 'BeeGFS'],
  [0x20030528, 'OrangeFS'],
]);

/** The name of the network file system that a file lies on, or null. */
export function networkPlaceOf(file: string, fileSystemOf: FileSystemOf = fileSystemNumber): string | null {
  if (/^[\\/]{2}[^\\/?.]/.test(file)) return 'a network share';
  const type = fileSystemOf(dirname(file));
  return type === null ? null : (NETWORK.get(type) ?? null);
}

function fileSystemNumber(folder: string): number | null {
  if (process.platform !== 'linux') return null;
  try {
    // A number with its highest bit set comes as a negative one on some systems.
    return statfsSync(folder).type >>> 0;
  } catch {
    return null;
  }
}
