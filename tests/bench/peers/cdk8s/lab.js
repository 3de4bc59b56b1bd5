// examples/lab for cdk8s: node lab.js; writes into the folder of CDK8S_OUTDIR.
const { App } = require('cdk8s');
const { Stack } = require('./stack');

const app = new App();

new Stack(app, 'chat-lab', {
  chat: {
    host: 'chat.lab.openshift.example',
    version: '8.6.1',
    autoscale: { min: 3, max: 5 },
    resources: {
      requests: { cpu: '500m', memory: '512Mi' },
      limits: { cpu: '2', memory: '2Gi' },
    },
    heapMib: 1536,
  },
  mongo: {
    replicas: 3,
    storage: { size: '10Gi', class: 'gluster-block' },
  },
  uploads: {
    storage: { size: '20Gi', class: 'gluster-file' },
    maxFileSize: 100000000,
  },
  github: {
    clientId: { name: 'github-oauth', key: 'client-id' },
    clientSecret: { name: 'github-oauth', key: 'client-secret' },
  },
  backup: {
    schedule: '1 0 * * *',
    keep: { last: 7 },
    claim: 'nfs-pvc',
  },
});

app.synth();
