/** Writes cpio archives ("newc") byte by byte, good ones and such as no tool would make. */

/** The numbers of an entry's head, in their order. */
const FIELDS = [
  'ino',
  'mode',
  'uid',
  'gid',
  'nlink',
  'mtime',
  'filesize',
  'devmajor',
  'devminor',
  'rdevmajor',
  'rdevminor',
  'namesize',
  'check',
] as const;

/** One file of the payload. `announced` is its name in the header, if that differs. */
export interface WrittenFile {
  readonly name: string | Buffer;
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly links?: number;
  readonly announced?: string;
  /** Said of the entry instead of the truth. */
  readonly fields?: Readonly<Partial<Record<(typeof FIELDS)[number], number>>>;
  /** Instead of `070701`. */
  readonly magic?: string;
}

/** An archive with its trailer. */
export function writeCpio(files: readonly WrittenFile[]): Buffer {
  return Buffer.concat([...files, { name: 'TRAILER!!!', content: '', mode: 0 }].map(writeEntry));
}

/** One entry: head, name and content, each padded to four bytes. */
export function writeEntry(file: WrittenFile): Buffer {
  const { name, content, mode = 0o100644, links = 1, magic = '070701' } = file;
  const bytes = Buffer.from(content);
  const nameBytes = Buffer.concat([Buffer.from(name), Buffer.alloc(1)]);
  const truth = { ino: 1, mode, nlink: links, filesize: bytes.length, namesize: nameBytes.length };
  const said: WrittenFile['fields'] = { ...truth, ...file.fields };
  const numbers = FIELDS.map((field) => (said[field] ?? 0).toString(16).padStart(8, '0'));
  return Buffer.concat([pad(Buffer.concat([Buffer.from(`${magic}${numbers.join('')}`), nameBytes])), pad(bytes)]);
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
