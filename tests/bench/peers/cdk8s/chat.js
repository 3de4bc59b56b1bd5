// The servers, their settings, the volume of the uploads, and what scales them.
const common = require('./common');

const part = common.chatPart;
const runtime = '/app/bundle/programs/server/npm/node_modules/@rocket.chat/apps/deno-runtime';

const scripts = {
  'wait-primary.js': common.script('wait-primary.js'),
  'seed.sh': common.script('seed.sh'),
};

function settings(s) {
  const values = {
    Show_Setup_Wizard: 'completed',
    FileUpload_Enabled: 'true',
    FileUpload_MaxFileSize: `${s.uploads.maxFileSize}`,
    FileUpload_MediaTypeWhiteList: s.uploads.types.join(','),
    FileUpload_MediaTypeBlackList: s.uploads.refusedTypes.join(','),
    FileUpload_ProtectFiles: 'true',
    FileUpload_Storage_Type: 'FileSystem',
    FileUpload_FileSystemPath: s.uploads.path,
    Accounts_RegistrationForm: 'Disabled',
    Accounts_ShowFormLogin: 'true',
    Accounts_TwoFactorAuthentication_By_Email_Enabled: 'false',
    Accounts_OAuth_Github: 'true',
  };
  return Object.fromEntries(Object.entries(values).map(([id, text]) => [`OVERWRITE_SETTING_${id}`, text]));
}

const databaseEnv = (s) => [
  common.envSecret('MONGO_PASSWORD', s.mongoName, 'chat-password'),
  common.env('MONGO_URL', s.connection('rocketchat', 'MONGO_PASSWORD',
    `${s.mongo.database}?replicaSet=${s.mongo.replicaSet}&authSource=admin`)),
];

const githubEnv = (what, key) =>
  common.envSecret(`OVERWRITE_SETTING_Accounts_OAuth_Github_${what}`, key.name, key.key);

const serverEnv = (s) => [
  common.env('ROOT_URL', `https://${s.chat.host}`),
  common.env('PORT', `${s.chat.port}`),
  common.env('DEPLOY_PLATFORM', 'rcc'),
  common.envField('INSTANCE_IP', 'status.podIP'),
  common.env('TCP_PORT', `${s.chat.peerPort}`),
  common.env('HTTP_FORWARDED_COUNT', '1'),
  common.env('NODE_OPTIONS', `--max-old-space-size=${s.chat.heapMib}`),
  ...databaseEnv(s),
  common.env('ADMIN_USERNAME', 'admin'),
  common.env('ADMIN_NAME', 'Administrator'),
  common.envSecret('ADMIN_PASS', `${s.name}-admin`, 'password'),
  githubEnv('id', s.github.clientId),
  githubEnv('secret', s.github.clientSecret),
];

const probe = (path, periodSeconds, failureThreshold) => ({
  httpGet: { path, port: 'http' },
  periodSeconds,
  timeoutSeconds: 5,
  failureThreshold,
});

const waitContainer = (s) => ({
  ...common.containerOf('wait-for-primary', s.mongo.image),
  command: ['mongosh', '--nodb', '--quiet', '--norc', '--file', '/scripts/wait-primary.js'],
  env: [common.env('HOME', '/tmp'), common.env('WAIT_SECONDS', '600'), ...databaseEnv(s)],
  resources: common.helperResources,
  volumeMounts: [common.mountReadOnly('scripts', '/scripts'), common.mount('tmp', '/tmp')],
});

const seedContainer = (s) => ({
  ...common.containerOf('seed-apps-runtime', s.chat.image),
  command: ['sh', '/scripts/seed.sh'],
  env: [common.env('SEED_SOURCE', runtime), common.env('SEED_TARGET', '/apps-runtime')],
  resources: common.helperResources,
  volumeMounts: [common.mountReadOnly('scripts', '/scripts'), common.mount('apps-runtime', '/apps-runtime')],
});

const serverContainer = (s) => ({
  ...common.containerOf('rocketchat', s.chat.image),
  workingDir: '/app/bundle',
  command: ['node', 'main.js'],
  env: serverEnv(s),
  envFrom: [{ configMapRef: { name: s.chatName } }],
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
});

const pod = (s) => ({
  ...common.podOf(s.chatName),
  affinity: {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: common.neighbours(s, part) },
      ],
    },
  },
  topologySpreadConstraints: common.zoneSpread(s, part),
  terminationGracePeriodSeconds: 60,
  initContainers: [waitContainer(s), seedContainer(s)],
  containers: [serverContainer(s)],
  volumes: [
    common.scratchVolume('tmp', '2Gi'),
    common.scriptVolume(`${s.chatName}-scripts`, Object.keys(scripts)),
    common.scratchVolume('apps-runtime', '1Gi'),
    common.claimVolume('uploads', s.uploadsName),
  ],
});

const addDeployment = (s) => common.addObject(s, 'apps/v1', 'Deployment', s.chatName, part, {
  spec: {
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 1800,
    selector: { matchLabels: common.selector(s, part) },
    template: {
      metadata: {
        labels: common.labels(s, part),
        annotations: {
          'checksum/settings': common.sha256(common.json(settings(s))),
          'checksum/scripts': common.sha256(common.json(scripts)),
        },
      },
      spec: pod(s),
    },
  },
});

const scaling = (stabilizationWindowSeconds, value, periodSeconds) => ({
  stabilizationWindowSeconds,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value, periodSeconds }],
});

const addAutoscaler = (s) => common.addObject(s, 'autoscaling/v2', 'HorizontalPodAutoscaler', s.chatName, part, {
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: s.chatName },
    minReplicas: s.chat.autoscale.min,
    maxReplicas: s.chat.autoscale.max,
    metrics: [{
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
    }],
    behavior: { scaleUp: scaling(0, 2, 60), scaleDown: scaling(600, 1, 300) },
  },
});

const routeAnnotations = {
  'haproxy.router.openshift.io/timeout': '1h',
  'haproxy.router.openshift.io/timeout-tunnel': '24h',
};

const addRoute = (s) => common.addObject(s, 'route.openshift.io/v1', 'Route', s.chatName, part, {
  spec: {
    host: s.chat.host,
    to: { kind: 'Service', name: s.chatName, weight: 100 },
    port: { targetPort: 'http' },
    tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    wildcardPolicy: 'None',
  },
}, routeAnnotations);

function addChat(s) {
  common.addServiceAccount(s, s.chatName, part);
  common.addConfigMap(s, s.chatName, part, settings(s));
  common.addConfigMap(s, `${s.chatName}-scripts`, part, scripts);
  common.addObject(s, 'v1', 'PersistentVolumeClaim', s.uploadsName, part, {
    spec: common.claimSpec(s.uploads.storage, 'ReadWriteMany'),
  });
  common.addService(s, s.chatName, part, s.chat.port, 'http', { type: 'ClusterIP' });
  addDeployment(s);
  addAutoscaler(s);
  common.addDisruptionBudget(s, s.chatName, part);
  addRoute(s);
}

module.exports = { addChat };
