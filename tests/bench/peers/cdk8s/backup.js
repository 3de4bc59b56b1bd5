// The CronJob that makes backups, and its script.
const common = require('./common');

const part = common.backupPart;

const backupContainer = (s) => ({
  ...common.containerOf('backup', s.mongo.image),
  command: ['sh', '/scripts/backup.sh'],
  env: [
    common.env('TMPDIR', '/tmp'),
    common.env('BACKUP_DIR', `/backup/${s.namespace}/${s.name}`),
    common.env('BACKUP_KEEP', `${s.backup.keep}`),
    common.envSecret('BACKUP_PASSWORD', s.mongoName, 'backup-password'),
    common.env('BACKUP_URI', s.connection('backup', 'BACKUP_PASSWORD',
      `?replicaSet=${s.mongo.replicaSet}&authSource=admin&readPreference=secondaryPreferred`)),
  ],
  resources: {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { cpu: '2', memory: '1Gi' },
  },
  volumeMounts: [
    common.mountReadOnly('scripts', '/scripts'),
    common.mount('dumps', '/backup'),
    common.mount('tmp', '/tmp'),
  ],
});

const pod = (s) => ({
  ...common.podOf(s.mongoName),
  restartPolicy: 'Never',
  containers: [backupContainer(s)],
  volumes: [
    common.scriptVolume(s.backupName, ['backup.sh']),
    { name: 'dumps', persistentVolumeClaim: { claimName: s.backup.claim } },
    common.scratchVolume('tmp', '64Mi'),
  ],
});

function addBackup(s) {
  const metadata = { labels: common.labels(s, part) };
  common.addConfigMap(s, s.backupName, part, { 'backup.sh': common.script('backup.sh') });
  common.addObject(s, 'batch/v1', 'CronJob', s.backupName, part, {
    spec: {
      schedule: s.backup.schedule,
      suspend: false,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
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
