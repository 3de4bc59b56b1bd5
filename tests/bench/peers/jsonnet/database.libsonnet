// The members, their Services, and the Job that makes a replica set of them.
local common = import 'common.libsonnet';
local part = common.database_part;

local scripts = {
  'keyfile.sh': importstr '../../../../stdlib/scripts/keyfile.sh',
  'ready.js': importstr '../../../../stdlib/scripts/ready.js',
  'initiate.js': importstr '../../../../stdlib/scripts/initiate.js',
};

local users(s) = [
  { user: 'root', password_variable: 'ROOT_PASSWORD', roles: [{ role: 'root', db: 'admin' }] },
  { user: 'rocketchat', password_variable: 'CHAT_PASSWORD', roles: [{ role: 'readWrite', db: s.mongo.database }] },
  { user: 'backup', password_variable: 'BACKUP_PASSWORD', roles: [{ role: 'backup', db: 'admin' }] },
];

local members(s) = std.mapWithIndex(
  function(i, host) { _id: i, host: host, priority: 1, votes: 1, hidden: false }, s.hosts
);

local keyfile_container(s) = common.container('keyfile', s.mongo.image) {
  command: ['sh', '/scripts/keyfile.sh'],
  env: [common.env('KEYFILE_SOURCE', '/secret/keyfile'), common.env('KEYFILE_TARGET', '/keyfile/keyfile')],
  resources: common.helper_resources,
  volumeMounts: [
    common.mount_read_only('scripts', '/scripts'),
    common.mount_read_only('secret', '/secret'),
    common.mount('keyfile', '/keyfile'),
  ],
};

local port_probe(period, failures) = {
  tcpSocket: { port: 'mongodb' },
  periodSeconds: period,
  timeoutSeconds: 5,
  failureThreshold: failures,
};

local mongod_container(s) = common.container('mongod', s.mongo.image) {
  command: ['mongod'],
  args: [
    '--replSet',
    s.mongo.replica_set,
    '--bind_ip_all',
    '--dbpath',
    '/data/db',
    '--keyFile',
    '/keyfile/keyfile',
    '--wiredTigerCacheSizeGB',
    '%g' % s.mongo.cache_gib,
  ],
  env: [
    common.env('HOME', '/tmp'),
    common.env_field('MEMBER', 'metadata.name'),
    common.env('KEYFILE', '/keyfile/keyfile'),
    common.env('WAIT_SECONDS', '8'),
  ],
  ports: [{ name: 'mongodb', containerPort: s.mongo.port, protocol: 'TCP' }],
  resources: s.mongo.resources,
  startupProbe: port_probe(10, 90),
  livenessProbe: port_probe(30, 6),
  readinessProbe: {
    exec: { command: ['mongosh', '--quiet', '--norc', '--file', '/scripts/ready.js'] },
    periodSeconds: 30,
    timeoutSeconds: 20,
    failureThreshold: 3,
  },
  volumeMounts: [
    common.mount('data', '/data/db'),
    common.mount_read_only('keyfile', '/keyfile'),
    common.mount_read_only('scripts', '/scripts'),
    common.mount('tmp', '/tmp'),
  ],
};

local member_pod(s) = common.pod(s.mongo_name) {
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [common.neighbours(s, part)] },
  },
  topologySpreadConstraints: common.zone_spread(s, part),
  terminationGracePeriodSeconds: 120,
  initContainers: [keyfile_container(s)],
  containers: [mongod_container(s)],
  volumes: [
    common.script_volume(s.mongo_name + '-scripts', ['keyfile.sh', 'ready.js']),
    common.keyfile_volume(s),
    { name: 'keyfile', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
    common.scratch_volume('tmp', '256Mi'),
  ],
};

local stateful_set(s) = common.object(s, 'apps/v1', 'StatefulSet', s.mongo_name, part) {
  spec: {
    serviceName: s.headless_name,
    replicas: s.mongo.replicas,
    podManagementPolicy: 'Parallel',
    updateStrategy: { type: 'RollingUpdate' },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    selector: { matchLabels: common.selector(s, part) },
    template: {
      metadata: {
        labels: common.labels(s, part),
        annotations: { 'checksum/scripts': std.sha256(scripts['keyfile.sh']) },
      },
      spec: member_pod(s),
    },
    volumeClaimTemplates: [{
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', labels: common.selector(s, part) },
      spec: common.claim_spec(s.mongo.storage, 'ReadWriteOnce'),
    }],
  },
};

local initiate_container(s) = common.container('initiate', s.mongo.image) {
  command: ['mongosh', '--nodb', '--quiet', '--norc', '--file', '/scripts/initiate.js'],
  env: [
    common.env('HOME', '/tmp'),
    common.env('REPLICA_SET', s.mongo.replica_set),
    common.env('MEMBERS', std.manifestJsonMinified(members(s))),
    common.env('USERS', std.manifestJsonMinified(users(s))),
    common.env('KEYFILE', '/secret/keyfile'),
    common.env('WAIT_SECONDS', '600'),
    common.env('WRITE_CONCERN', 'majority'),
    common.env('RELEASE', s.mongo.release),
    common.env_secret('ROOT_PASSWORD', s.mongo_name, 'root-password'),
    common.env_secret('CHAT_PASSWORD', s.mongo_name, 'chat-password'),
    common.env_secret('BACKUP_PASSWORD', s.mongo_name, 'backup-password'),
  ],
  resources: common.helper_resources,
  volumeMounts: [
    common.mount_read_only('scripts', '/scripts'),
    common.mount_read_only('secret', '/secret'),
    common.mount('tmp', '/tmp'),
  ],
};

local initiation_template(s) = {
  metadata: {
    labels: common.labels(s, common.initiation_part),
    annotations: { 'checksum/scripts': std.sha256(scripts['initiate.js']) },
  },
  spec: common.pod(s.mongo_name) {
    restartPolicy: 'OnFailure',
    containers: [initiate_container(s)],
    volumes: [
      common.script_volume(s.mongo_name + '-scripts', ['initiate.js']),
      common.keyfile_volume(s),
      common.scratch_volume('tmp', '64Mi'),
    ],
  },
};

local initiation(s) =
  local template = initiation_template(s);
  local name = s.mongo_name + '-init-' + common.checksum(template)[:10];
  common.object(s, 'batch/v1', 'Job', name, common.initiation_part) {
    spec: { backoffLimit: 20, template: template },
  };

function(s) [
  common.service_account(s, s.mongo_name, part),
  common.config_map(s, s.mongo_name + '-scripts', part, scripts),
  common.service(s, s.headless_name, part, s.mongo.port, 'mongodb', {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  }),
  common.service(s, s.mongo_name, part, s.mongo.port, 'mongodb', { type: 'ClusterIP' }),
  stateful_set(s),
  initiation(s),
  common.disruption_budget(s, s.mongo_name, part),
]
