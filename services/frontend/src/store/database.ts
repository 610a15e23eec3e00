/** The frontend's own schema: its tables and how they came to be, in order. */
import { InboxEntity, openDatabase, OutboxEntity, outboxMigration } from '@kopr/shared/outbox';
import type { Log } from '@kopr/shared/log';
import type { Keyring } from '@kopr/shared/sealed';
import type { DataSource } from 'typeorm';
import { AlarmEntity } from './alarms.js';
import { BuildChrootEntity, BuildEntity } from './build-rows.js';
import { BatchEntity } from './batches.js';
import { BuildStatusEntity } from './build-statuses.js';
import { MockChrootEntity } from './chroots.js';
import { DeliveryEntity } from './deliveries.js';
import { DistGitEntity } from './dist-gits.js';
import { HookBuildEntity } from './hook-builds.js';
import { HookSettingsEntity } from './hook-settings.js';
import { IntroductionEntity } from './introductions.js';
import { PeopleAndProjects1764000000001 } from './migrations/0001-people-and-projects.js';
import { PackagesAndBuilds1764000000002 } from './migrations/0002-packages-and-builds.js';
import { PermissionsAndSearch1764000000003 } from './migrations/0003-permissions-and-search.js';
import { ChrootSettings1764000000004 } from './migrations/0004-chroot-settings.js';
import { Packages1764000000005 } from './migrations/0005-packages.js';
import { BatchesAndDistGits1764000000006 } from './migrations/0006-batches-and-dist-gits.js';
import { QuickReads1764000000007 } from './migrations/0007-quick-reads.js';
import { Sources1764000000008 } from './migrations/0008-sources.js';
import { Alarms1764000000009 } from './migrations/0009-alarms.js';
import { Webhooks1764000000010 } from './migrations/0010-webhooks.js';
import { ToldAgain1764000000011 } from './migrations/0011-told-again.js';
import { Statuses1764000000012 } from './migrations/0012-statuses.js';
import { Private1764000000013 } from './migrations/0013-private.js';
import { StatusEnds1764000000015 } from './migrations/0015-status-ends.js';
import { DeliverySubjects1764000000016 } from './migrations/0016-delivery-subjects.js';
import { sealedSigningKeys } from './migrations/0017-sealed-signing-keys.js';
import { ImportedBy1764000000018 } from './migrations/0018-imported-by.js';
import { PrunedResults1764000000019 } from './migrations/0019-pruned-results.js';
import { ListOrders1764000000020 } from './migrations/0020-list-orders.js';
import { PackageSecretEntity, SecretFetchEntity } from './package-secrets.js';
import { PermissionEntity } from './permissions.js';
import { PackageEntity } from './packages.js';
import { DirEntity } from './project-dirs.js';
import { ProjectChrootEntity } from './project-parts.js';
import { ProjectEntity } from './projects.js';
import { BuildSourceEntity } from './source-rows.js';
import { StatusTokenEntity } from './status-tokens.js';
import { TokenEntity } from './tokens.js';
import { UploadEntity } from './uploads.js';
import { GroupEntity, MemberEntity, UserEntity } from './users.js';

const ENTITIES = [
  OutboxEntity,
  InboxEntity,
  UserEntity,
  GroupEntity,
  MemberEntity,
  TokenEntity,
  MockChrootEntity,
  ProjectEntity,
  ProjectChrootEntity,
  DirEntity,
  PermissionEntity,
  PackageEntity,
  BuildEntity,
  BuildChrootEntity,
  BuildSourceEntity,
  UploadEntity,
  BatchEntity,
  DistGitEntity,
  AlarmEntity,
  HookSettingsEntity,
  DeliveryEntity,
  HookBuildEntity,
  IntroductionEntity,
  PackageSecretEntity,
  SecretFetchEntity,
  StatusTokenEntity,
  BuildStatusEntity,
];

/** Connects and brings the tables up to date; the keyring seals what lies open in old ones. */
export function openStore(url: string, keyring: Keyring, log: Log): Promise<DataSource> {
  const migrations = [
    outboxMigration,
    PeopleAndProjects1764000000001,
    PackagesAndBuilds1764000000002,
    PermissionsAndSearch1764000000003,
    ChrootSettings1764000000004,
    Packages1764000000005,
    BatchesAndDistGits1764000000006,
    QuickReads1764000000007,
    Sources1764000000008,
    Alarms1764000000009,
    Webhooks1764000000010,
    ToldAgain1764000000011,
    Statuses1764000000012,
    Private1764000000013,
    StatusEnds1764000000015,
    DeliverySubjects1764000000016,
    sealedSigningKeys(keyring),
    ImportedBy1764000000018,
    PrunedResults1764000000019,
    ListOrders1764000000020,
  ];
  return openDatabase({ url, entities: ENTITIES, migrations, log });
}
