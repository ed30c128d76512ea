/**
 * File systems, by the numbers of Linux' `statfs(2)`, on which two machines may see one folder, or one machine
 * may see it twice and late: NFS, SMB (three), AFS, Coda, 9p, Ceph, FUSE, Lustre, GPFS, OCFS2, GFS2.
 */
const NETWORK_TYPES: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x5346414f, 0x73757245, 0x01021997, 0x00c36400, 0x65735546,
  0x0bd00bd0, 0x47504653, 0x7461636f, 0x01161970,
]);

/** Whether no places are offered or used in a folder on a file system of this type, as `statfs` gives it on Linux. */
export function isNetworkFileSystem(type: number): boolean {
  return NETWORK_TYPES.has(type);
}
