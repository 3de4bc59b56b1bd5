// A stack: what a user sets, with defaults, and the objects that follow from it.
local backup = import 'backup.libsonnet';
local chat = import 'chat.libsonnet';
local database = import 'database.libsonnet';
local network = import 'network.libsonnet';

{
  local s = self,

  name: error 'a stack needs a name',
  namespace: s.name,
  chat_name:: s.name + '-chat',
  mongo_name:: s.name + '-mongodb',
  headless_name:: s.mongo_name + '-headless',
  backup_name:: s.name + '-backup',
  uploads_name:: s.name + '-uploads',

  chat: {
    host: error 'chat needs a host',
    version: error 'chat needs a version',
    image: 'docker.io/rocketchat/rocket.chat:' + self.version,
    port: 3000,
    peer_port: 3100,
  },

  mongo: {
    version: '8.0.32',
    release: std.join('.', std.split(self.version, '.')[:2]),
    image: 'docker.io/mongodb/mongodb-community-server:' + self.version + '-ubi9',
    port: 27017,
    replicas: 3,
    replica_set: 'rs0',
    database: 'rocketchat',
    cache_gib: 0.5,
    resources: {
      requests: { cpu: '500m', memory: '2Gi' },
      limits: { cpu: '2', memory: '2Gi' },
    },
  },

  uploads: {
    path: '/app/uploads',
    refused_types: ['image/svg+xml'],
    types: [],
  },

  backup: {
    keep: { last: 7, daily: 0, weekly: 0, monthly: 0 },
    store_image: 'docker.io/rclone/rclone:1.70.3',
  },

  hosts:: [
    '%s-%d.%s.%s.svc:%d' % [s.mongo_name, i, s.headless_name, s.namespace, s.mongo.port]
    for i in std.range(0, s.mongo.replicas - 1)
  ],

  connection(user, password, rest)::
    'mongodb://%s:$(%s)@%s/%s' % [user, password, std.join(',', s.hosts), rest],

  objects:: chat(s) + database(s) + backup(s) + network(s),
}
