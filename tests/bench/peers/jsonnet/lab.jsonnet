// examples/lab for jsonnet: jsonnet -y lab.jsonnet
local stack = import 'stack.libsonnet';

stack {
  name: 'chat-lab',

  chat+: {
    host: 'chat.lab.openshift.example',
    version: '8.6.1',
    autoscale: { min: 3, max: 5 },
    resources: {
      requests: { cpu: '500m', memory: '512Mi' },
      limits: { cpu: '2', memory: '2Gi' },
    },
    heap_mib: 1536,
  },

  mongo+: {
    replicas: 3,
    storage: { size: '10Gi', class: 'gluster-block' },
  },

  uploads+: {
    storage: { size: '20Gi', class: 'gluster-file' },
    max_file_size: 100000000,
  },

  github: {
    client_id: { name: 'github-oauth', key: 'client-id' },
    client_secret: { name: 'github-oauth', key: 'client-secret' },
  },

  backup+: {
    schedule: '1 0 * * *',
    keep+: { last: 7 },
    claim: 'nfs-pvc',
  },
}.objects
