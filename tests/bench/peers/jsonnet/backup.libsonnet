// The CronJob that makes backups, and its scripts.
local common = import 'common.libsonnet';
local part = common.backup_part;

local scripts = {
  'backup.sh': importstr '../../../../stdlib/scripts/backup.sh',
  'one-member.js': importstr '../../../../stdlib/scripts/one-member.js',
  'keep.sh': importstr '../../../../stdlib/scripts/keep.sh',
  'verify.sh': importstr '../../../../stdlib/scripts/verify.sh',
  'contents.js': importstr '../../../../stdlib/scripts/contents.js',
  'store.sh': importstr '../../../../stdlib/scripts/store.sh',
};

local folder(s) = '/backup/%s/%s' % [s.namespace, s.name];

local script_env = [
  common.env('HOME', '/tmp'),
  common.env('TMPDIR', '/tmp'),
  common.env('SCRIPTS', '/scripts'),
];

local keep_env(s) = [
  common.env('KEEP_LAST', '%d' % s.backup.keep.last),
  common.env('KEEP_DAILY', '%d' % s.backup.keep.daily),
  common.env('KEEP_WEEKLY', '%d' % s.backup.keep.weekly),
  common.env('KEEP_MONTHLY', '%d' % s.backup.keep.monthly),
];

local backup_container(s) = common.container('backup', s.mongo.image) {
  command: ['sh', '/scripts/backup.sh'],
  env: script_env + [
    common.env('DATABASE', s.mongo.database),
    common.env('BACKUP_DIR', folder(s)),
  ] + keep_env(s) + [
    common.env('VERIFY', 'restored'),
    common.env('SCRATCH_DIR', '/scratch'),
    common.env_secret('BACKUP_PASSWORD', s.mongo_name, 'backup-password'),
    common.env('BACKUP_URI', s.connection(
      'backup',
      'BACKUP_PASSWORD',
      '?replicaSet=%s&authSource=admin&readPreference=secondaryPreferred' % s.mongo.replica_set,
    )),
  ],
  resources: {
    requests: { cpu: '250m', memory: '512Mi' },
    limits: { cpu: '2', memory: '2Gi' },
  },
  volumeMounts: [
    common.mount_read_only('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mount('scratch', '/scratch'),
    common.mount('tmp', '/tmp'),
  ],
};

local store_container(s) = common.container('store', s.backup.store_image) {
  command: ['sh', '/scripts/store.sh'],
  env: script_env + [
    common.env('RCLONE_CONFIG', '/tmp/rclone.conf'),
    common.env('RCLONE_LOG_LEVEL', 'ERROR'),
    common.env('GOMEMLIMIT', '448MiB'),
    common.env('STORE', folder(s)),
    common.env('DUMP_DIR', folder(s)),
    common.env('UPLOADS_DIR', '/uploads'),
  ] + keep_env(s),
  resources: common.helper_resources,
  volumeMounts: [
    common.mount_read_only('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mount_read_only('uploads', '/uploads'),
    common.mount('tmp', '/tmp'),
  ],
};

local pod(s) = common.pod(s.mongo_name) {
  restartPolicy: 'Never',
  initContainers: [backup_container(s)],
  containers: [store_container(s)],
  volumes: [
    common.script_volume(s.backup_name, ['backup.sh', 'one-member.js', 'keep.sh', 'verify.sh', 'contents.js', 'store.sh']),
    common.claim_volume('dumps', s.backup.claim),
    common.scratch_volume('scratch', s.mongo.storage.size),
    common.claim_volume('uploads', s.uploads_name) { persistentVolumeClaim+: { readOnly: true } },
    common.scratch_volume('tmp', '64Mi'),
  ],
};

local cron_job(s) = common.object(s, 'batch/v1', 'CronJob', s.backup_name, part) {
  spec: {
    schedule: s.backup.schedule,
    suspend: false,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      metadata: { labels: common.labels(s, part) },
      spec: {
        backoffLimit: 2,
        activeDeadlineSeconds: 21600,
        template: { metadata: { labels: common.labels(s, part) }, spec: pod(s) },
      },
    },
  },
};

function(s) [
  common.config_map(s, s.backup_name, part, scripts),
  cron_job(s),
]
