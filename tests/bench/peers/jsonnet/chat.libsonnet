// The servers, their settings, the volume of the uploads, and what scales them.
local common = import 'common.libsonnet';
local part = common.chat_part;
local runtime = '/app/bundle/programs/server/npm/node_modules/@rocket.chat/apps/deno-runtime';

local scripts = {
  'wait-primary.js': importstr '../../../../stdlib/scripts/wait-primary.js',
  'seed.sh': importstr '../../../../stdlib/scripts/seed.sh',
};

local settings(s) = {
  ['OVERWRITE_SETTING_' + entry.key]: entry.value
  for entry in std.objectKeysValues({
    Show_Setup_Wizard: 'completed',
    FileUpload_Enabled: 'true',
    FileUpload_MaxFileSize: '%d' % s.uploads.max_file_size,
    FileUpload_MediaTypeWhiteList: std.join(',', s.uploads.types),
    FileUpload_MediaTypeBlackList: std.join(',', s.uploads.refused_types),
    FileUpload_ProtectFiles: 'true',
    FileUpload_Storage_Type: 'FileSystem',
    FileUpload_FileSystemPath: s.uploads.path,
    Accounts_RegistrationForm: 'Disabled',
    Accounts_ShowFormLogin: 'true',
    Accounts_TwoFactorAuthentication_By_Email_Enabled: 'false',
    Accounts_OAuth_Github: 'true',
  })
};

local database_env(s) = [
  common.env_secret('MONGO_PASSWORD', s.mongo_name, 'chat-password'),
  common.env('MONGO_URL', s.connection('rocketchat', 'MONGO_PASSWORD', '%s?replicaSet=%s&authSource=admin' % [
    s.mongo.database,
    s.mongo.replica_set,
  ])),
];

local github_env(s, what, key) =
  common.env_secret('OVERWRITE_SETTING_Accounts_OAuth_Github_' + what, key.name, key.key);

local server_env(s) = [
  common.env('ROOT_URL', 'https://' + s.chat.host),
  common.env('PORT', '%d' % s.chat.port),
  common.env('DEPLOY_PLATFORM', 'rcc'),
  common.env_field('INSTANCE_IP', 'status.podIP'),
  common.env('TCP_PORT', '%d' % s.chat.peer_port),
  common.env('HTTP_FORWARDED_COUNT', '1'),
  common.env('NODE_OPTIONS', '--max-old-space-size=%d' % s.chat.heap_mib),
] + database_env(s) + [
  common.env('ADMIN_USERNAME', 'admin'),
  common.env('ADMIN_NAME', 'Administrator'),
  common.env_secret('ADMIN_PASS', s.name + '-admin', 'password'),
  github_env(s, 'id', s.github.client_id),
  github_env(s, 'secret', s.github.client_secret),
];

local probe(path, period, failures) = {
  httpGet: { path: path, port: 'http' },
  periodSeconds: period,
  timeoutSeconds: 5,
  failureThreshold: failures,
};

local wait_container(s) = common.container('wait-for-primary', s.mongo.image) {
  command: ['mongosh', '--nodb', '--quiet', '--norc', '--file', '/scripts/wait-primary.js'],
  env: [common.env('HOME', '/tmp'), common.env('WAIT_SECONDS', '600')] + database_env(s),
  resources: common.helper_resources,
  volumeMounts: [common.mount_read_only('scripts', '/scripts'), common.mount('tmp', '/tmp')],
};

local seed_container(s) = common.container('seed-apps-runtime', s.chat.image) {
  command: ['sh', '/scripts/seed.sh'],
  env: [common.env('SEED_SOURCE', runtime), common.env('SEED_TARGET', '/apps-runtime')],
  resources: common.helper_resources,
  volumeMounts: [common.mount_read_only('scripts', '/scripts'), common.mount('apps-runtime', '/apps-runtime')],
};

local server_container(s) = common.container('rocketchat', s.chat.image) {
  workingDir: '/app/bundle',
  command: ['node', 'main.js'],
  env: server_env(s),
  envFrom: [{ configMapRef: { name: s.chat_name } }],
  ports: [{ name: 'http', containerPort: s.chat.port, protocol: 'TCP' }],
  resources: s.chat.resources,
  startupProbe: probe('/livez', 10, 120),
  livenessProbe: probe('/livez', 15, 4),
  readinessProbe: probe('/readyz', 10, 3),
  lifecycle: { preStop: { exec: { command: ['sleep', '10'] } } },
  volumeMounts: [
    common.mount('tmp', '/tmp'),
    common.mount('apps-runtime', runtime),
    common.mount('uploads', s.uploads.path),
  ],
};

local pod(s) = common.pod(s.chat_name) {
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: common.neighbours(s, part) },
      ],
    },
  },
  topologySpreadConstraints: common.zone_spread(s, part),
  terminationGracePeriodSeconds: 60,
  initContainers: [wait_container(s), seed_container(s)],
  containers: [server_container(s)],
  volumes: [
    common.scratch_volume('tmp', '2Gi'),
    common.script_volume(s.chat_name + '-scripts', ['wait-primary.js', 'seed.sh']),
    common.scratch_volume('apps-runtime', '1Gi'),
    common.claim_volume('uploads', s.uploads_name),
  ],
};

local deployment(s) = common.object(s, 'apps/v1', 'Deployment', s.chat_name, part) {
  spec: {
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 1800,
    selector: { matchLabels: common.selector(s, part) },
    template: {
      metadata: {
        labels: common.labels(s, part),
        annotations: {
          'checksum/settings': common.checksum(settings(s)),
          'checksum/scripts': common.checksum(scripts),
        },
      },
      spec: pod(s),
    },
  },
};

local scaling(window, pods, period) = {
  stabilizationWindowSeconds: window,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: pods, periodSeconds: period }],
};

local autoscaler(s) = common.object(s, 'autoscaling/v2', 'HorizontalPodAutoscaler', s.chat_name, part) {
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: s.chat_name },
    minReplicas: s.chat.autoscale.min,
    maxReplicas: s.chat.autoscale.max,
    metrics: [{
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
    }],
    behavior: { scaleUp: scaling(0, 2, 60), scaleDown: scaling(600, 1, 300) },
  },
};

local route(s) = common.object(s, 'route.openshift.io/v1', 'Route', s.chat_name, part) {
  metadata+: {
    annotations: {
      'haproxy.router.openshift.io/timeout': '1h',
      'haproxy.router.openshift.io/timeout-tunnel': '24h',
    },
  },
  spec: {
    host: s.chat.host,
    to: { kind: 'Service', name: s.chat_name, weight: 100 },
    port: { targetPort: 'http' },
    tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    wildcardPolicy: 'None',
  },
};

function(s) [
  common.service_account(s, s.chat_name, part),
  common.config_map(s, s.chat_name, part, settings(s)),
  common.config_map(s, s.chat_name + '-scripts', part, scripts),
  common.object(s, 'v1', 'PersistentVolumeClaim', s.uploads_name, part) {
    spec: common.claim_spec(s.uploads.storage, 'ReadWriteMany'),
  },
  common.service(s, s.chat_name, part, s.chat.port, 'http', { type: 'ClusterIP' }),
  deployment(s),
  autoscaler(s),
  common.disruption_budget(s, s.chat_name, part),
  route(s),
]
