"""Properties of the library's output, seen from outside: objects.py RCC FOLDER.

Compiles variants of one stack and looks at the objects: the restricted Pod Security Standard holds for
every pod, selectors find their own pods and no others, names that are mentioned exist, a small change
of the source is a small change of the output, and each platform and GitOps tool gets what it needs.
"""
import itertools
import json
import os
import subprocess
import sys

RCC, FOLDER = sys.argv[1:]

CLUSTERS = {
    "unknown": "",
    "kubernetes": "cluster { platform = kubernetes, nodes = 5 }",
    "openshift": "cluster { platform = openshift, nodes = 5 }",
    "argocd": "cluster { gitops = argocd, cluster_domain = \"cluster.local\" }",
    "flux": "cluster { gitops = flux }",
}
PARTS = {
    "plain": "",
    "files": "uploads filesystem { storage { size = 5Gi } }\n  auth github "
             "{ client_id = secret(\"gh\", \"id\"), client_secret = secret(\"gh\", \"secret\") }",
    "nginx": "ingress { class = \"nginx\", issuer = \"letsencrypt\" }\n  uploads gridfs { max_file_size = 50MB }",
    "zones": "survive { zones = 1 }\n  mongo { storage { grow_to = 40Gi } }",
    "one": "mongo { replicas = 1 }\n  backup { enabled = false }\n  create_namespace = true",
    "moved": "maintenance = true\n  mongo { node_selector { \"disk\" = \"ssd\" }, tolerations = [{ key = \"db\" }] }",
}
CHATS = {
    "fixed": "",
    "scaled": ", autoscale = 2..6",
    "single": ", replicas = 1",
    "apart": ", replicas = 2, spread = required",
    "stepwise": ", rollout = recreate",
    "kept": ", replicas = 4, min_available = 2, rollout rolling { surge = 2, unavailable = 1 }",
    "mailing": ', setting "SMTP_Host" = "smtp.example.com", setting "SMTP_Password" = secret("mail", "password")',
    "old": ", version = \"7.13.0\"",
}


def facts_of(cluster, part):
    """Of a cluster; where zones are to be survived, what they are has to be known."""
    facts = CLUSTERS[cluster]
    if part != "zones":
        return facts
    pool = 'node_pool "app" { nodes = 9, zones = ["a", "b", "c"] }'
    return (facts or "cluster { }").replace(", nodes = 5", "").replace("{ ", "{\n    " + pool + "\n    ", 1)


def can_be(part, chat):
    """One pod survives the loss of no zone."""
    return part != "zones" or chat != "single"


def source(cluster, part, chat, name="chat"):
    return f"stack {name} {{\n  {cluster}\n  chat {{ host = \"chat.example.com\"{chat} }}\n  {part}\n}}\n"


def compile_text(text):
    os.makedirs(FOLDER, exist_ok=True)
    path = os.path.join(FOLDER, "stack.rcs")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    run = subprocess.run([RCC, path, "-o", "-", "--format", "json"], capture_output=True, text=True,
                         timeout=60, check=False)
    if run.returncode:
        raise RuntimeError(f"{text}\n{run.stderr}")
    return json.loads(run.stdout)["items"]


def pod_template(item):
    spec = item.get("spec", {})
    if item["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    return spec.get("template") if isinstance(spec, dict) else None


def pods(items):
    return [(item, pod_template(item)) for item in items if pod_template(item)]


def containers(pod):
    return pod["spec"].get("initContainers", []) + pod["spec"]["containers"]


def not_restricted(items, cluster):
    """The first breach of the restricted standard, or None."""
    allowed = {"configMap", "emptyDir", "persistentVolumeClaim", "secret", "name"}
    for item, pod in pods(items):
        context = pod["spec"]["securityContext"]
        ids = {"runAsUser", "runAsGroup", "fsGroup"} & set(context)
        if context.get("runAsNonRoot") is not True or context["seccompProfile"]["type"] != "RuntimeDefault":
            return f"{item['metadata']['name']}: {context}"
        if (cluster == "openshift") == bool(ids):
            return f"{item['metadata']['name']}: fixed ids on {cluster}: {ids}"
        for volume in pod["spec"].get("volumes", []):
            if set(volume) - allowed:
                return f"{item['metadata']['name']}: volume {volume}"
        for container in containers(pod):
            own = container["securityContext"]
            if own["allowPrivilegeEscalation"] or own["capabilities"] != {"drop": ["ALL"]} or \
                    not own["readOnlyRootFilesystem"]:
                return f"{item['metadata']['name']}/{container['name']}: {own}"
            if not {"cpu", "memory"} <= set(container["resources"]["requests"]):
                return f"{container['name']} requests too little"
    return None


def matches(selector, labels):
    return all(labels.get(k) == v for k, v in selector.items())


def selectors(items):
    """(object, selector) of everything that selects pods."""
    for item in items:
        spec = item.get("spec", {})
        if item["kind"] == "Service":
            yield item, spec["selector"]
        elif item["kind"] in ("Deployment", "StatefulSet", "PodDisruptionBudget"):
            yield item, spec["selector"]["matchLabels"]
        elif item["kind"] == "NetworkPolicy":
            yield item, spec["podSelector"]["matchLabels"]


def bad_selector(items):
    for item, selector in selectors(items):
        found = {owner["metadata"]["labels"]["app.kubernetes.io/component"]
                 for owner, pod in pods(items) if matches(selector, pod["metadata"]["labels"])}
        own = item["metadata"]["labels"]["app.kubernetes.io/component"]
        if found != {own} and not (own == "stack" and len(found) > 2):
            return f"{item['kind']}/{item['metadata']['name']} selects {found}"
    return None


def missing_reference(items):
    """A ConfigMap, claim, account or Service that is used but not part of the output."""
    have = {(item["kind"], item["metadata"]["name"]) for item in items}
    for item, pod in pods(items):
        wanted = {("ServiceAccount", pod["spec"]["serviceAccountName"])}
        for volume in pod["spec"].get("volumes", []):
            if "configMap" in volume:
                wanted.add(("ConfigMap", volume["configMap"]["name"]))
            if "persistentVolumeClaim" in volume:
                wanted.add(("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]))
        for container in containers(pod):
            mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
            known = {volume["name"] for volume in pod["spec"].get("volumes", [])}
            known |= {claim["metadata"]["name"] for claim in item["spec"].get("volumeClaimTemplates", [])}
            if mounted - known:
                return f"{container['name']} mounts {mounted - known}"
            wanted |= {("ConfigMap", source["configMapRef"]["name"]) for source in container.get("envFrom", [])}
        if item["kind"] == "StatefulSet":
            wanted.add(("Service", item["spec"]["serviceName"]))
        if wanted - have:
            return f"{item['kind']}/{item['metadata']['name']} needs {wanted - have}"
    return None


def long_name(items):
    limits = {"CronJob": 52, "StatefulSet": 52, "Deployment": 47}
    for item in items:
        if len(item["metadata"]["name"]) > limits.get(item["kind"], 63):
            return f"{item['kind']}/{item['metadata']['name']}"
    return None


def changed(before, after):
    def table(items):
        return {(i["kind"], i["metadata"]["name"]): json.dumps(i, sort_keys=True) for i in items}
    a, b = table(before), table(after)
    return {key for key in a.keys() | b.keys() if a.get(key) != b.get(key)}


def of_kind(items, kind):
    return [item for item in items if item["kind"] == kind]


def expect(name, problem):
    print(f"{'not ok' if problem else 'ok'} objects {name}")
    if problem:
        print(f"  {problem}")


def every_variant():
    for cluster, part, chat in itertools.product(CLUSTERS, PARTS, CHATS):
        if can_be(part, chat):
            items = compile_text(source(facts_of(cluster, part), PARTS[part], CHATS[chat]))
            problem = not_restricted(items, cluster) or bad_selector(items) or missing_reference(items)
            expect(f"{cluster}, {part}, {chat}", problem)


def small_changes():
    size = "uploads gridfs {{ max_file_size = {} }}\n  ingress {{ class = \"nginx\" }}"
    before = compile_text(source("", size.format("10MB"), ""))
    after = compile_text(source("", size.format("20MB"), ""))
    found = changed(before, after)
    expect("the size of uploads changes the settings, their checksum and the Ingress",
           None if found == {("ConfigMap", "chat-chat"), ("Deployment", "chat-chat"), ("Ingress", "chat-chat")} else found)
    before, after = (compile_text(source("", f"backup {{ keep = {n} }}", "")) for n in (7, 8))
    found = changed(before, after)
    expect("the number of dumps changes the CronJob", None if found == {("CronJob", "chat-backup")} else found)
    before, after = (compile_text(source("", "", f", autoscale = 2..{n}")) for n in (4, 5))
    found = changed(before, after)
    expect("the range of the autoscaler changes it alone",
           None if found == {("HorizontalPodAutoscaler", "chat-chat")} else found)


def two_in_a_namespace():
    place = "namespace = \"shared\""
    one, two = (compile_text(source("", place, ", autoscale = 2..3", name)) for name in ("one", "two"))
    both = {(i["kind"], i["metadata"]["name"]) for i in one} & {(i["kind"], i["metadata"]["name"]) for i in two}
    expect("two stacks in a namespace have no object in common", both or None)
    crossed = [i["metadata"]["name"] for i, selector in selectors(one) for _, pod in pods(two)
               if matches(selector, pod["metadata"]["labels"])]
    expect("and select no pod of each other", crossed or None)


def gitops():
    text = PARTS["files"]
    argo = compile_text(source(CLUSTERS["argocd"], text, ""))
    kept = [i for i in of_kind(argo, "PersistentVolumeClaim")
            if "Prune=false" in i["metadata"]["annotations"]["argocd.argoproj.io/sync-options"]]
    expect("Argo CD prunes no claim", None if len(kept) == 2 else kept)
    waves = {i["kind"]: int(i["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0)) for i in argo}
    expect("Argo CD brings up the database, the set and the chat in turn",
           None if waves["StatefulSet"] < waves["Job"] < waves["Deployment"] <= waves["PersistentVolumeClaim"] else waves)
    flux = compile_text(source(CLUSTERS["flux"], text, ""))
    kept = [i for i in of_kind(flux, "PersistentVolumeClaim")
            if i["metadata"]["annotations"]["kustomize.toolkit.fluxcd.io/prune"] == "disabled"]
    expect("Flux prunes no claim", None if len(kept) == 2 else kept)
    open_text = [i["metadata"]["name"] for i in flux if "${" in json.dumps(i) and
                 i["metadata"].get("annotations", {}).get("kustomize.toolkit.fluxcd.io/substitute") != "disabled"]
    expect("Flux substitutes nothing in texts", open_text or None)


def platforms():
    names = {kind for kind in ("Ingress", "Route")}
    kinds = {cluster: names & {i["kind"] for i in compile_text(source(CLUSTERS[cluster], "", ""))}
             for cluster in ("unknown", "kubernetes", "openshift")}
    wanted = {"unknown": {"Ingress"}, "kubernetes": {"Ingress"}, "openshift": {"Route"}}
    expect("OpenShift gets a Route, others an Ingress", None if kinds == wanted else kinds)
    scaled = compile_text(source("", "", ", autoscale = 2..6"))
    expect("with an autoscaler the Deployment has no number",
           None if "replicas" not in of_kind(scaled, "Deployment")[0]["spec"] else "replicas is written")
    stopped = compile_text(source("", "maintenance = true", ", autoscale = 2..6"))
    still = (of_kind(stopped, "Deployment")[0]["spec"]["replicas"] == 0 and
             not of_kind(stopped, "HorizontalPodAutoscaler") and of_kind(stopped, "CronJob")[0]["spec"]["suspend"])
    expect("maintenance stops the chat and the backups", None if still else "something goes on")
    for release, paths in (("7.10.2", ["/health", "/health"]), ("7.11.0", ["/livez", "/readyz"])):
        old = compile_text(source("", "mongo { version = \"7.0.14\" }", f", version = \"{release}\""))
        server = of_kind(old, "Deployment")[0]["spec"]["template"]["spec"]["containers"][0]
        found = [server[probe]["httpGet"]["path"] for probe in ("livenessProbe", "readinessProbe")]
        expect(f"release {release} has its probes", None if found == paths else found)
    name = "a" * 36
    expect("the longest name of a stack leaves room", long_name(compile_text(source("", "", "", name))))


def entries():
    """What an Ingress tells the controller behind its class, and where its certificate comes from."""
    managed = 'annotations { "networking.gke.io/managed-certificates" = "chat" }'
    host, named = {"hosts": ["chat.example.com"]}, {"hosts": ["chat.example.com"], "secretName": "chat-tls"}
    # by the text of the block: the controller whose annotations are there, the path, and the entries of TLS
    wanted = {
        "": ("nginx", "/", [named]),
        'class = "nginx-internal"': ("nginx", "/", [named]),
        'class = "nginx", own_certificate = true': ("nginx", "/", [host]),
        'class = "traefik"': (None, "/", [named]),
        'class = "gce"': (None, "/*", [named]),
        f'class = "gce-internal", {managed}': (None, "/*", None),
        'class = "alb"': ("alb", "/", [host]),
        'class = "global"': (None, "/", [named]),
    }
    for text, (controller, path, tls) in wanted.items():
        items = compile_text(source('cluster { ingress_namespace = "edge" }', f"ingress {{ {text} }}", ""))
        item = of_kind(items, "Ingress")[0]
        keys = item["metadata"].get("annotations", {})
        found = (next((c for c in ("nginx", "alb") if any(k.startswith(c + ".ingress") for k in keys)), None),
                 item["spec"]["rules"][0]["http"]["paths"][0]["path"], item["spec"].get("tls"))
        expect(f"the Ingress of {text or 'the default class'}", None if found == (controller, path, tls) else found)
        chat = [i for i in of_kind(items, "NetworkPolicy") if i["metadata"]["name"] == "chat-chat"][0]
        cloud = "gce" in text or "alb" in text and "global" not in text
        expect(f"who reaches the chat with {text or 'the default class'}",
               None if ("from" in chat["spec"]["ingress"][0]) != cloud else chat["spec"]["ingress"])


def allows(rules, side, port, labels):
    """Whether a rule of a NetworkPolicy is for pods with these labels (None: anything elsewhere) and a TCP port."""
    for rule in rules:
        ports = [p for p in rule.get("ports", [{"port": port}]) if p.get("protocol", "TCP") == "TCP"]
        peers = rule.get(side, [{}])
        if any(p["port"] == port for p in ports) and any(
                not p or (labels is not None and is_own(p) and matches(p["podSelector"]["matchLabels"], labels))
                for p in peers):
            return True
    return False


def is_own(peer):
    """Whether a peer is pods of the namespace of the policy."""
    return "podSelector" in peer and "namespaceSelector" not in peer


def reachable(items, callers, called, port):
    """As a network that follows policies has it; callers and called are labels, or None for anything elsewhere."""
    def passes(direction, side, own, other):
        policies = [i["spec"] for i in of_kind(items, "NetworkPolicy")
                    if matches(i["spec"]["podSelector"].get("matchLabels", {}), own)
                    and direction in i["spec"]["policyTypes"]]
        return not policies or any(allows(p.get(direction.lower(), []), side, port, other) for p in policies)
    return ((callers is None or passes("Egress", "to", callers, called)) and
            (called is None or passes("Ingress", "from", called, callers)))


def flows():
    """The table of who reaches whom, by component; everything else is closed."""
    bucket = 'backup { restore {}, to s3 { bucket = "dumps", endpoint = "http://minio.store:9000" } }'
    items = compile_text(source("", bucket, ""))
    labels = {pod["metadata"]["labels"]["app.kubernetes.io/component"]: pod["metadata"]["labels"]
              for _, pod in pods(items)}
    labels["others"] = None
    ports = (25, 53, 80, 443, 587, 3000, 3100, 9000, 27017)
    wanted = {("others", "chat", 3000), ("chat", "chat", 3100)}
    wanted |= {(a, "database", 27017) for a in ("chat", "database", "initiation", "backup", "restore")}
    wanted |= {("chat", "others", p) for p in (25, 443, 587)}
    wanted |= {(a, "others", 9000) for a in ("backup", "restore", "verification")}
    wanted |= {(a, "others", 53) for a in labels if a != "others"}
    found = {(a, b, p) for a in labels for b in labels for p in ports
             if (a, b) != ("others", "others") and reachable(items, labels[a], labels[b], p)}
    own = {i["metadata"]["labels"]["app.kubernetes.io/component"] for i in of_kind(items, "NetworkPolicy")}
    lone = set(labels) - {"others"} - own
    expect("the pods of each component have a policy", lone or None)
    expect("pods reach what they need, and nothing else", None if found == wanted else found ^ wanted)
    for cluster, dns in (("platform = kubernetes", {53}), ("platform = openshift", {53, 5353}), ("nodes = 5", {53, 5353})):
        default = [i for i in of_kind(compile_text(source(f"cluster {{ {cluster} }}", "", "")), "NetworkPolicy")
                   if i["metadata"]["name"] == "chat-default"][0]
        asked = {(p["port"], p["protocol"]) for p in default["spec"]["egress"][0]["ports"]}
        expect(f"with {cluster} the DNS is asked at {dns}",
               None if asked == {(p, q) for p in dns for q in ("UDP", "TCP")} else asked)
    front = {
        "nodes = 5": None,
        'ingress_namespace = "edge"': [{"kubernetes.io/metadata.name": "edge"}],
        "platform = openshift": [{"policy-group.network.openshift.io/ingress": ""},
                                 {"policy-group.network.openshift.io/host-network": ""}],
    }
    for cluster, peers in front.items():
        chat = [i for i in of_kind(compile_text(source(f"cluster {{ {cluster} }}", "", "")), "NetworkPolicy")
                if i["metadata"]["name"] == "chat-chat"][0]
        given = chat["spec"]["ingress"][0].get("from")
        given = given and [p["namespaceSelector"]["matchLabels"] for p in given]
        expect(f"with {cluster} the chat is open to {peers}", None if given == peers else given)
    closed = compile_text(source("", "network { policies = false }", ""))
    expect("without policies there is none", of_kind(closed, "NetworkPolicy") or None)


every_variant()
small_changes()
two_in_a_namespace()
gitops()
platforms()
entries()
flows()
