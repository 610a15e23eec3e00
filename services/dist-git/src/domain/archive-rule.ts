/**
 * What goes into git and what into the lookaside.
 *
 * A file is an *archive*, and goes to the lookaside, when one of these holds:
 *  1. its name ends like an archive, a compressed file, an image or a font (the list below);
 *  2. a NUL byte stands within its first 8000 bytes: git's own rule for "binary";
 *  3. it is larger than 8 MiB: every clone carries git's history, so history stays small.
 * The spec is never an archive. Everything else (patches, scripts, signatures in text form, configuration) goes to git.
 */

const SUFFIXES = new Set(
  [
    'tar tgz tbz tbz2 txz tlz tzst gz bz2 xz zst lz lz4 lzma lzo z zip 7z rar cab cpio ar a deb rpm',
    'jar war ear gem whl egg crate nupkg vsix xpi oxt pk3 iso img qcow2 dmg exe msi dll so bin sig pyc class',
    'png jpg jpeg gif webp ico icns bmp tif tiff pdf ttf otf ttc woff woff2 ogg oga ogv mp3 mp4 wav flac',
  ].flatMap((line) => line.split(' ')),
);

/** How much of a file the rule looks at. */
export const HEAD_BYTES = 8000;
/** Text larger than this is an archive, too. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** `head`: the file's first `HEAD_BYTES` bytes, or all of it. */
export function isArchive(name: string, size: number, head: Uint8Array): boolean {
  if (isSpec(name)) return false;
  const suffix = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return (
    (name.includes('.') && SUFFIXES.has(suffix)) || size > MAX_TEXT_BYTES || head.subarray(0, HEAD_BYTES).includes(0)
  );
}

/** The recipe of a package. */
export function isSpec(name: string): boolean {
  return name.endsWith('.spec');
}
