// Plays replica sets for the scripts that run in mongosh, and looks at what they make of them.
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const vm = require("vm");

const folder = process.argv[2];
const key = "a+b/c=" + "x".repeat(100);

class Exit extends Error {
	constructor(code) {
		super(`exit ${code}`);
		this.status = code;
	}
}

// How mongosh shows a 64-bit number.
class Long {
	constructor(value) {
		this.value = value;
	}

	valueOf() {
		return this.value;
	}

	toString() {
		return String(this.value);
	}
}

function server_error(code, codeName) {
	return Object.assign(new Error(codeName), { code, codeName });
}

// A replica set and the nodes around it. `config` is null as long as it is not initiated.
class Cluster {
	constructor(hosts) {
		this.nodes = new Map(hosts.map((host) => [host, { up: true, initialized: false }]));
		this.config = null;
		this.primary = null;
		this.users = new Map();
		this.write_concern = null; // none was set
		this.oplogs = new Map(hosts.map((host) => [host, 990]));
		this.reconfigurations = [];
		this.log = [];
		this.authority = null; // members speak in clear
		this.releases = new Map(); // of members that do not run 8.0
		this.compatibility = { version: "8.0" };
		this.lags = new Map(); // by how many seconds members are behind
		this.tags = new Map();
		this.copying = 0; // how often a member that copies its data stands in the way
	}

	static initiated(hosts, extra = {}) {
		const set = new Cluster(hosts);
		set.config = { _id: "rs0", version: 1, term: 1,
			members: hosts.map((host, i) => ({ _id: i, host, priority: 1, votes: 1, hidden: false, ...extra[host] })) };
		for (const node of set.nodes.values())
			node.initialized = true;
		set.elect();
		return set;
	}

	down(host) {
		this.nodes.get(host).up = false;
		this.elect();
		return this;
	}

	voters() {
		return this.config.members.filter((member) => member.votes > 0);
	}

	elect() {
		this.primary = null;
		if (!this.config)
			return;
		const up = this.voters().filter((member) => this.nodes.get(member.host)?.up);
		if (up.length * 2 <= this.voters().length)
			return;
		const candidates = up.filter((member) => member.priority > 0 && member.host !== this.stepped_down);
		candidates.sort((a, b) => b.priority - a.priority);
		this.primary = candidates.length ? candidates[0].host : null;
	}

	command(host, credentials, command) {
		const name = Object.keys(command)[0];
		const handler = this[`do_${name}`];
		if (!handler)
			throw new Error(`the script sent an unknown command: ${name}`);
		if (name !== "hello" && credentials !== `__system:${key}`)
			throw server_error(13, "Unauthorized");
		return handler.call(this, host, command);
	}

	// The name under which the set knows the node that answers to a host.
	name_of(host) {
		const member = this.config && this.config.members.find((m) => this.nodes.get(m.host) === this.nodes.get(host));
		return member ? member.host : undefined;
	}

	is_primary(host) {
		return this.primary !== null && this.nodes.get(this.primary) === this.nodes.get(host);
	}

	do_hello(host) {
		const set = this.config && this.nodes.get(host).initialized;
		const visible = set ? this.config.members.filter((member) => !member.hidden && !member.arbiterOnly) : [];
		const named = (members) => members.length > 0 ? members.map((member) => member.host) : undefined;
		return { ok: 1, me: set ? this.name_of(host) : undefined, hosts: named(visible.filter(({ priority }) => priority > 0)),
			passives: named(visible.filter(({ priority }) => priority === 0)), tags: this.tags.get(host),
			lastWrite: { lastWriteDate: new Date(1e12 - 1000 * (this.lags.get(host) || 0)) }, isWritablePrimary: this.is_primary(host),
			secondary: Boolean(set) && !this.is_primary(host) && host !== this.recovering,
			setName: set && host !== this.loading ? "rs0" : undefined, primary: set ? this.primary : undefined };
	}

	do_buildInfo(host) {
		return { ok: 1, version: this.releases.get(host) || "8.0.32" };
	}

	do_getParameter() {
		return { ok: 1, featureCompatibilityVersion: this.compatibility };
	}

	do_setFeatureCompatibilityVersion(host, command) {
		const version = command.setFeatureCompatibilityVersion;
		if (!this.is_primary(host))
			throw server_error(10107, "NotWritablePrimary");
		if (Boolean(command.confirm) !== parseInt(version, 10) >= 7)
			throw server_error(7369100, "Location7369100");
		if (this.copying-- > 0)
			throw server_error(96, "OperationFailed");
		this.compatibility = { version };
		this.log.push(`compatible ${version}`);
		return { ok: 1 };
	}

	do_replSetGetConfig(host) {
		if (!this.nodes.get(host).initialized)
			throw server_error(94, "NotYetInitialized");
		return { ok: 1, config: { ...this.config, version: new Long(this.config.version) } };
	}

	do_replSetInitiate(host, command) {
		if (this.nodes.get(host).initialized)
			throw server_error(23, "AlreadyInitialized");
		this.config = { ...command.replSetInitiate, term: 1 };
		for (const member of this.config.members) {
			const node = this.nodes.get(member.host);
			if (!node || !node.up)
				throw server_error(74, "NodeNotFound");
			node.initialized = true;
		}
		this.log.push("initiate");
		this.elect();
		return { ok: 1 };
	}

	do_replSetReconfig(host, command) {
		const next = command.replSetReconfig;
		if (!this.is_primary(host))
			throw server_error(10107, "NotWritablePrimary");
		if (this.busy-- > 0)
			throw server_error(308, "CurrentConfigNotCommittedYet");
		if (next.version !== this.config.version + 1)
			throw server_error(103, "NewReplicaSetConfigurationIncompatible");
		const votes = (members) => new Map(members.map((member) => [member._id, member.votes]));
		const before = votes(this.config.members);
		const after = votes(next.members);
		let changes = 0;
		for (const name of new Set([...before.keys(), ...after.keys()]))
			changes += (before.get(name) || 0) !== (after.get(name) || 0);
		if (changes > 1)
			throw server_error(103, "NewReplicaSetConfigurationIncompatible");
		if (!next.members.some((member) => this.nodes.get(member.host) === this.nodes.get(host)))
			throw server_error(103, "NewReplicaSetConfigurationIncompatible");
		if (new Set(next.members.map((member) => member._id)).size !== next.members.length ||
		    new Set(next.members.map((member) => this.nodes.get(member.host))).size !== next.members.length)
			throw server_error(93, "InvalidReplicaSetConfig");
		for (const member of next.members)
			if ((member.arbiterOnly || member.secondaryDelaySecs) && member.priority !== 0 ||
			    member.secondaryDelaySecs && !member.hidden)
				throw server_error(93, "InvalidReplicaSetConfig");
		const old_config = this.config, old_default = this.implicit_write_concern();
		this.config = next;
		if (this.write_concern === null && this.implicit_write_concern() !== old_default) {
			this.config = old_config;
			throw server_error(103, "NewReplicaSetConfigurationIncompatible");
		}
		for (const member of next.members)
			if (this.nodes.get(member.host).up)
				this.nodes.get(member.host).initialized = true;
		this.reconfigurations.push(next.members.map((member) => member.host).join(" "));
		this.elect();
		return { ok: 1 };
	}

	// What the server takes if nothing was said: all but a minority, unless a member with data could then not fail.
	implicit_write_concern() {
		const voters = this.voters().length;
		const arbiters = this.voters().filter((member) => member.arbiterOnly).length;
		return arbiters > 0 && voters - arbiters <= Math.floor(voters / 2) + 1 ? 1 : "majority";
	}

	do_getDefaultRWConcern() {
		return { ok: 1, defaultWriteConcern: { w: this.write_concern || this.implicit_write_concern() },
			defaultWriteConcernSource: this.write_concern ? "global" : "implicit" };
	}

	do_setDefaultRWConcern(host, command) {
		if (!this.is_primary(host))
			throw server_error(10107, "NotWritablePrimary");
		this.write_concern = command.defaultWriteConcern.w;
		this.log.push(`write concern ${this.write_concern}`);
		return { ok: 1 };
	}

	do_collStats(host) {
		return { ok: 1, maxSize: new Long(this.oplogs.get(host) * 1048576) };
	}

	do_replSetResizeOplog(host, command) {
		this.oplogs.set(host, command.size);
		return { ok: 1 };
	}

	do_rotateCertificates(host) {
		this.log.push(`rotate ${host}`);
		return { ok: 1 };
	}

	do_replSetStepDown(host) {
		this.stepped_down = host;
		this.log.push(`step down ${host}`);
		this.elect();
		return { ok: 1 };
	}

	do_updateUser(host, command) {
		if (!this.is_primary(host))
			throw server_error(10107, "NotWritablePrimary");
		if (!this.users.has(command.updateUser))
			throw server_error(11, "UserNotFound");
		this.users.set(command.updateUser, command);
		return { ok: 1 };
	}

	do_createUser(host, command) {
		this.users.set(command.createUser, command);
		return { ok: 1 };
	}
}

function connector(set) {
	return function Mongo(uri) {
		const [, user, password, hosts] = /^mongodb(?:\+srv)?:\/\/([^:]+):([^@]+)@([^/]+)\//.exec(uri);
		const host = hosts.includes(",") || uri.startsWith("mongodb+srv") ? set.primary : hosts;
		const node = set.nodes.get(host);
		const options = new URLSearchParams(uri.slice(uri.indexOf("?") + 1));
		const secure = options.get("tls") === "true" || uri.startsWith("mongodb+srv");
		if (set.authority !== null && (!secure || options.get("tlsCAFile") !== set.authority))
			throw Object.assign(new Error("connection closed"), { codeName: "SocketException" });
		if (set.authority === null && options.has("tls"))
			throw Object.assign(new Error("wrong version number"), { codeName: "SSLHandshakeFailed" });
		if (!node || !node.up)
			throw Object.assign(new Error("connection refused"), { codeName: "HostUnreachable" });
		const credentials = `${user}:${decodeURIComponent(password)}`;
		return { getDB: () => ({ runCommand: (command) => set.command(host, credentials, command) }) };
	};
}

// What mongosh calls `db` when it is connected with a server.
function connection(set, host) {
	let credentials = null;
	return {
		adminCommand: (command) => set.command(host, credentials, command),
		getSiblingDB: () => ({
			auth: ({ user, pwd }) => { credentials = `${user}:${pwd}`; },
			getCollection: () => ({
				findOne: () => {
					if (credentials !== `__system:${key}`)
						throw server_error(13, "Unauthorized");
					return set.nodes.get(host).initialized ? set.config : null;
				},
			}),
		}),
	};
}

// Runs a script to its end on a clock that only sleep() moves. Returns its exit status.
function run_script(name, set, env, on_sleep = () => {}, host = "") {
	let now = 1e12;
	const output = [];
	const sandbox = {
		Mongo: connector(set), db: connection(set, host), process: { env }, require, JSON, encodeURIComponent,
		Date: { now: () => now },
		print: (text) => output.push(String(text)),
		sleep: (ms) => { now += ms; on_sleep(set); },
		quit: (status) => { throw new Exit(status); },
	};
	try {
		vm.runInNewContext(fs.readFileSync(path.join(folder, name), "utf8"), sandbox, { timeout: 10000 });
		return { status: 0, output };
	} catch (error) {
		if (!(error instanceof Exit))
			return { status: 1, output: [...output, error.message] };
		return { status: error.status, output };
	}
}

const keyfile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "rcc-key-")), "keyfile");
fs.writeFileSync(keyfile, `${key}\n`);
const users = [
	{ user: "root", password_variable: "ROOT_PASSWORD", roles: [{ role: "root", db: "admin" }] },
	{ user: "app", password_variable: "APP_PASSWORD", roles: [{ role: "readWrite", db: "app" }] },
];

function member(i, extra = {}) {
	return { _id: i, host: `m${i}:27017`, priority: 1, votes: 1, hidden: false, ...extra };
}

function arbiter(i) {
	return { _id: 100 + i, host: `a${i}:27017`, priority: 0, votes: 1, hidden: false, arbiterOnly: true };
}

function initiate(set, members, on_sleep, further = {}) {
	return run_script("initiate.js", set, {
		REPLICA_SET: "rs0", MEMBERS: JSON.stringify(members), USERS: JSON.stringify(users), KEYFILE: keyfile,
		WAIT_SECONDS: "60", RELEASE: "8.0", ROOT_PASSWORD: "r", APP_PASSWORD: "a",
		...further,
	}, on_sleep);
}

const dump_uri = "mongodb://b:p@m0:27017,m1:27017/?replicaSet=rs0&authSource=admin&readPreference=secondaryPreferred";

// The connection string that a dump is made with.
function one_member(set, uri) {
	const target = `${keyfile}.uri`;
	const run = run_script("one-member.js", set, { MONGO_URL: uri, TARGET: target });
	return run.status === 0 ? fs.readFileSync(target, "utf8") : run.output.join();
}

function ready(set, i, on_sleep) {
	return run_script("ready.js", set, { MEMBER: `m${i}`, KEYFILE: keyfile, WAIT_SECONDS: "8" }, on_sleep, hosts(9)[i]).status === 0;
}

function hosts_of(set) {
	return set.config ? set.config.members.map((m) => m.host).join(" ") : "none";
}

function hosts(n) {
	return Array.from({ length: n }, (_, i) => `m${i}:27017`);
}

let failures = 0;
function expect(name, condition, detail) {
	console.log(`${condition ? "ok" : "not ok"} scripts ${name}`);
	if (!condition) {
		failures++;
		console.log(`  ${JSON.stringify(detail)}`);
	}
}

const three = [member(0), member(1), member(2)];

const cases = {
	"a new set is initiated with all members and users"() {
		const set = new Cluster(hosts(3));
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && hosts_of(set) === "m0:27017 m1:27017 m2:27017" &&
			set.users.get("root").pwd === "r" && set.users.get("app").roles[0].role === "readWrite", run);
	},
	"a second run changes nothing"() {
		const set = new Cluster(hosts(3));
		initiate(set, three);
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && set.log.join() === "initiate" && !set.reconfigurations.length, run);
	},
	"nothing is initiated while a member is silent"() {
		const set = new Cluster(hosts(3)).down("m2:27017");
		const run = initiate(set, three);
		expect(this.name, run.status === 1 && set.config === null, run);
	},
	"a member that comes late is waited for"() {
		const set = new Cluster(hosts(3)).down("m2:27017");
		const run = initiate(set, three, () => { set.nodes.get("m2:27017").up = true; });
		expect(this.name, run.status === 0 && set.config.members.length === 3, run);
	},
	"an old set is not initiated again when its first member is new"() {
		const set = Cluster.initiated(hosts(3));
		set.nodes.get("m0:27017").initialized = false;
		set.down("m1:27017");
		const run = initiate(set, three);
		expect(this.name, run.status === 1 && set.log.length === 0, run);
	},
	"users are renewed while a member is down"() {
		const set = Cluster.initiated(hosts(3)).down("m0:27017");
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && set.users.size === 2 && !set.reconfigurations.length, run);
	},
	"a changed password is given to a user that is there, with the roles of now"() {
		const set = Cluster.initiated(hosts(3));
		initiate(set, three);
		const monitor = { user: "app", password_variable: "APP_PASSWORD",
			roles: [{ role: "readWrite", db: "app" }, { role: "clusterMonitor", db: "admin" }] };
		const run = initiate(set, three, undefined, { USERS: JSON.stringify([users[0], monitor]), APP_PASSWORD: "b" });
		const app = set.users.get("app");
		expect(this.name, run.status === 0 && app.updateUser === "app" && app.pwd === "b" && app.roles.length === 2, run);
	},
	"a user that came later is made, and the others keep what they have"() {
		const set = Cluster.initiated(hosts(3));
		initiate(set, three);
		const exporter = { user: "exporter", password_variable: "EXPORTER_PASSWORD",
			roles: [{ role: "clusterMonitor", db: "admin" }, { role: "read", db: "local" }] };
		const run = initiate(set, three, undefined, { USERS: JSON.stringify([...users, exporter]), EXPORTER_PASSWORD: "e" });
		expect(this.name, run.status === 0 && set.users.get("exporter").createUser === "exporter" && set.users.size === 3 &&
			set.users.get("app").pwd === "a", run);
	},
	"a user without a password in the Secret is neither made nor changed"() {
		const set = Cluster.initiated(hosts(3));
		initiate(set, three);
		const run = initiate(set, three, undefined, { APP_PASSWORD: "" });
		expect(this.name, run.status === 1 && set.users.get("app").pwd === "a", run);
	},
	"without a majority nothing happens"() {
		const set = Cluster.initiated(hosts(3)).down("m0:27017").down("m1:27017");
		const run = initiate(set, three);
		expect(this.name, run.status === 1 && set.users.size === 0, run);
	},
	"three become five, one at a time"() {
		const set = Cluster.initiated(hosts(3));
		for (const host of hosts(5).slice(3))
			set.nodes.set(host, { up: true, initialized: false });
		const run = initiate(set, [...three, member(3), member(4)]);
		expect(this.name, run.status === 0 && set.config.members.length === 5 && set.reconfigurations.length === 2, run);
	},
	"a member that is down is not added"() {
		const set = Cluster.initiated(hosts(3));
		set.nodes.set("m3:27017", { up: false, initialized: false });
		const run = initiate(set, [...three, member(3)]);
		expect(this.name, run.status === 1 && set.config.members.length === 3, run);
	},
	"five become three, one at a time"() {
		const set = Cluster.initiated(hosts(5));
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && hosts_of(set) === hosts(3).join(" ") && set.reconfigurations.length === 2, run);
	},
	"a primary that has to go steps down first"() {
		const set = Cluster.initiated(hosts(5), { "m4:27017": { priority: 5 } });
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && set.log.join() === "step down m4:27017" && set.config.members.length === 3, run);
	},
	"members under new names are renamed"() {
		const set = Cluster.initiated(["old0:1", "old1:1", "old2:1"]);
		hosts(3).forEach((host, i) => set.nodes.set(host, set.nodes.get(`old${i}:1`)));
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && hosts_of(set) === hosts(3).join(" ") && set.reconfigurations.length === 3, run);
	},
	"other machines take over, and numbers that are taken are not used again"() {
		const set = Cluster.initiated(["old0:1", "old1:1", "m2:27017"]);
		for (const host of hosts(2))
			set.nodes.set(host, { up: true, initialized: false });
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && set.config.members.map((m) => m._id).sort().join() === "2,3,4", run);
	},
	"priorities and votes are brought in order"() {
		const set = Cluster.initiated(hosts(4));
		const run = initiate(set, [member(0, { priority: 2 }), member(1), member(2), member(3, { votes: 0, priority: 0, hidden: true })]);
		const [first, , , last] = set.config.members;
		expect(this.name, run.status === 0 && first.priority === 2 && last.votes === 0 && last.hidden, run);
	},
	"a change that is refused for now is tried again"() {
		const set = Cluster.initiated(hosts(3));
		set.busy = 2;
		const run = initiate(set, [member(0, { priority: 2 }), member(1), member(2)]);
		expect(this.name, run.status === 0 && set.config.members[0].priority === 2, run);
	},
	"a new set may have an arbiter"() {
		const set = new Cluster([...hosts(2), "a0:27017"]);
		const run = initiate(set, [member(0), member(1), arbiter(0)], undefined, { WRITE_CONCERN: "1" });
		expect(this.name, run.status === 0 && set.config.members[2].arbiterOnly && set.config.members[2]._id === 100 &&
			set.log.join() === "initiate", run);
	},
	"an arbiter comes after the write concern that it asks for"() {
		const set = Cluster.initiated(hosts(2));
		set.nodes.set("a0:27017", { up: true, initialized: false });
		const run = initiate(set, [member(0), member(1), arbiter(0)], undefined, { WRITE_CONCERN: "1" });
		expect(this.name, run.status === 0 && set.config.members.length === 3 && set.log.join() === "write concern 1", run);
		initiate(set, [member(0), member(1), arbiter(0)], undefined, { WRITE_CONCERN: "1" });
		expect("a second run does not say it again", set.log.length === 1, set.log);
	},
	"a copy takes the place of an arbiter, and writes wait for a majority again"() {
		const set = Cluster.initiated(hosts(2));
		set.nodes.set("a0:27017", { up: true, initialized: false });
		initiate(set, [member(0), member(1), arbiter(0)], undefined, { WRITE_CONCERN: "1" });
		set.nodes.set("m2:27017", { up: true, initialized: false });
		const run = initiate(set, three, undefined, { WRITE_CONCERN: "majority" });
		expect(this.name, run.status === 0 && hosts_of(set) === hosts(3).join(" ") && set.write_concern === "majority", run);
	},
	"a set without arbiters keeps the default as it is"() {
		const set = Cluster.initiated(hosts(3));
		const run = initiate(set, three, undefined, { WRITE_CONCERN: "majority" });
		expect(this.name, run.status === 0 && set.log.length === 0 && set.write_concern === null, run);
	},
	"a delay begins, changes and ends"() {
		const set = Cluster.initiated(hosts(4));
		const delayed = (seconds) => [...three, member(3, { votes: 0, priority: 0, hidden: true,
			...(seconds ? { secondaryDelaySecs: seconds } : {}) })];
		const seen = [3600, 7200, 0].map((seconds) => {
			const run = initiate(set, delayed(seconds));
			return [run.status, set.config.members[3].secondaryDelaySecs || 0].join(" ");
		});
		expect(this.name, seen.join() === "0 3600,0 7200,0 0", seen);
	},
	"oplogs get their size where members are up"() {
		const set = Cluster.initiated(hosts(3)).down("m1:27017");
		const run = initiate(set, three, undefined, { OPLOG_SIZE: "2048" });
		expect(this.name, run.status === 0 && [...set.oplogs.values()].join() === "2048,990,2048", [...set.oplogs]);
	},
	"data become compatible with the release once all members run it"() {
		const set = Cluster.initiated(hosts(3));
		set.compatibility = { version: "7.0" };
		for (const host of hosts(3))
			set.releases.set(host, "7.0.14");
		const rolled = [];
		const run = initiate(set, three, () => {
			rolled.push(`${set.releases.size} ${set.compatibility.version}`);
			set.releases.delete(hosts(3)[set.releases.size - 1]);
		});
		expect(this.name, run.status === 0 && set.log.join() === "compatible 8.0" &&
			rolled.join() === "3 7.0,2 7.0,1 7.0,0 8.0", [run, rolled]);
		expect("and a second run is content", initiate(set, three).status === 0 && set.log.length === 1, set.log);
	},
	"not while a member is down, or copies its data, and users are renewed nevertheless"() {
		for (const away of ["down", "recovering"]) {
			const set = Cluster.initiated(hosts(3));
			set.compatibility = { version: "7.0" };
			if (away === "down")
				set.down("m2:27017");
			set.recovering = "m2:27017";
			const run = initiate(set, three);
			expect(`${this.name}: ${away}`, run.status === 1 && set.compatibility.version === "7.0" && set.users.size === 2, run);
		}
	},
	"what is refused for now, or was cut off, is done again"() {
		const set = Cluster.initiated(hosts(3));
		set.compatibility = { version: "7.0", targetVersion: "8.0" };
		set.copying = 2;
		const run = initiate(set, three);
		expect(this.name, run.status === 0 && set.compatibility.version === "8.0" && !set.compatibility.targetVersion, run);
	},
	"before 7.0 nothing has to be confirmed"() {
		const set = Cluster.initiated(hosts(3));
		set.compatibility = { version: "5.0" };
		for (const host of hosts(3))
			set.releases.set(host, "6.0.19");
		const run = initiate(set, three, undefined, { RELEASE: "6.0" });
		expect(this.name, run.status === 0 && set.compatibility.version === "6.0", run);
	},
	"a member that moved to a place of its own is another one"() {
		const set = Cluster.initiated(hosts(3));
		set.nodes.set("far:27017", { up: true, initialized: false });
		const run = initiate(set, [member(0), member(1), member(2, { host: "far:27017" })]);
		expect(this.name, run.status === 0 && hosts_of(set) === "m0:27017 m1:27017 far:27017" &&
			set.config.members[2]._id === 3, run);
	},
	"a set that demands TLS is reached with its authority"() {
		const set = new Cluster(hosts(3));
		set.authority = "/tls/ca.crt";
		const run = initiate(set, three, undefined, { CA_FILE: "/tls/ca.crt" });
		expect(this.name, run.status === 0 && set.users.size === 2, run);
		expect("and not in clear", initiate(set, three).status === 1);
	},
	"members take a renewed certificate, arbiters too"() {
		const set = Cluster.initiated([...hosts(2), "a0:27017"], { "a0:27017": { arbiterOnly: true, priority: 0 } });
		set.authority = "/tls/ca.crt";
		const env = { HOSTS: [...hosts(2), "a0:27017"].join(","), KEYFILE: keyfile, CA_FILE: "/tls/ca.crt" };
		const run = run_script("rotate.js", set, env);
		expect(this.name, run.status === 0 && set.log.join() === "rotate m0:27017,rotate m1:27017,rotate a0:27017", run);
	},
	"a member that is down keeps its certificate, and the others do not wait for it"() {
		const set = Cluster.initiated(hosts(3)).down("m1:27017");
		const run = run_script("rotate.js", set, { HOSTS: hosts(3).join(","), KEYFILE: keyfile });
		expect(this.name, run.status === 1 && set.log.join() === "rotate m0:27017,rotate m2:27017" &&
			run.output.join().includes("not done: m1:27017"), run);
	},
	"members at work are ready"() {
		const set = Cluster.initiated(hosts(3));
		expect(this.name, ready(set, 0) && ready(set, 1));
	},
	"a server that is in no set yet is ready"() {
		expect(this.name, ready(new Cluster(hosts(3)), 0));
	},
	"a member that copies its data is not"() {
		const set = Cluster.initiated(hosts(3));
		set.recovering = "m1:27017";
		expect(this.name, !ready(set, 1) && ready(set, 2));
	},
	"nor is one that loads its configuration, as long as it does"() {
		const set = Cluster.initiated(hosts(3));
		set.recovering = set.loading = "m1:27017";
		expect(this.name, !ready(set, 1));
		expect("and it is waited for", ready(set, 1, () => { set.recovering = set.loading = null; }));
	},
	"one that has left is ready: it may come back"() {
		const set = Cluster.initiated(hosts(4));
		set.config.members.pop();
		set.recovering = set.loading = "m3:27017";
		expect(this.name, ready(set, 3));
	},
	"the server waits for a primary"() {
		const set = Cluster.initiated(hosts(3)).down("m0:27017").down("m1:27017");
		const env = { MONGO_URL: "mongodb://app:a@m0:27017,m1:27017,m2:27017/app", WAIT_SECONDS: "60" };
		const run = run_script("wait-primary.js", set, env, () => {
			set.nodes.get("m0:27017").up = true;
			set.elect();
		});
		expect(this.name, run.status === 0 && run.output.length === 2, run);
	},
	"a connection string without a database is refused at once"() {
		const set = Cluster.initiated(hosts(3));
		const run = run_script("wait-primary.js", set, { MONGO_URL: "mongodb://app:a@m0:27017/?replicaSet=rs0", WAIT_SECONDS: "60" });
		expect(this.name, run.status === 1 && run.output.join().includes("names no database"), run);
	},
	"so is one that names a database of MongoDB itself, as an operator's does for a user of `admin`"() {
		const set = Cluster.initiated(hosts(3));
		const run = run_script("wait-primary.js", set, { MONGO_URL: "mongodb://app:a@m0:27017/admin?replicaSet=rs0", WAIT_SECONDS: "60" });
		expect(this.name, run.status === 1 && run.output.join().includes("MongoDB's own database admin"), run);
	},
	"and gives up in the end"() {
		const set = Cluster.initiated(hosts(3)).down("m0:27017").down("m1:27017");
		const env = { MONGO_URL: "mongodb://app:a@m0:27017,m1:27017,m2:27017/app", WAIT_SECONDS: "60" };
		expect(this.name, run_script("wait-primary.js", set, env).status === 1);
	},
	"a dump is made of the secondary that is the least behind"() {
		const set = Cluster.initiated(hosts(3));
		set.lags.set("m1:27017", 5);
		const said = one_member(set, dump_uri);
		expect(this.name, said === "mongodb://b:p@m2:27017/?authSource=admin&readPreference=secondaryPreferred&directConnection=true", said);
	},
	"and of the primary if all are far behind"() {
		const set = Cluster.initiated(hosts(3));
		set.lags.set("m1:27017", 90).set("m2:27017", 300);
		expect(this.name, one_member(set, dump_uri).includes("@m0:27017/"));
		expect("unless it is to be a secondary", one_member(set, dump_uri.replace("Preferred", "")).includes("@m1:27017/"));
	},
	"who does not answer is not chosen"() {
		const set = Cluster.initiated(hosts(3)).down("m1:27017");
		set.lags.set("m2:27017", 40);
		expect(this.name, one_member(set, dump_uri).includes("@m2:27017/"));
	},
	"nor who is hidden or holds nothing, but who has no priority may be"() {
		const set = Cluster.initiated(hosts(4), { "m1:27017": { hidden: true, priority: 0 }, "m2:27017": { arbiterOnly: true, priority: 0 },
			"m3:27017": { priority: 0 } });
		expect(this.name, one_member(set, dump_uri).includes("@m3:27017/"));
	},
	"tags say which secondaries are meant, the first that some have"() {
		const set = Cluster.initiated(hosts(3));
		set.tags.set("m1:27017", { nodeType: "ANALYTICS", rack: "2" });
		set.lags.set("m1:27017", 30);
		const uri = `${dump_uri}&readPreferenceTags=rack:9&readPreferenceTags=nodeType:ANALYTICS,rack:2`;
		const said = one_member(set, uri);
		expect(this.name, said.includes("@m1:27017/") && !said.includes("Tags"), said);
		expect("and if none has them it is the primary", one_member(set, `${dump_uri}&readPreferenceTags=rack:9`).includes("@m0:27017/"));
		expect("an empty set of tags is every member",
			one_member(set, `${dump_uri}&readPreferenceTags=rack:9&readPreferenceTags=`).includes("@m2:27017/"));
	},
	"a connection string that reads the primary, or one member, stays, but for its database"() {
		const set = Cluster.initiated(hosts(3));
		for (const [given, made] of [
			["mongodb://b:p@m0:27017/?replicaSet=rs0", "mongodb://b:p@m0:27017/?replicaSet=rs0"],
			["mongodb://b:p@m0:27017/team?replicaSet=rs0", "mongodb://b:p@m0:27017/?replicaSet=rs0&authSource=team"],
			["mongodb://b:p@m0:27017/team?authsource=admin", "mongodb://b:p@m0:27017/?authsource=admin"],
			["mongodb://b:p@m0:27017", "mongodb://b:p@m0:27017/"],
			["mongodb://b:p@m1:27017/?readPreference=secondary", "mongodb://b:p@m1:27017/?readPreference=secondary"],
			["mongodb://b:p@m1:27017/?replicaSet=rs0&directConnection=true&readPreference=nearest",
				"mongodb://b:p@m1:27017/?replicaSet=rs0&directConnection=true&readPreference=nearest"],
			["mongodb+srv://b:p@set.example/team?readPreference=primary", "mongodb+srv://b:p@set.example/?readPreference=primary"],
		])
			expect(`${this.name}: ${given}`, one_member(set, given) === made, one_member(set, given));
	},
	"what the DNS says of a set is said of its member"() {
		const set = Cluster.initiated(hosts(3));
		set.authority = "/ca";
		const said = one_member(set, "mongodb+srv://b:p@set.example/team?readPreference=secondary&tlsCAFile=/ca&srvServiceName=db");
		const options = "readPreference=secondary&tlsCAFile=/ca&authSource=admin&tls=true&directConnection=true";
		expect(this.name, said === `mongodb://b:p@m1:27017/?${options}`, said);
	},
	"what is no connection string is refused, and not shown"() {
		const set = Cluster.initiated(hosts(3));
		const run = run_script("one-member.js", set, { MONGO_URL: "m0.example:27017/geheim", TARGET: `${keyfile}.uri` });
		expect(this.name, run.status === 1 && !run.output.join().includes("geheim"), run);
	},
	"the password is never shown"() {
		const set = new Cluster(hosts(3)).down("m2:27017");
		const run = initiate(set, three);
		expect(this.name, !run.output.join("\n").includes(key), run);
	},
};

for (const [name, run] of Object.entries(cases))
	run.call({ name });
process.exit(failures ? 1 : 0);
