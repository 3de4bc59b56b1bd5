// A stack: what a user sets, with defaults, and the charts of its components.
const { Chart } = require('cdk8s');
const { addBackup } = require('./backup');
const { addChat } = require('./chat');
const { addDatabase } = require('./database');
const { addNetwork } = require('./network');

class Stack extends Chart {
  constructor(scope, name, props) {
    super(scope, name, { namespace: name });
    this.name = name;
    this.chatName = `${name}-chat`;
    this.mongoName = `${name}-mongodb`;
    this.headlessName = `${this.mongoName}-headless`;
    this.backupName = `${name}-backup`;
    this.uploadsName = `${name}-uploads`;
    this.setProps(props);
    addChat(this);
    addDatabase(this);
    addBackup(this);
    addNetwork(this);
  }

  setProps(props) {
    this.chat = {
      image: `docker.io/rocketchat/rocket.chat:${props.chat.version}`,
      port: 3000,
      peerPort: 3100,
      ...props.chat,
    };
    const version = props.mongo.version ?? '8.0.32';
    this.mongo = {
      image: `docker.io/mongodb/mongodb-community-server:${version}-ubi9`,
      release: version.split('.').slice(0, 2).join('.'),
      port: 27017,
      replicas: 3,
      replicaSet: 'rs0',
      database: 'rocketchat',
      cacheGib: 0.5,
      resources: {
        requests: { cpu: '500m', memory: '2Gi' },
        limits: { cpu: '2', memory: '2Gi' },
      },
      ...props.mongo,
    };
    this.uploads = { path: '/app/uploads', types: [], refusedTypes: ['image/svg+xml'], ...props.uploads };
    this.github = props.github;
    this.backup = {
      storeImage: 'docker.io/rclone/rclone:1.70.3',
      ...props.backup,
      keep: { last: 7, daily: 0, weekly: 0, monthly: 0, ...props.backup.keep },
    };
  }

  get hosts() {
    const { replicas, port } = this.mongo;
    return Array.from({ length: replicas }, (_, i) =>
      `${this.mongoName}-${i}.${this.headlessName}.${this.namespace}.svc:${port}`);
  }

  connection(user, password, rest) {
    return `mongodb://${user}:$(${password})@${this.hosts.join(',')}/${rest}`;
  }
}

module.exports = { Stack };
