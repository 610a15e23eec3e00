/** Numbers of the header tags that an import looks at (rpm's rpmtag.h). */
export const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  arch: 1022,
  fileSizes: 1028,
  fileDigests: 1035,
  sourceRpm: 1044,
  noSource: 1051,
  noPatch: 1052,
  excludeArch: 1059,
  exclusiveArch: 1061,
  buildArchs: 1089,
  baseNames: 1117,
  dirNames: 1118,
  payloadFormat: 1124,
  payloadCompressor: 1125,
  longFileSizes: 5008,
  fileDigestAlgo: 5011,
} as const;

/** FILEDIGESTALGO as Node calls it; the numbers are OpenPGP's. Without the tag digests are MD5. */
export const DIGEST_ALGORITHMS: Readonly<Record<number, string>> = {
  1: 'md5',
  2: 'sha1',
  8: 'sha256',
  9: 'sha384',
  10: 'sha512',
};
