// The members, their Services, and the Job that makes a replica set of them.
const common = require('./common');

const part = common.databasePart;

const scripts = {
  'keyfile.sh': common.script('keyfile.sh'),
  'ready.js': common.script('ready.js'),
  'initiate.js': common.script('initiate.js'),
};

const users = (s) => [
  { user: 'root', password_variable: 'ROOT_PASSWORD', roles: [{ role: 'root', db: 'admin' }] },
  { user: 'rocketchat', password_variable: 'CHAT_PASSWORD', roles: [{ role: 'readWrite', db: s.mongo.database }] },
  { user: 'backup', password_variable: 'BACKUP_PASSWORD', roles: [{ role: 'backup', db: 'admin' }] },
];

const members = (s) => s.hosts.map((host, i) => ({ _id: i, host, priority: 1, votes: 1, hidden: false }));

const keyfileContainer = (s) => ({
  ...common.containerOf('keyfile', s.mongo.image),
  command: ['sh', '/scripts/keyfile.sh'],
  env: [common.env('KEYFILE_SOURCE', '/secret/keyfile'), common.env('KEYFILE_TARGET', '/keyfile/keyfile')],
  resources: common.helperResources,
  volumeMounts: [
    common.mountReadOnly('scripts', '/scripts'),
    common.mountReadOnly('secret', '/secret'),
    common.mount('keyfile', '/keyfile'),
  ],
});

const portProbe = (periodSeconds, failureThreshold) => ({
  tcpSocket: { port: 'mongodb' },
  periodSeconds,
  timeoutSeconds: 5,
  failureThreshold,
});

const mongodContainer = (s) => ({
  ...common.containerOf('mongod', s.mongo.image),
  command: ['mongod'],
  args: [
    '--replSet', s.mongo.replicaSet,
    '--bind_ip_all',
    '--dbpath', '/data/db',
    '--keyFile', '/keyfile/keyfile',
    '--wiredTigerCacheSizeGB', `${s.mongo.cacheGib}`,
  ],
  env: [
    common.env('HOME', '/tmp'),
    common.envField('MEMBER', 'metadata.name'),
    common.env('KEYFILE', '/keyfile/keyfile'),
    common.env('WAIT_SECONDS', '8'),
  ],
  ports: [{ name: 'mongodb', containerPort: s.mongo.port, protocol: 'TCP' }],
  resources: s.mongo.resources,
  startupProbe: portProbe(10, 90),
  livenessProbe: portProbe(30, 6),
  readinessProbe: {
    exec: { command: ['mongosh', '--quiet', '--norc', '--file', '/scripts/ready.js'] },
    periodSeconds: 30,
    timeoutSeconds: 20,
    failureThreshold: 3,
  },
  volumeMounts: [
    common.mount('data', '/data/db'),
    common.mountReadOnly('keyfile', '/keyfile'),
    common.mountReadOnly('scripts', '/scripts'),
    common.mount('tmp', '/tmp'),
  ],
});

const memberPod = (s) => ({
  ...common.podOf(s.mongoName),
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [common.neighbours(s, part)] },
  },
  topologySpreadConstraints: common.zoneSpread(s, part),
  terminationGracePeriodSeconds: 120,
  initContainers: [keyfileContainer(s)],
  containers: [mongodContainer(s)],
  volumes: [
    common.scriptVolume(`${s.mongoName}-scripts`, ['keyfile.sh', 'ready.js']),
    common.keyfileVolume(s),
    { name: 'keyfile', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    common.scratchVolume('tmp', '256Mi'),
  ],
});

const addStatefulSet = (s) => common.addObject(s, 'apps/v1', 'StatefulSet', s.mongoName, part, {
  spec: {
    serviceName: s.headlessName,
    replicas: s.mongo.replicas,
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: common.selector(s, part) },
    template: {
      metadata: {
        labels: common.labels(s, part),
        annotations: { 'checksum/scripts': common.sha256(scripts['keyfile.sh']) },
      },
      spec: memberPod(s),
    },
    volumeClaimTemplates: [{
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', labels: common.selector(s, part) },
      spec: common.claimSpec(s.mongo.storage, 'ReadWriteOnce'),
    }],
  },
});

const initiateContainer = (s) => ({
  ...common.containerOf('initiate', s.mongo.image),
  command: ['mongosh', '--nodb', '--quiet', '--norc', '--file', '/scripts/initiate.js'],
  env: [
    common.env('HOME', '/tmp'),
    common.env('REPLICA_SET', s.mongo.replicaSet),
    common.env('MEMBERS', common.json(members(s))),
    common.env('USERS', common.json(users(s))),
    common.env('KEYFILE', '/secret/keyfile'),
    common.env('WAIT_SECONDS', '600'),
    common.env('WRITE_CONCERN', 'majority'),
    common.env('RELEASE', s.mongo.release),
    common.envSecret('ROOT_PASSWORD', s.mongoName, 'root-password'),
    common.envSecret('CHAT_PASSWORD', s.mongoName, 'chat-password'),
    common.envSecret('BACKUP_PASSWORD', s.mongoName, 'backup-password'),
  ],
  resources: common.helperResources,
  volumeMounts: [
    common.mountReadOnly('scripts', '/scripts'),
    common.mountReadOnly('secret', '/secret'),
    common.mount('tmp', '/tmp'),
  ],
});

const initiationTemplate = (s) => ({
  metadata: {
    labels: common.labels(s, common.initiationPart),
    annotations: { 'checksum/scripts': common.sha256(scripts['initiate.js']) },
  },
  spec: {
    ...common.podOf(s.mongoName),
    restartPolicy: 'OnFailure',
    containers: [initiateContainer(s)],
    volumes: [
      common.scriptVolume(`${s.mongoName}-scripts`, ['initiate.js']),
      common.keyfileVolume(s),
      common.scratchVolume('tmp', '64Mi'),
    ],
  },
});

function addInitiation(s) {
  const template = initiationTemplate(s);
  const name = `${s.mongoName}-init-${common.sha256(common.json(template)).slice(0, 10)}`;
  common.addObject(s, 'batch/v1', 'Job', name, common.initiationPart, { spec: { backoffLimit: 20, template } });
}

function addDatabase(s) {
  common.addServiceAccount(s, s.mongoName, part);
  common.addConfigMap(s, `${s.mongoName}-scripts`, part, scripts);
  common.addService(s, s.headlessName, part, s.mongo.port, 'mongodb', {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  });
  common.addService(s, s.mongoName, part, s.mongo.port, 'mongodb', { type: 'ClusterIP' });
  addStatefulSet(s);
  addInitiation(s);
  common.addDisruptionBudget(s, s.mongoName, part);
}

module.exports = { addDatabase };
