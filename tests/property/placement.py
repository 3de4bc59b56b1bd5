"""Where finished pods may run, beside every placement there is: placement.py RCC FOLDER [NUMBER [SEED]].

Draws NUMBER small clusters, with nodes that zones cannot share evenly, and stacks for them. A scheduler that knows nothing
but the finished objects binds pod after pod in every order to every node that takes it, wherever the nodes lie that are
over. So it finds what is true of a stack:

- whether a pod may be left without a node (RCS3621 warns of that, or else none may be);
- whether a pod that comes back to the zone of its volume may be (RCS3631);
- how many nodes and zones may be lost while the database and the chat go on (what `rcc report` counts);
- whether any placement has room for all (the errors of CAPACITY say that none has; seen with a library that only warns).

Prints a line for each, and what differs.
"""
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter, namedtuple

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CAPACITY = ("RCS3001", "RCS3101", "RCS3025", "RCS3028", "RCS3608", "RCS3609", "RCS3610", "RCS3611", "RCS3620")
BY_PLAN, FULL_ZONE, ARBITER = "RCS3621", "RCS3631", "RCS3066"
ZONE, HOST = "topology.kubernetes.io/zone", "kubernetes.io/hostname"
GI = 2 ** 30
# States after which a cluster is too large to look at each.
MANY = 100000

Node = namedtuple("Node", "labels taints free")
# `kind`: data, arbiter, chat or job; `votes` and `elected` are of members.
Pods = namedtuple("Pods", "kind labels spec count votes elected", defaults=(False, False))
TAINT = {"key": "own", "value": "db", "effect": "NoSchedule"}


# ---- what is drawn ----

def draw_pools(rng):
    zones, pools = "abc"[:rng.randint(1, 3)], []
    for i in range(rng.choice([1, 1, 2])):
        nodes = rng.randint(1, 3) + (2 if rng.random() < 0.3 else 0)
        pools.append({"name": f"p{i}", "nodes": nodes, "zones": rng.sample(zones, rng.randint(1, min(len(zones), nodes))),
                      "cpu": rng.choice([1, 2, 2, 3, 4, 4, 6]), "memory": rng.choice([3, 4, 6, 8, 8, 12, 16]),
                      "pods": rng.choice([3, 5, 10, 110, 110]), "tainted": rng.random() < 0.15})
    return pools


def cluster_text(pools):
    lines = ['  cluster {', '    kubernetes = "1.34"', '    avx = true']
    for p in pools:
        taint = ', taints = [{ key = "own", value = "db", effect = NoSchedule }]' if p["tainted"] else ""
        lines.append(f'    node_pool "{p["name"]}" {{ nodes = {p["nodes"]}, cpu = {p["cpu"]}, memory = {p["memory"]}Gi, '
                     f'max_pods = {p["pods"]}, zones = {json.dumps(p["zones"])}, labels {{ "pool" = "{p["name"]}" }}{taint} }}')
    lines.append('    storage_class "disk" { kind = block, access = [ReadWriteOnce], default = true, binding = first_consumer }')
    return "\n".join(lines + ["  }"])


def wishes(rng, more):
    """What may stand in the block of the chat or of the database."""
    lines = list(more)
    if rng.random() < 0.4:
        lines.append(f"spread = {rng.choice(['required', 'preferred'])}")
    if rng.random() < 0.2:
        lines.append('tolerations = [{ key = "own", value = "db", effect = NoSchedule }]')
    if rng.random() < 0.5:
        memory = rng.choice([512, 1024, 1536])
        lines.append(f"resources {{ requests {{ cpu = {rng.choice([250, 500, 1000])}m, memory = {memory}Mi }}, "
                     "limits { memory = 3Gi } }")
    return lines


def draw_members(rng, zones):
    if rng.random() < 0.7:
        return [f"replicas = {rng.choice([1, 1, 3, 3])}"]
    return [f'member "{i}" {{ ' + (f'zone = "{rng.choice(zones)}"' if rng.random() < 0.4 else "") + " }" for i in range(3)]


def draw(rng):
    pools = draw_pools(rng)
    zones = sorted({z for p in pools for z in p["zones"]})
    few = rng.randint(1, 3)
    chat = wishes(rng, ['host = "chat.example.com"', rng.choice([f"replicas = {few}", f"autoscale = {few}..{few + 1}"])])
    mongo = wishes(rng, draw_members(rng, zones) + (["arbiter {}"] if rng.random() < 0.15 else []))
    lines = ["stack chat {", cluster_text(pools), f"  chat {{ {', '.join(chat)} }}", f"  mongo {{ {', '.join(mongo)} }}"]
    if rng.random() < 0.2:
        lines.append("  survive { zones = 1 }")
    lines.append("  backup { enabled = false }")
    return "\n".join(lines + ["}", ""]), pools


def layouts(pools):
    """The nodes, once for each choice of the zones that have one more of a pool than others."""
    ways = []
    for p in pools:
        each, over = divmod(p["nodes"], len(p["zones"]))
        ways.append([[each + (i in more) for i in range(len(p["zones"]))]
                     for more in itertools.combinations(range(len(p["zones"])), over)])
    for counts in itertools.product(*ways):
        yield [Node({"pool": p["name"], ZONE: z, HOST: f"{p['name']}-{z}-{i}"}, [TAINT] if p["tainted"] else [],
                    {"cpu": p["cpu"] * 1000, "memory": p["memory"] * GI, "pods": p["pods"]})
               for p, of_zones in zip(pools, counts) for z, n in zip(p["zones"], of_zones) for i in range(n)]


# ---- what is made of it ----

def amount(text):
    number, unit = re.fullmatch(r"([0-9.]+)([A-Za-z]*)", str(text)).groups()
    return round(float(number) * {"": 1000, "m": 1, "Ki": 2 ** 10, "Mi": 2 ** 20, "Gi": GI}[unit])


def requests(spec):
    """What a pod takes of its node: all containers together, or the largest of those that come before them."""
    def of(container, resource):
        return amount(container.get("resources", {}).get("requests", {}).get(resource, 0))
    taken = {r: max([sum(of(c, r) for c in spec["containers"])] + [of(c, r) for c in spec.get("initContainers", [])])
             for r in ("cpu", "memory")}
    return {**taken, "pods": 1}


def surge(deployment, pods):
    """How many pods a rollout adds at most, and how many it takes to go on."""
    strategy = deployment["spec"].get("strategy", {})
    if strategy.get("type") == "Recreate":
        return 0, 0
    rolling = {"maxSurge": "25%", "maxUnavailable": "25%", **strategy.get("rollingUpdate", {})}
    share = {k: (str(v)[-1] == "%", int(str(v).rstrip("%"))) for k, v in rolling.items()}
    most = -(-pods * share["maxSurge"][1] // 100) if share["maxSurge"][0] else share["maxSurge"][1]
    away = pods * share["maxUnavailable"][1] // 100 if share["maxUnavailable"][0] else share["maxUnavailable"][1]
    return most, 0 if away else min(1, most)


def members_of(items):
    """What the initiation says of each member, by the name of its pod."""
    values = [e["value"] for i in items if i["kind"] == "Job" for c in i["spec"]["template"]["spec"]["containers"]
              for e in c["env"] if e["name"] == "MEMBERS"]
    return {m["host"].split(".")[0]: m for m in json.loads(values[0])}


def sets_of(items):
    members = members_of(items)
    for i in items:
        if i["kind"] == "StatefulSet":
            template = i["spec"]["template"]
            its = [members[f"{i['metadata']['name']}-{n}"] for n in range(i["spec"].get("replicas", 1))]
            alike = Counter((m.get("arbiterOnly", False), m["votes"] > 0, m["priority"] > 0) for m in its)
            for (arbiter, votes, elected), count in alike.items():
                yield Pods("arbiter" if arbiter else "data", template["metadata"]["labels"], template["spec"], count,
                           votes, elected and not arbiter)


def pods_of(items):
    """Sets, the chat as few as it is, as it takes to roll out and as many as there may be, and the Jobs."""
    scaled = [i["spec"] for i in items if i["kind"] == "HorizontalPodAutoscaler"]
    server = next(i for i in items if i["kind"] == "Deployment")
    template, replicas = server["spec"]["template"], server["spec"].get("replicas")
    few, most = (scaled[0]["minReplicas"], scaled[0]["maxReplicas"]) if replicas is None else (replicas, replicas)
    added, needed = surge(server, most)
    chat = [Pods("chat", template["metadata"]["labels"], template["spec"], n) for n in (few, most + needed, most + added)]
    jobs = [Pods("job", t["metadata"]["labels"], t["spec"], 1)
            for t in (i["spec"]["template"] for i in items if i["kind"] == "Job")]
    return list(sets_of(items)), chat, jobs


# ---- the scheduler ----

def selects(selector, labels):
    return all(labels.get(k) == v for k, v in selector.get("matchLabels", {}).items())


def meets(e, labels):
    known = e["key"] in labels
    return {"In": labels.get(e["key"]) in e.get("values", []), "Exists": known}[e["operator"]]


def suits(spec, node):
    needed = spec.get("affinity", {}).get("nodeAffinity", {}).get("requiredDuringSchedulingIgnoredDuringExecution")
    return all(node.labels.get(k) == v for k, v in spec.get("nodeSelector", {}).items()) and \
        (not needed or any(all(meets(e, node.labels) for e in t["matchExpressions"]) for t in needed["nodeSelectorTerms"]))


def tolerates(spec, node):
    return all(any(t.get("key") == taint["key"] and t.get("value") == taint["value"] for t in spec.get("tolerations", []))
               for taint in node.taints)


class Scheduler:
    """A state is a tuple of how many pods of each group each node has."""

    def __init__(self, groups, nodes):
        self.groups, self.nodes = groups, nodes
        self.needs = [requests(g.spec) for g in groups]
        self.suits = [[suits(g.spec, n) for n in nodes] for g in groups]
        self.open = [[tolerates(g.spec, n) for n in nodes] for g in groups]
        self.spread = [[c for c in g.spec.get("topologySpreadConstraints", []) if c["whenUnsatisfiable"] == "DoNotSchedule"]
                       for g in groups]
        self.avoids = [[self.avoided(g, h) for h in groups] for g in groups]

    @staticmethod
    def avoided(g, h):
        """The label by whose value pods of one group keep away from those of another."""
        terms = g.spec.get("affinity", {}).get("podAntiAffinity", {}).get("requiredDuringSchedulingIgnoredDuringExecution", [])
        return next((t["topologyKey"] for t in terms if selects(t["labelSelector"], h.labels)), None)

    def is_apart(self, state, g, n):
        for h in range(len(self.groups)):
            for key in {self.avoids[g][h], self.avoids[h][g]} - {None}:
                if any(state[h][m] and self.nodes[m].labels[key] == self.nodes[n].labels[key] for m in range(len(self.nodes))):
                    return False
        return True

    def is_even(self, state, g, n):
        for c in self.spread[g]:
            key, counts = c["topologyKey"], Counter()
            for m, node in enumerate(self.nodes):
                if self.suits[g][m] and (c.get("nodeTaintsPolicy") != "Honor" or self.open[g][m]):
                    counts[node.labels[key]] += sum(state[h][m] for h, other in enumerate(self.groups)
                                                    if selects(c["labelSelector"], other.labels))
            least = 0 if len(counts) < c.get("minDomains", 1) else min(counts.values())
            if counts[self.nodes[n].labels[key]] + 1 - least > c["maxSkew"]:
                return False
        return True

    def takes(self, state, g, n):
        if not (self.suits[g][n] and self.open[g][n]):
            return False
        free = self.nodes[n].free
        if any(sum(s[n] * need[r] for s, need in zip(state, self.needs)) + self.needs[g][r] > free[r] for r in free):
            return False
        return self.is_apart(state, g, n) and self.is_even(state, g, n)

    def ends(self):
        """All states in which pods have come to rest; None if there are too many to look at."""
        start = tuple((0,) * len(self.nodes) for _ in self.groups)
        seen, todo, ends = {start}, [start], []
        while todo:
            state, moved = todo.pop(), False
            for g, group in enumerate(self.groups):
                for n in range(len(self.nodes)) if sum(state[g]) < group.count else ():
                    if self.takes(state, g, n):
                        moved, row = True, state[g]
                        after = state[:g] + (row[:n] + (row[n] + 1,) + row[n + 1:],) + state[g + 1:]
                        if after not in seen:
                            seen.add(after)
                            todo.append(after)
            if len(seen) > MANY:
                return None
            if not moved:
                ends.append(state)
        return ends

    def is_full(self, state):
        return all(sum(row) == g.count for row, g in zip(state, self.groups))


# ---- what is true ----

class TooMany(Exception):
    pass


def ends_of(groups, nodes):
    scheduler = Scheduler(groups, nodes)
    ends = scheduler.ends()
    if ends is None:
        raise TooMany
    return [e for e in ends if scheduler.is_full(e)], [e for e in ends if not scheduler.is_full(e)]


def bound(pods, zone, count):
    spec = {**pods.spec, "nodeSelector": {**pods.spec.get("nodeSelector", {}), ZONE: zone}, "topologySpreadConstraints": []}
    return pods._replace(spec=spec, count=count)


def zones_held(groups, ends, nodes):
    """The zones that the data may lie in: how many pods of each set in each."""
    zones = sorted({n.labels[ZONE] for n in nodes})
    return {tuple(tuple(sum(c for c, n in zip(row, nodes) if n.labels[ZONE] == z) for z in zones)
                  for row, g in zip(end, groups) if g.kind == "data") for end in ends}, zones


def may_wait_at_home(sets, others, nodes):
    full, _ = ends_of(sets + others, nodes)
    held, zones = zones_held(sets, full, nodes)
    for homes in held:
        tied = [bound(g, z, n) for g, counts in zip([s for s in sets if s.kind == "data"], homes)
                for z, n in zip(zones, counts) if n]
        if ends_of(tied + [s for s in sets if s.kind != "data"] + others, nodes)[1]:
            return True
    return False


def goes_on(sets, left):
    """Whether a majority is there, someone to elect, and members with data enough for a write."""
    votes = sum(g.count for g in sets if g.votes)
    data = sum(g.count for g in sets if g.votes and g.kind == "data")
    there = [(g, n) for g, n in zip(sets, left)]
    most = votes // 2 + 1
    waits_for = 1 if data < votes and data <= most else most
    return sum(n for g, n in there if g.votes) >= most and any(n and g.elected for g, n in there) and \
        sum(n for g, n in there if g.votes and g.kind == "data") >= waits_for


def tolerated(groups, nodes, key, works):
    """How many nodes or zones may be lost, whichever and wherever the pods are."""
    ends, _ = ends_of(groups, nodes)
    places = sorted({n.labels[key] for n in nodes})
    for lost in range(1, len(places) + 1):
        for gone in itertools.combinations(places, lost):
            stay = [n.labels[key] not in gone for n in nodes]
            if not all(works([sum(c for c, s in zip(row, stay) if s) for row in end]) for end in ends):
                return lost - 1
    return len(places)


# ---- beside rcc ----

def run(rcc, *arguments):
    done = subprocess.run([rcc, *arguments], capture_output=True, text=True, check=False)
    return done.stdout, set(re.findall(r"^(?:error|warning)\[(RCS\d+)", done.stderr, re.M)), done.returncode


class Judge:
    def __init__(self, rcc, folder):
        self.rcc, self.path, self.lax = rcc, os.path.join(folder, "stack.rcs"), os.path.join(folder, "lax")
        shutil.copytree(os.path.join(ROOT, "stdlib"), self.lax, dirs_exist_ok=True)
        for name in os.listdir(os.path.join(self.lax, "checks")):
            path = os.path.join(self.lax, "checks", name)
            with open(path, encoding="utf-8") as file:
                text = re.sub(f"error ({'|'.join(CAPACITY)})", r"warning \1", file.read())
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        self.met, self.wrong = Counter(), []

    def say(self, what, agrees, text):
        self.met[what] += 1
        if not agrees:
            self.wrong.append(what)
            print(f"{what}, and it is not so:\n{text}")

    def refused(self, text, pools):
        out, _, status = run(self.rcc, "build", self.path, "-o", "-", "--format", "json", "--stdlib", self.lax)
        if status == 0:
            sets, chat, _ = pods_of(json.loads(out)["items"])
            found = any(ends_of(sets + [chat[1]], nodes)[0] for nodes in layouts(pools))
            self.say("no placement has room", not found, text)

    def accepted(self, text, pools, told, items):
        sets, chat, jobs = pods_of(items)
        waits = any(ends_of(sets + [chat[2]] + jobs, nodes)[1] for nodes in layouts(pools))
        if BY_PLAN not in told:
            self.say("all have room in any order", not waits, text)
            if ARBITER not in told:
                home = any(may_wait_at_home(sets, [chat[2]] + jobs, nodes) for nodes in layouts(pools))
                self.say("a zone may be full" if home else "no zone may be full", home == (FULL_ZONE in told), text)
        self.counted(text, pools, sets, chat[0])

    def counted(self, text, pools, sets, chat):
        rows = json.loads(run(self.rcc, "report", "--json", self.path)[0])[0]["sections"][0]["rows"]
        said = {r["component"]: r for r in rows}
        for column, key in (("nodes", HOST), ("zones", ZONE)):
            for name, groups, works in (("MongoDB", sets, lambda left: goes_on(sets, left)),
                                        ("Rocket.Chat", [chat], lambda left: left[0] > 0)):
                least = min(tolerated(groups, nodes, key, works) for nodes in layouts(pools))
                self.say(f"{name} stands the loss of {column}", said[name][column] <= least, text)

    def look_at(self, text, pools):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)
        out, told, status = run(self.rcc, "build", self.path, "-o", "-", "--format", "json")
        try:
            if status == 0:
                self.accepted(text, pools, told, json.loads(out)["items"])
            elif told & set(CAPACITY):
                self.refused(text, pools)
        except TooMany:
            self.met["too many to look at"] += 1


def main(rcc, folder, number="300", seed="1"):
    judge, rng = Judge(rcc, folder), random.Random(int(seed))
    for _ in range(int(number)):
        judge.look_at(*draw(rng))
    print(dict(judge.met))
    for what in ("no placement has room", "all have room in any order", "a zone may be full", "no zone may be full",
                 "MongoDB stands the loss of nodes", "Rocket.Chat stands the loss of zones"):
        print(f"{'ok' if judge.met[what] >= 5 else 'not ok'} placement: {what} is met often enough")
    print(f"{'not ok' if judge.wrong else 'ok'} placement: rcc says what every placement comes to")


main(*sys.argv[1:])
