import { describe, expect, it } from 'vitest';
import { networkPlaceOf } from '../../../adapters/sqlite/driver/network-place.js';

describe('networkPlaceOf', () => {
  it.each([
    [0x6969, 'NFS'],
    [0x517b, 'SMB'],
    [0xfe534d42, 'SMB'],
    [0x01021997, '9p'],
    [0x65735546, 'FUSE'],
  ])('knows file system %i as %s', (type, name) => {
    expect(networkPlaceOf('/data/shop.sqlite', () => type)).toBe(name);
  });

  it.each([
    ['ext4', 0xef53],
    ['tmpfs', 0x01021994],
    ['overlay', 0x794c7630],
    ['btrfs', 0x9123683e],
    ['xfs', 0x58465342],
    ['unknown', null],
  ])('takes %s for a local disk', (_, type) => {
    expect(networkPlaceOf('/data/shop.sqlite', () => type)).toBeNull();
  });

  it('asks about the folder, as the file may not be there yet', () => {
    const asked: string[] = [];
    networkPlaceOf('/data/shop.sqlite', (folder) => {
      asked.push(folder);
      return null;
    });
    expect(asked).toEqual(['/data']);
  });

  it.each(['\\\\server\\share\\shop.sqlite', '//server/share/shop.sqlite'])('knows %s as a share', (file) => {
    expect(networkPlaceOf(file, () => null)).toBe('a network share');
  });
});
