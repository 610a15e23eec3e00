/** What pages show of the secret that opens a package's private repository, and do with it. The secret itself is on no page. */
import type { SecretKind } from '@kopr/proto';
import type { ProjectName } from './links.js';
import type { Viewer } from './page-data.js';

/** What those who may edit the package see. */
export interface SecretView {
  /** What would open its repository, by its address; null: nothing would. */
  readonly fits: SecretKind | null;
  /** Null: there is none. */
  readonly held: HeldSecret | null;
}

/** A secret that there is. */
export interface HeldSecret {
  readonly kind: SecretKind;
  /** Of a key: the line to paste at the forge, and its fingerprint. */
  readonly publicKey: string | null;
  readonly fingerprint: string | null;
  readonly setAt: Date;
  readonly setBy: string;
}

/** What was typed. It is never given back: a form that was refused comes without it. */
export interface SecretForm {
  readonly kind: SecretKind;
  readonly key: string;
  readonly knownHosts: string;
  readonly user: string;
  readonly token: string;
}

/** Each refuses those who may not. */
export interface SecretActs {
  setSecret(viewer: Viewer, project: ProjectName, name: string, form: SecretForm): Promise<void>;
  /** Makes a key, in place of whatever there is. */
  makeKey(viewer: Viewer, project: ProjectName, name: string): Promise<void>;
  removeSecret(viewer: Viewer, project: ProjectName, name: string): Promise<void>;
}
