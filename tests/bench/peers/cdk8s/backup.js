// The CronJob that makes backups, and its scripts.
const common = require('./common');

const part = common.backupPart;

const scriptNames = ['backup.sh', 'one-member.js', 'keep.sh', 'verify.sh', 'contents.js', 'store.sh'];
const scripts = Object.fromEntries(scriptNames.map((name) => [name, common.script(name)]));

const folder = (s) => `/backup/${s.namespace}/${s.name}`;

const scriptEnv = [
  common.env('HOME', '/tmp'),
  common.env('TMPDIR', '/tmp'),
  common.env('SCRIPTS', '/scripts'),
];

const keepEnv = (s) => [
  common.env('KEEP_LAST', `${s.backup.keep.last}`),
  common.env('KEEP_DAILY', `${s.backup.keep.daily}`),
  common.env('KEEP_WEEKLY', `${s.backup.keep.weekly}`),
  common.env('KEEP_MONTHLY', `${s.backup.keep.monthly}`),
];

const backupContainer = (s) => ({
  ...common.containerOf('backup', s.mongo.image),
  command: ['sh', '/scripts/backup.sh'],
  env: [
    ...scriptEnv,
    common.env('DATABASE', s.mongo.database),
    common.env('BACKUP_DIR', folder(s)),
    ...keepEnv(s),
    common.env('VERIFY', 'restored'),
    common.env('SCRATCH_DIR', '/scratch'),
    common.envSecret('BACKUP_PASSWORD', s.mongoName, 'backup-password'),
    common.env('BACKUP_URI', s.connection('backup', 'BACKUP_PASSWORD',
      `?replicaSet=${s.mongo.replicaSet}&authSource=admin&readPreference=secondaryPreferred`)),
  ],
  resources: {
    requests: { cpu: '250m', memory: '512Mi' },
    limits: { cpu: '2', memory: '2Gi' },
  },
  volumeMounts: [
    common.mountReadOnly('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mount('scratch', '/scratch'),
    common.mount('tmp', '/tmp'),
  ],
});

const storeContainer = (s) => ({
  ...common.containerOf('store', s.backup.storeImage),
  command: ['sh', '/scripts/store.sh'],
  env: [
    ...scriptEnv,
    common.env('RCLONE_CONFIG', '/tmp/rclone.conf'),
    common.env('RCLONE_LOG_LEVEL', 'ERROR'),
    common.env('GOMEMLIMIT', '448MiB'),
    common.env('STORE', folder(s)),
    common.env('DUMP_DIR', folder(s)),
    common.env('UPLOADS_DIR', '/uploads'),
    ...keepEnv(s),
  ],
  resources: common.helperResources,
  volumeMounts: [
    common.mountReadOnly('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mountReadOnly('uploads', '/uploads'),
    common.mount('tmp', '/tmp'),
  ],
});

const pod = (s) => ({
  ...common.podOf(s.mongoName),
  restartPolicy: 'Never',
  initContainers: [backupContainer(s)],
  containers: [storeContainer(s)],
  volumes: [
    common.scriptVolume(s.backupName, scriptNames),
    common.claimVolume('dumps', s.backup.claim),
    common.scratchVolume('scratch', s.mongo.storage.size),
    common.claimVolume('uploads', s.uploadsName, true),
    common.scratchVolume('tmp', '64Mi'),
  ],
});

function addBackup(s) {
  const metadata = { labels: common.labels(s, part) };
  common.addConfigMap(s, s.backupName, part, scripts);
  common.addObject(s, 'batch/v1', 'CronJob', s.backupName, part, {
    spec: {
      schedule: s.backup.schedule,
      suspend: false,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        metadata,
        spec: { backoffLimit: 2, activeDeadlineSeconds: 21600, template: { metadata, spec: pod(s) } },
      },
    },
  });
}

module.exports = { addBackup };
