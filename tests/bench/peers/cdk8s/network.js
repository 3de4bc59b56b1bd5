// Who may talk to whom: nothing else gets through.
const common = require('./common');

const outsidePorts = [443, 25, 465, 587, 389, 636]; // sign-in, mail, directories
const routerGroups = ['ingress', 'host-network'];

const portsOf = (protocol, ports) => ports.map((port) => ({ port, protocol }));
const tcp = (...ports) => portsOf('TCP', ports);

const pods = (s, part) => ({ podSelector: { matchLabels: common.selector(s, part) } });

const from = (s, part, port) => ({ from: [pods(s, part)], ports: tcp(port) });
const to = (s, part, port) => ({ to: [pods(s, part)], ports: tcp(port) });

const fromRouter = (port) => ({
  from: routerGroups.map((group) => ({
    namespaceSelector: { matchLabels: { [`policy-group.network.openshift.io/${group}`]: '' } },
  })),
  ports: tcp(port),
});

const toDatabase = (s) => to(s, common.databasePart, s.mongo.port);

const toNames = { ports: [...portsOf('UDP', [53, 5353]), ...portsOf('TCP', [53, 5353])] };

const addPolicy = (s, name, part, rules) =>
  common.addObject(s, 'networking.k8s.io/v1', 'NetworkPolicy', name, part, {
    spec: { ...pods(s, part), policyTypes: ['Ingress', 'Egress'], ...rules },
  });

function addNetwork(s) {
  const { chatPart, databasePart, initiationPart, backupPart } = common;
  addPolicy(s, `${s.name}-default`, common.stackPart, {
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': s.name } },
    egress: [toNames],
  });
  addPolicy(s, s.chatName, chatPart, {
    ingress: [fromRouter(s.chat.port), from(s, chatPart, s.chat.peerPort)],
    egress: [to(s, chatPart, s.chat.peerPort), toDatabase(s), { ports: tcp(...outsidePorts) }],
  });
  addPolicy(s, s.mongoName, databasePart, {
    ingress: [chatPart, databasePart, initiationPart, backupPart].map((part) => from(s, part, s.mongo.port)),
    egress: [toDatabase(s)],
  });
  addPolicy(s, `${s.mongoName}-init`, initiationPart, { egress: [toDatabase(s)] });
  addPolicy(s, s.backupName, backupPart, { egress: [toDatabase(s)] });
}

module.exports = { addNetwork };
