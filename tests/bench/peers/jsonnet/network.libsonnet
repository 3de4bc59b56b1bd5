// Who may talk to whom: nothing else gets through.
local common = import 'common.libsonnet';

local outside_ports = [443, 25, 465, 587, 389, 636];  // sign-in, mail, directories
local router_groups = ['ingress', 'host-network'];

local tcp(ports) = [{ port: port, protocol: 'TCP' } for port in ports];

local pods(s, part) = { podSelector: { matchLabels: common.selector(s, part) } };

local from(s, part, port) = { from: [pods(s, part)], ports: tcp([port]) };
local to(s, part, port) = { to: [pods(s, part)], ports: tcp([port]) };

local from_router(port) = {
  from: [
    { namespaceSelector: { matchLabels: { ['policy-group.network.openshift.io/' + group]: '' } } }
    for group in router_groups
  ],
  ports: tcp([port]),
};

local policy(s, name, part, rules) = common.object(s, 'networking.k8s.io/v1', 'NetworkPolicy', name, part) {
  spec: pods(s, part) + { policyTypes: ['Ingress', 'Egress'] } + rules,
};

local to_database(s) = to(s, common.database_part, s.mongo.port);

local names = {
  egress: [{ ports: [{ port: port, protocol: protocol } for protocol in ['UDP', 'TCP'] for port in [53, 5353]] }],
};

function(s) [
  policy(s, s.name + '-default', common.stack_part, names {
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': s.name } },
  }),
  policy(s, s.chat_name, common.chat_part, {
    ingress: [from_router(s.chat.port), from(s, common.chat_part, s.chat.peer_port)],
    egress: [to(s, common.chat_part, s.chat.peer_port), to_database(s), { ports: tcp(outside_ports) }],
  }),
  policy(s, s.mongo_name, common.database_part, {
    ingress: [
      from(s, part, s.mongo.port)
      for part in [common.chat_part, common.database_part, common.initiation_part, common.backup_part]
    ],
    egress: [to_database(s)],
  }),
  policy(s, s.mongo_name + '-init', common.initiation_part, { egress: [to_database(s)] }),
  policy(s, s.backup_name, common.backup_part, { egress: [to_database(s)] }),
]
