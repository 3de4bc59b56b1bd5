// What the objects of all components have in common.
{
  stack_part: { app: 'rocketchat', role: 'stack' },
  chat_part: { app: 'rocketchat', role: 'chat' },
  database_part: { app: 'mongodb', role: 'database' },
  initiation_part: { app: 'mongodb', role: 'initiation' },
  backup_part: { app: 'mongodb', role: 'backup' },

  selector(s, part): {
    'app.kubernetes.io/name': part.app,
    'app.kubernetes.io/instance': s.name,
    'app.kubernetes.io/component': part.role,
  },

  labels(s, part): $.selector(s, part) { 'app.kubernetes.io/part-of': s.name },

  object(s, api, kind, name, part): {
    apiVersion: api,
    kind: kind,
    metadata: { name: name, namespace: s.namespace, labels: $.labels(s, part) },
  },

  service_account(s, name, part):
    $.object(s, 'v1', 'ServiceAccount', name, part) { automountServiceAccountToken: false },

  config_map(s, name, part, data): $.object(s, 'v1', 'ConfigMap', name, part) { data: data },

  claim_spec(storage, mode): {
    accessModes: [mode],
    storageClassName: storage.class,
    resources: { requests: { storage: storage.size } },
  },

  service(s, name, part, port, port_name, extra): $.object(s, 'v1', 'Service', name, part) {
    spec: {
      selector: $.selector(s, part),
      ports: [{ name: port_name, port: port, targetPort: port_name, protocol: 'TCP' }],
    } + extra,
  },

  disruption_budget(s, name, part): $.object(s, 'policy/v1', 'PodDisruptionBudget', name, part) {
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: $.selector(s, part) },
    },
  },

  pod(account): {
    serviceAccountName: account,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  },

  container(name, image): {
    name: name,
    image: image,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  },

  helper_resources: {
    requests: { cpu: '100m', memory: '256Mi' },
    limits: { cpu: '1', memory: '512Mi' },
  },

  neighbours(s, part): {
    labelSelector: { matchLabels: $.selector(s, part) },
    topologyKey: 'kubernetes.io/hostname',
  },

  zone_spread(s, part): [{
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway',
    maxSkew: 1,
    labelSelector: { matchLabels: $.selector(s, part) },
  }],

  env(name, value): { name: name, value: value },
  env_secret(name, secret, key): { name: name, valueFrom: { secretKeyRef: { name: secret, key: key } } },
  env_field(name, path): { name: name, valueFrom: { fieldRef: { fieldPath: path } } },

  mount(name, path): { name: name, mountPath: path },
  mount_read_only(name, path): { name: name, mountPath: path, readOnly: true },

  claim_volume(name, claim): { name: name, persistentVolumeClaim: { claimName: claim } },
  scratch_volume(name, limit): { name: name, emptyDir: { sizeLimit: limit } },
  script_volume(config, files):
    { name: 'scripts', configMap: { name: config, items: [{ key: f, path: f } for f in files] } },
  keyfile_volume(s):
    { name: 'secret', secret: { secretName: s.mongo_name, items: [{ key: 'keyfile', path: 'keyfile' }] } },

  checksum(value): std.sha256(std.manifestJsonMinified(value)),
}
