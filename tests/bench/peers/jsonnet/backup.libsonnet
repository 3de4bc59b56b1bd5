// The CronJob that makes backups, and its script.
local common = import 'common.libsonnet';
local part = common.backup_part;

local backup_container(s) = common.container('backup', s.mongo.image) {
  command: ['sh', '/scripts/backup.sh'],
  env: [
    common.env('TMPDIR', '/tmp'),
    common.env('BACKUP_DIR', '/backup/%s/%s' % [s.namespace, s.name]),
    common.env('BACKUP_KEEP', '%d' % s.backup.keep),
    common.env_secret('BACKUP_PASSWORD', s.mongo_name, 'backup-password'),
    common.env('BACKUP_URI', s.connection(
      'backup',
      'BACKUP_PASSWORD',
      '?replicaSet=%s&authSource=admin&readPreference=secondaryPreferred' % s.mongo.replica_set,
    )),
  ],
  resources: {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { cpu: '2', memory: '1Gi' },
  },
  volumeMounts: [
    common.mount_read_only('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mount('tmp', '/tmp'),
  ],
};

local pod(s) = common.pod(s.mongo_name) {
  restartPolicy: 'Never',
  containers: [backup_container(s)],
  volumes: [
    common.script_volume(s.backup_name, ['backup.sh']),
    { name: 'dumps', persistentVolumeClaim: { claimName: s.backup.claim } },
    common.scratch_volume('tmp', '64Mi'),
  ],
};

local cron_job(s) = common.object(s, 'batch/v1', 'CronJob', s.backup_name, part) {
  spec: {
    schedule: s.backup.schedule,
    suspend: false,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 600,
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
  common.config_map(s, s.backup_name, part, { 'backup.sh': importstr '../../../../stdlib/scripts/backup.sh' }),
  cron_job(s),
]
