// What the objects of all components have in common.
const { createHash } = require('crypto');
const { readFileSync } = require('fs');
const { join } = require('path');
const { ApiObject } = require('cdk8s');

const stackPart = { app: 'rocketchat', role: 'stack' };
const chatPart = { app: 'rocketchat', role: 'chat' };
const databasePart = { app: 'mongodb', role: 'database' };
const initiationPart = { app: 'mongodb', role: 'initiation' };
const backupPart = { app: 'mongodb', role: 'backup' };

const selector = (s, part) => ({
  'app.kubernetes.io/name': part.app,
  'app.kubernetes.io/instance': s.name,
  'app.kubernetes.io/component': part.role,
});

const labels = (s, part) => ({ ...selector(s, part), 'app.kubernetes.io/part-of': s.name });

function addObject(s, apiVersion, kind, name, part, fields, annotations) {
  return new ApiObject(s, `${kind}-${name}`, {
    apiVersion,
    kind,
    metadata: { name, labels: labels(s, part), annotations },
    ...fields,
  });
}

const addServiceAccount = (s, name, part) =>
  addObject(s, 'v1', 'ServiceAccount', name, part, { automountServiceAccountToken: false });

const addConfigMap = (s, name, part, data) => addObject(s, 'v1', 'ConfigMap', name, part, { data });

const claimSpec = (storage, mode) => ({
  accessModes: [mode],
  storageClassName: storage.class,
  resources: { requests: { storage: storage.size } },
});

const addService = (s, name, part, port, portName, extra) =>
  addObject(s, 'v1', 'Service', name, part, {
    spec: {
      selector: selector(s, part),
      ports: [{ name: portName, port, targetPort: portName, protocol: 'TCP' }],
      ...extra,
    },
  });

const addDisruptionBudget = (s, name, part) =>
  addObject(s, 'policy/v1', 'PodDisruptionBudget', name, part, {
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: selector(s, part) },
    },
  });

const podOf = (account) => ({
  serviceAccountName: account,
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
});

const containerOf = (name, image) => ({
  name,
  image,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
});

const helperResources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '1', memory: '512Mi' },
};

const neighbours = (s, part) => ({
  labelSelector: { matchLabels: selector(s, part) },
  topologyKey: 'kubernetes.io/hostname',
});

const zoneSpread = (s, part) => [{
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'ScheduleAnyway',
  maxSkew: 1,
  labelSelector: { matchLabels: selector(s, part) },
}];

const env = (name, value) => ({ name, value });
const envSecret = (name, secret, key) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });
const envField = (name, fieldPath) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

const mount = (name, mountPath) => ({ name, mountPath });
const mountReadOnly = (name, mountPath) => ({ name, mountPath, readOnly: true });

const claimVolume = (name, claimName, readOnly) => ({ name, persistentVolumeClaim: { claimName, readOnly } });
const scratchVolume = (name, sizeLimit) => ({ name, emptyDir: { sizeLimit } });
const files = (names) => names.map((name) => ({ key: name, path: name }));
const scriptVolume = (config, names) => ({ name: 'scripts', configMap: { name: config, items: files(names) } });
const keyfileVolume = (s) => ({ name: 'secret', secret: { secretName: s.mongoName, items: files(['keyfile']) } });

const script = (name) => readFileSync(join(__dirname, '../../../../stdlib/scripts', name), 'utf8');

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// JSON with the keys in order, so that equal values give equal texts.
const json = (value) => JSON.stringify(value, (_, v) =>
  v && typeof v === 'object' && !Array.isArray(v)
    ? Object.fromEntries(Object.keys(v).sort().map((key) => [key, v[key]]))
    : v);

module.exports = {
  stackPart, chatPart, databasePart, initiationPart, backupPart, selector, labels, addObject, addServiceAccount,
  addConfigMap, claimSpec, addService, addDisruptionBudget, podOf, containerOf, helperResources, neighbours, zoneSpread,
  env, envSecret, envField, mount, mountReadOnly, claimVolume, scratchVolume, scriptVolume, keyfileVolume, script,
  sha256, json,
};
