/** What pages show of webhooks, and do with them. Only those who may edit a project see any of it. */
import type { ProjectName } from './links.js';
import type { Listing, Viewer } from './page-data.js';

/** What a project wants of its webhooks. */
export interface HooksView extends ProjectName {
  /** The address for each forge by the forge's word, and for scripts; none while there is no secret. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly hasKey: boolean;
  readonly signedOnly: boolean;
  /** A repository that packages come from, to be asked about; empty when none does. */
  readonly repository: string;
  /** Of the token by which the forge is told of builds, all but itself; null: there is none. */
  readonly statusToken: StatusTokenView | null;
}

/** What is shown of such a token. */
export interface StatusTokenView {
  /** As people know it. */
  readonly forge: string;
  readonly address: string;
  readonly by: string;
  readonly since: Date;
  /** When the forge was last told something by it; null: not yet. */
  readonly usedAt: Date | null;
  /** Why it would not be told; null: it was. */
  readonly refusal: string | null;
}

/** A token as it is given. */
export interface StatusTokenForm {
  readonly forge: 'github' | 'gitlab' | 'gitea';
  readonly address: string;
  readonly token: string;
}

/** A delivery as lists show it. */
export interface DeliveryLine {
  readonly id: number;
  /** As people know it. */
  readonly forge: string;
  /** In words. */
  readonly event: string;
  readonly state: 'waiting' | 'built' | 'nothing' | 'refused' | 'repeated' | 'failed';
  readonly builds: readonly number[];
  readonly receivedAt: Date;
}

/** A delivery's own page. */
export interface DeliveryView extends DeliveryLine {
  readonly project: ProjectName;
  /** What the hook's address names. */
  readonly package: string | null;
  readonly dirname: string | null;
  readonly reason: string | null;
  readonly decisions: readonly { readonly package: string; readonly build: number | null; readonly why: string }[];
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of what was sent, set out to be read. */
  readonly payload: string;
  /** Of all that was sent. */
  readonly bytes: number;
  readonly repeats: number | null;
  readonly mayRedeliver: boolean;
}

/** What a test asks about. */
export interface HookTestForm {
  readonly repository: string;
  readonly branch: string;
  readonly tag: string;
  readonly paths: string;
  readonly package: string;
}

/** What deliveries are signed with: `same`: as before; `secret`: the secret of the address; `new`: a key that is made up; `own`: this one. */
export interface HookKeysForm {
  readonly signing: 'same' | 'secret' | 'new' | 'own';
  readonly key: string;
  readonly signedOnly: boolean;
}

/** Undefined: there is no such thing, or it is not for this viewer. */
export interface HookData {
  hooks(project: ProjectName, viewer: Viewer): Promise<HooksView | undefined>;
  /** Newest first; the viewer may see them. */
  deliveries(project: ProjectName, page: number): Promise<Listing<DeliveryLine>>;
  delivery(project: ProjectName, id: number, viewer: Viewer): Promise<DeliveryView | undefined>;
}

/** Each refuses those who may not edit the project. */
export interface HookActs {
  newHookSecret(viewer: Viewer, project: ProjectName): Promise<void>;
  /** A key that was made up, to be shown this once; null when none was. */
  changeHookKeys(viewer: Viewer, project: ProjectName, form: HookKeysForm): Promise<string | null>;
  keepStatusToken(viewer: Viewer, project: ProjectName, form: StatusTokenForm): Promise<void>;
  removeStatusToken(viewer: Viewer, project: ProjectName): Promise<void>;
  /** The number of the delivery that holds the answer. */
  testHook(viewer: Viewer, project: ProjectName, form: HookTestForm): Promise<number>;
  /** The number of the new delivery. */
  redeliver(viewer: Viewer, project: ProjectName, delivery: number): Promise<number>;
}
