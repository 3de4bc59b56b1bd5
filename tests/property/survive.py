"""What `survive` proves and refuses, beside every placement there is: survive.py RCC FOLDER [NUMBER [SEED]].

Draws NUMBER small clusters: nodes, zones, members, arbiters and chat pods with their rules. Here a scheduler that knows
nothing but those rules binds pod after pod, in every order, to every node that takes it. From each end that it comes to,
every loss that the stack asks about is tried, and what restarts is bound in every order again, while rollouts of the pods
beside the chat begin whenever they like: each adds a pod, and once that has a node the old one goes, unless a single rollout
hangs. The verdict has to be that of rcc: the votes (RCS3060), the chat (RCS3061), the room (RCS3062), who may be elected
(RCS3065), members with data that writes wait for (RCS3074). Prints a line for each of them, and what differs.
"""
import itertools
import json
import os
import random
import subprocess
import sys
from collections import Counter, namedtuple

VOTING = ("data", "vote")
CODES = ("RCS3060", "RCS3061", "RCS3062", "RCS3065", "RCS3074")
# Pods find room only in the right order: what a loss leaves of such a cluster is another question.
TOGETHER = "RCS0614"  # of stacks with equal clusters, which are not the same here
BY_PLAN = "RCS3621"
# What nodes have room for counts, but as if nothing else were on them.
OWN = "own"
# Stacks of one run: of more, not all diagnostics are kept.
BATCH = 100

# `apart`: no two pods of a family share a node; `skew`: those of a group are even over zones; `leaders`: how many of them
# may become the primary.
Group = namedtuple("Group", "name role count cpu zone apart skew family leaders", defaults=(0,))
Case = namedtuple("Case", "nodes groups survive text")


def zones_of(pool):
    """The zone of each node of a pool, as evenly as they go, the first zones first."""
    return [pool["zones"][i % len(pool["zones"])] if pool["zones"] else None for i in range(pool["nodes"])]


def draw(rng, number):
    survive_zones = rng.choice([0, 0, 1, 1, 1, 1, 2])
    survive_nodes = rng.choice([1, 1, 1, 2]) if not survive_zones else rng.choice([0, 0, 1])
    zones = rng.choice(["a", "ab", "abc", "abc", "abc"]) if survive_zones or rng.random() < 0.5 else ""
    # Deployments of one pod, which a rollout adds a second one to: the one that comes stands behind the one that goes.
    others = [rng.choice([1, 1, 2]) for _ in range(rng.choice([0, 0, 0, 0, 1, 2]))]
    pools = [{"nodes": rng.randint(2, 5), "zones": list(zones), "cpu": rng.choice([1, 2, 3, 3, 4])}]
    if others:
        # A large node has room for all that a loss of it leaves too little room for.
        survive_nodes, survive_zones, zones = 1, 0, ""
        pools = [{"nodes": n, "zones": [], "cpu": cpu} for n, cpu in ((1, 8), (2, rng.randint(3, 7)))]
    elif rng.random() < 0.3:
        pools[0]["nodes"] = rng.randint(1, 3)
        pools.append({"nodes": rng.randint(1, 2), "zones": zones and [rng.choice("abc")], "cpu": rng.randint(1, 3)})
    replicas = rng.choice([1, 2, 3, 3, 3, 3, 4])
    arbiters = rng.choice([0, 0, 0, 1]) if replicas < 4 else 0
    mongo_spread = rng.choice(["required", "required", "required", "preferred", "anywhere"])
    chat_spread = rng.choice(["required", "required", "preferred", "anywhere"])
    pods = rng.choice([1, 2, 2, 2, 3])
    if others:
        replicas, arbiters, pods, mongo_spread, chat_spread = 3, 0, 2, "required", "required"
    # Members with places of their own have them all, or there would be two rules about zones.
    placed = rng.random() < 0.2 and bool(zones)
    homes = [rng.choice(zones) for _ in range(replicas)] if placed else []
    size, seat = rng.choice([1, 1, 2]), rng.choice([1, 1, 2])
    home = rng.choice(zones) if arbiters and zones and rng.random() < 0.4 else None

    # Four members and an arbiter: with two of them gone there is a primary, and a write waits for a third.
    if not others and random.Random(-number).random() < 0.03:
        replicas, arbiters, pods, mongo_spread, chat_spread = 4, 1, 2, "required", "required"
        survive_nodes, survive_zones = rng.choice([(1, 0), (2, 0), (0, 1), (0, 1)])
        pools, zones, placed, size, seat = [{"nodes": 6, "zones": list("abc"), "cpu": 3}], "abc", True, 1, 1
        homes, home = list(rng.choice(["aabb", "aabc", "abcc"])), rng.choice("abc")

    # Some members are never elected, one or more may be.
    more = random.Random(number)
    told = placed or more.random() < 0.2
    few = told and more.random() < 0.5
    leads = [i == 0 or not few or more.random() < 0.2 for i in range(replicas)]

    groups = [Group(f"m{i}", "data", 1, size, z, mongo_spread == "required", False, "database", int(leads[i]))
              for i, z in enumerate(homes)]
    if not placed:
        groups = [Group("m", "data", replicas, size, None, mongo_spread == "required", bool(survive_zones), "database",
                        sum(leads))]
    if arbiters:
        groups.append(Group("v", "vote", arbiters, 1, home, mongo_spread == "required", False, "database"))
    groups.append(Group("c", "chat", pods, seat, None, chat_spread == "required", bool(survive_zones), "chat"))
    for i, cpu in enumerate(others):
        groups += [Group(f"x{i}", role, count, cpu, None, False, False, f"x{i}") for role, count in (("old", 1), ("new", 0))]

    cluster = ", ".join(
        f'node_pool "p{i}" {{ nodes = {p["nodes"]}, memory = 64Gi, cpu = {p["cpu"]}500m'
        + (f', zones = {json.dumps(p["zones"])}' if p["zones"] else "") + " }" for i, p in enumerate(pools))
    def asks(cpu):
        return f"resources {{ requests {{ cpu = {cpu}, memory = 1Gi }}, limits {{ memory = 2Gi }} }}"

    members = ", ".join(
        f'member "{i}" {{ ' + ", ".join([f'zone = "{z}"' for z in homes[i:i + 1]] + ["priority = 0"] * (not leads[i])) + " }"
        for i in range(replicas) if told)
    arbiter = f'arbiter {{ count = {arbiters}, {f"zone = {json.dumps(home)}, " if home else ""}{asks(1)} }}' if arbiters else ""
    mongo = ", ".join(x for x in (f"replicas = {replicas}", f"spread = {mongo_spread}", members, arbiter, asks(size)) if x)
    extra = "".join(
        f", extra Deployment \"x{i}\" {{ spec {{ replicas = 1, selector {{ matchLabels {{ \"x\" = \"{i}\" }} }}, template {{ "
        f"metadata {{ labels {{ \"x\" = \"{i}\" }} }}, spec {{ containers \"x\" {{ image = \"registry.example.com/x:1.0\", resources {{ "
        f"requests {{ \"cpu\" = {cpu}, \"memory\" = 1Gi }}, limits {{ \"memory\" = 1Gi }} }} }} }} }} }} }}" for i, cpu in enumerate(others))
    text = (f"stack s{number} {{ cluster {{ {cluster}, pod_security = privileged }}, chat {{ host = \"c{number}.example.com\", replicas = {pods}, "
            f"spread = {chat_spread}, rollout = recreate, {asks(seat)} }}, mongo {{ {mongo} }}, backup {{ enabled = false }}, "
            f"survive {{ nodes = {survive_nodes}, zones = {survive_zones} }}{extra} }}")
    nodes = [(z, p["cpu"]) for p in pools for z in zones_of(p)]
    return Case(nodes, groups, (survive_nodes, survive_zones), text)


class World:
    """Pods of each group on each node; a state is a tuple of counts, group by group."""

    def __init__(self, case):
        self.case = case
        self.n = len(case.nodes)

    def alike(self):
        """Whether all votes are of members that have no place of their own."""
        return sum(g.role in VOTING for g in self.case.groups) == 1

    def at(self, state, g, n):
        return state[g * self.n + n]

    def alive_zones(self, gone):
        return {z for n, (z, _) in enumerate(self.case.nodes) if n not in gone and z is not None}

    def fits(self, state, g, n, gone, sized):
        """Whether the scheduler binds a pod of the group to the node."""
        case, group = self.case, self.case.groups[g]
        zone, cpu = case.nodes[n]
        if n in gone or (group.zone is not None and zone != group.zone):
            return False
        sized = sized if sized is not OWN or group.role == "chat" or self.alike() else False
        beside = [g] if sized is OWN else range(len(case.groups))
        if sized and sum(self.at(state, h, n) * case.groups[h].cpu for h in beside) + group.cpu > cpu:
            return False
        for h, other in enumerate(case.groups):
            if other.family == group.family and (group.apart or other.apart) and self.at(state, h, n):
                return False
        if not group.skew:
            return True
        if zone is None:
            return False
        count = {z: 0 for z in self.alive_zones(gone)}
        # Arbiters bear another label than members: the rule of members does not see them.
        for h, other in enumerate(case.groups):
            if other.family == group.family and other.role == group.role:
                for k in range(self.n):
                    if k not in gone:
                        count[case.nodes[k][0]] += self.at(state, h, k)
        return count[zone] + 1 - min(count.values()) <= 1

    def ends(self, start, missing, gone, sized=True):
        """The states to which binding pods comes, each with the pods that are left over."""
        seen, ends = set(), set()
        todo = [(start, missing)]
        while todo:
            state, left = todo.pop()
            if (state, left) in seen:
                continue
            seen.add((state, left))
            moved = False
            for g, count in enumerate(left):
                if not count:
                    continue
                places = [n for n in range(self.n) if self.fits(state, g, n, gone, sized)]
                for n in places:
                    moved = True
                    at = g * self.n + n
                    todo.append((state[:at] + (state[at] + 1,) + state[at + 1:], left[:g] + (count - 1,) + left[g + 1:]))
            if not moved:
                ends.add((state, left))
        return ends

    def losses(self):
        nodes, zones = self.case.survive
        if nodes:
            yield from ((frozenset(c), OWN) for c in itertools.combinations(range(self.n), min(nodes, self.n)))
        if zones:
            names = sorted(self.alive_zones(()))
            for some in itertools.combinations(names, min(zones, len(names))):
                yield frozenset(n for n, (z, _) in enumerate(self.case.nodes) if z in some), False

    def lost(self, state, gone):
        """Pods of each group on nodes that are gone."""
        return [sum(self.at(state, g, n) for n in gone) for g in range(len(self.case.groups))]

    def truth(self):
        """The codes that are due; None if not all pods are sure of a place to begin with."""
        case, found = self.case, set()
        zero = (0,) * (len(case.groups) * self.n)
        full = self.ends(zero, tuple(g.count for g in case.groups), ())
        if any(any(left) for _, left in full):
            return None
        votes = sum(g.count for g in case.groups if g.role in VOTING)
        leaders = sum(g.leaders for g in case.groups)
        copies = sum(g.count for g in case.groups if g.role == "data")
        waited_for = 1 if copies < votes and copies <= votes // 2 + 1 else min(copies, votes // 2 + 1)
        chats = sum(g.count for g in case.groups if g.role == "chat")
        # What keeps pods of a zone apart is their rules: that it has no room for more is no promise.
        own = tuple(g.count if g.role in (*VOTING, "chat") else 0 for g in case.groups)
        ruled = {sized: self.ends(zero, own, (), sized) for sized in (OWN, False)}
        after = {}
        for gone, sized in self.losses():
            for state, _ in ruled[sized]:
                lost = self.lost(state, gone)
                if votes - sum(c for c, g in zip(lost, case.groups) if g.role in VOTING) < votes // 2 + 1:
                    found.add("RCS3060")
                if copies - sum(c for c, g in zip(lost, case.groups) if g.role == "data") < waited_for:
                    found.add("RCS3074")
                # Of members that are alike for the scheduler any may be those that are lost.
                if sum(min(c, g.leaders) for c, g in zip(lost, case.groups)) >= leaders:
                    found.add("RCS3065")
                if sum(c for c, g in zip(lost, case.groups) if g.role == "chat") >= chats:
                    found.add("RCS3061")
            for state, _ in full:
                lost = self.lost(state, gone)
                rest = tuple(0 if i % self.n in gone else c for i, c in enumerate(state))
                # A member waits for its volume; other pods start elsewhere.
                again = tuple(0 if g.role == "data" else c for c, g in zip(lost, case.groups))
                after[gone, rest, again] = None
        if "RCS3060" in found:
            found -= {"RCS3065", "RCS3074"}
        if not found:
            if any(self.waits(rest, again, gone) for gone, rest, again in after):
                found.add("RCS3062")
        return found

    def stops(self, start, missing, gone):
        """The states in which nothing goes on, each with the pods that are left over: rollouts begin at any time or never,
        and go on, however many there are; or a single one hangs, because what it rolls out never gets ready."""
        coming = [g for g, group in enumerate(self.case.groups) if group.role == "new"]
        ends = self.ends(start, missing, gone)
        if coming:
            ends |= self.rolled(start, missing, gone, coming, None)
        for hanging in coming:
            ends |= self.rolled(start, missing, gone, [hanging], hanging)
        return ends

    def rolled(self, start, missing, gone, coming, hanging):
        seen, ends, todo = set(), set(), [(start, missing, frozenset())]
        while todo:
            state, left, begun = todo.pop()
            if (state, left, begun) in seen:
                continue
            seen.add((state, left, begun))
            moved = False
            for g, count in enumerate(left):
                for n in range(self.n) if count else ():
                    if self.fits(state, g, n, gone, True):
                        moved = True
                        at = g * self.n + n
                        todo.append((state[:at] + (state[at] + 1,) + state[at + 1:], less(left, g), begun))
            for g in coming:
                if g not in begun:
                    todo.append((state, left[:g] + (1,) + left[g + 1:], begun | {g}))
                elif g != hanging and any(self.at(state, g, n) for n in range(self.n)):
                    gone_old = tuple(0 if i // self.n == g - 1 else c for i, c in enumerate(state))
                    if left[g - 1] or gone_old != state:
                        moved = True
                        todo.append((gone_old, left[:g - 1] + (0,) + left[g:], begun))
            if not moved:
                ends.add((state, left))
        return ends

    def waits(self, rest, again, gone):
        """Whether a pod may wait, though the chat's own rule lets so many of its pods run on what is left."""
        chat = next(g for g, group in enumerate(self.case.groups) if group.role == "chat")
        group, left = self.case.groups[chat], self.n - len(gone)
        due = min(group.count, left) if group.apart else group.count
        others = [g for g, other in enumerate(self.case.groups) if other.role in ("old", "new")]
        return any(sum(self.at(state, chat, n) for n in range(self.n)) < due or any(over[g] for g in others)
                   for state, over in self.stops(rest, again, gone))


def less(left, g):
    return left[:g] + (left[g] - 1,) + left[g + 1:]


def verdicts(rcc, folder, cases):
    path = os.path.join(folder, "stacks.rcs")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(c.text for c in cases) + "\n")
    run = subprocess.run([rcc, "check", path, "--diagnostics", "json"], capture_output=True, text=True, check=False)
    told = [set() for _ in cases]
    for line in run.stderr.splitlines():
        diagnostic = json.loads(line)
        if diagnostic["severity"] == "note" or diagnostic["code"] == TOGETHER:
            continue
        lines = {label["line"] for label in diagnostic["labels"] if label["line"]}
        if len(lines) != 1:
            sys.exit(f"of no stack: {line}")
        if diagnostic["severity"] == "error" or diagnostic["code"] == BY_PLAN:
            told[lines.pop() - 1].add(diagnostic["code"])
    return told


def main(rcc, folder, number="400", seed="1"):
    rng = random.Random(int(seed))
    cases = [draw(rng, i) for i in range(int(number))]
    agreed, wrong = Counter(), 0
    told_of = [told for at in range(0, len(cases), BATCH) for told in verdicts(rcc, folder, cases[at:at + BATCH])]
    for case, told in zip(cases, told_of):
        if told - set(CODES):
            agreed["not asked"] += 1
            continue
        due = World(case).truth()
        if due != told:
            wrong += 1
            print(f"rcc says {sorted(told)}, and there is {sorted(due) if due is not None else 'no room'}: {case.text}")
        else:
            agreed.update(due or ["survives"])
    print(dict(agreed))
    for code in (*CODES, "survives"):
        print(f"{'ok' if agreed[code] >= 10 else 'not ok'} survive: {code} is met often enough")
    print(f"{'not ok' if wrong else 'ok'} survive: every verdict is that of all placements")


main(*sys.argv[1:])
